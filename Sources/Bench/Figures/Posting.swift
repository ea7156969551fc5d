import Foundation
import Log

/// Receipts over HTTP by sixty-four tills, answered when they are durable; beside it what Postgres inserts by itself.
struct Posting {
    static let names = [
        "posting-postgres", "posting-kafka", "posting-cluster", "batches-postgres", "batches-kafka", "memory-gateway",
    ]
    /// Receipts of a batch.
    static let batch = 100
    private static let bytes = Tills.oneEvent().bytes.count

    let settings: BenchSettings

    func run() throws -> [Figure] {
        let inserts = try BenchDatabase(on: settings.conninfo, "inserts")
        let pgbench = try PgBench()
        let seconds = Double(settings.seconds)
        var sites: [(name: String, title: String, site: Site)] = []
        sites.append(("postgres", "the log in Postgres", try Site(settings, kafka: nil)))
        if let brokers = settings.brokers {
            sites.append(("kafka", "the log in Kafka", try Site(settings, kafka: brokers)))
        } else {
            settings.skip("posting to Kafka", "--brokers names no servers")
        }
        if let cluster = settings.cluster {
            sites.append(
                ("cluster", "the log in Kafka, three brokers with replication", try Site(settings, kafka: cluster)))
        } else {
            settings.skip("posting to three brokers", "--cluster names no servers")
        }
        var contenders = [
            Rounds.Contender("pgbench, receipts") {
                try pgbench.inserts(inserts.conninfo, row: .receipt, seconds: settings.seconds)
            },
            Rounds.Contender("pgbench, small rows") {
                try pgbench.inserts(inserts.conninfo, row: .small, seconds: settings.seconds)
            },
        ]
        for (name, _, site) in sites {
            contenders.append(
                .init("\(name), singly") { try site.singly(seconds) })
            contenders.append(
                .init("\(name), by \(Self.batch)") {
                    try site.batched.post(seconds: seconds).perSecond * Double(Self.batch)
                })
        }
        let samples = try Rounds.interleave(settings.rounds, unit: "receipts/s", contenders, say: settings.say)
        let reference = Figure.Reference(
            "pgbench: one-row prepared inserts of the same bytes, \(PgBench.clients) clients", samples[0])
        let notes = [
            "A receipt has \(Tills.linesPerReceipt) lines and \(Self.bytes) bytes; \(Tills.count) connections, \(settings.seconds) s a round.",
            "pgbench with rows of four numbers in the same rounds: median \(Number.text(samples[1].median)) inserts/s.",
        ]
        var figures: [Figure] = []
        for (place, (name, title, site)) in sites.enumerated() {
            let (single, batched) = (samples[2 + 2 * place], samples[3 + 2 * place])
            let goal: Goal? = name == "postgres" ? .atLeast(1) : name == "kafka" ? .atLeast(1.5) : nil
            figures.append(
                Figure(
                    "posting-\(name)", "receipts posted singly, \(title)", unit: "receipts/s", single,
                    beside: reference, goal: goal, group: .posting,
                    notes: notes + [
                        "The gateway spends \(Number.text(site.cpu.median)) µs of processor time on each."
                    ]))
            figures.append(
                Figure(
                    "batches-\(name)", "receipts posted by \(Self.batch), \(title)", unit: "receipts/s", batched,
                    beside: reference, goal: name == "cluster" ? nil : .atLeast(10), group: .posting, notes: notes))
            if name == "postgres" {
                figures.append(
                    Figure(
                        "memory-gateway", "gateway at \(Tills.count) connections, peak resident", unit: "MB",
                        Samples([try site.subject.peakBytes() / 1e6]), goal: .atMost(128), group: .memory,
                        notes: ["After all rounds of single posts and of batches."]))
            }
        }
        return figures
    }

    /// A server with a log of its own, and the tills that post to it. It folds nothing: what is measured is the door.
    private final class Site {
        let subject: Subject
        let single: Tills
        let batched: Tills
        private let database: BenchDatabase
        private let log: LogHome
        /// Microseconds of processor time a receipt, in the gateway, round by round.
        private(set) var cpu = Samples()

        init(_ settings: BenchSettings, kafka brokers: String?) throws {
            database = try BenchDatabase(on: settings.conninfo, "posting")
            log = brokers.map { LogHome.freshTopic($0, "posting") } ?? .postgres(conninfo: database.conninfo)
            subject = try Subject(settings, database.conninfo, log, folds: false)
            single = Tills(port: subject.port, token: subject.token, batch: nil, prefix: "s")
            batched = Tills(port: subject.port, token: subject.token, batch: Posting.batch, prefix: "b")
        }

        /// Receipts a second, posted singly; notes what the gateway spends on each.
        func singly(_ seconds: Double) throws -> Double {
            let before = try subject.cpuSeconds()
            let result = try single.post(seconds: seconds)
            cpu.values.append((try subject.cpuSeconds() - before) / Double(result.total) * 1e6)
            return result.perSecond
        }

        deinit {
            subject.stop()
            log.remove()
        }
    }
}
