import Events
import Foundation
import Intake
import JSON
import Log
import Postgres
import Rules

/// What stands behind the house does by itself, on the same machine: where a goal is out of reach, this is what stops it.
struct Limits {
    static let names = ["limit-rows", "limit-door", "limit-log-copy", "limit-kafka-singly", "limit-kafka-batches"]

    let context: Context
    private var settings: BenchSettings { context.settings }

    func run() throws -> [Figure] { try rows() + posting() }

    /// The finished rows of the read models, put by Postgres alone into fresh tables, and their keys.
    private func rows() throws -> [Figure] {
        guard let year = try context.year(kafka: settings.brokers != nil) else { return [] }
        let folded = try BenchDatabase(on: settings.conninfo, "rows")
        _ = try FoldingChild.ask(.tail, settings, folded.conninfo, year.home)
        let finished = try FinishedRows(folded.conninfo)
        let lines = Double(year.copy.count)
        let samples = try Rounds.interleave(
            settings.rounds, unit: "lines/s",
            [
                .init("COPY") { lines / (try year.copy.run(year.database.conninfo)) },
                .init("finished rows") { lines / (try finished.copy()) },
            ], say: settings.say)
        return [
            Figure(
                "limit-rows",
                "the finished rows of the real year, by INSERT … SELECT into fresh tables, and their keys",
                unit: "lines/s", samples[1], beside: .init(Replay.copyTitle, samples[0]), group: .limits)
        ]
    }

    /// The same receipts, given to Postgres and to librdkafka with nothing in between.
    private func posting() throws -> [Figure] {
        let events = Tills.someEvents(1_000).events
        let (inserts, logs) = (
            try BenchDatabase(on: settings.conninfo, "inserts"), try BenchDatabase(on: settings.conninfo, "copies")
        )
        let pgbench = try PgBench()
        let seconds = Double(settings.seconds)
        // What sixty-four connections have on the way at a time.
        let (single, batched) = (Tills.count, Tills.count * Posting.batch)
        var contenders = [
            Rounds.Contender("pgbench, receipts") {
                try pgbench.inserts(inserts.conninfo, row: .receipt, seconds: settings.seconds)
            },
            .init("the door alone") { try DoorAlone.run() },
            .init("COPY by \(batched)") { try LogCopy.run(logs.conninfo, events, by: batched, seconds: seconds) },
        ]
        var titles = [
            (
                "limit-door",
                "the same receipts in batches of \(Posting.batch), read and judged by one thread, for a log that takes them at once"
            ),
            ("limit-log-copy", "the same receipts into a table like the log's, by COPY, \(batched) a transaction"),
        ]
        if let brokers = settings.brokers {
            let topic = LogHome.freshTopic(brokers, "produce")
            defer { topic.remove() }
            try topic.open().shutdown()
            guard case .kafka(_, let name) = topic else { return [] }
            for (figure, inFlight) in [("limit-kafka-singly", single), ("limit-kafka-batches", batched)] {
                titles.append(
                    (
                        figure,
                        "the same receipts by librdkafka alone, acks=all, \(inFlight) of them on the way at a time"
                    ))
                contenders.append(
                    .init("librdkafka, \(inFlight) on the way") {
                        try RawKafka.produce(
                            brokers, topic: name, partitions: LogIdentity.defaultPartitions, events, inFlight: inFlight,
                            seconds: seconds)
                    })
            }
            return try figures(contenders, titles)
        }
        settings.skip("librdkafka alone", "--brokers names no servers")
        return try figures(contenders, titles)
    }

    private func figures(_ contenders: [Rounds.Contender], _ titles: [(name: String, title: String)]) throws -> [Figure]
    {
        let samples = try Rounds.interleave(settings.rounds, unit: "receipts/s", contenders, say: settings.say)
        let reference = Figure.Reference(
            "pgbench: one-row prepared inserts of the same bytes, \(PgBench.clients) clients", samples[0])
        return zip(titles, samples.dropFirst()).map { title, samples in
            Figure(title.name, title.title, unit: "receipts/s", samples, beside: reference, group: .limits)
        }
    }
}

/// The tables of the read models that a rebuild is measured with, written once more as they stand.
private struct FinishedRows {
    private let connection: Connection
    /// Beside each schema one of the same tables, which begin empty.
    private let schemas: [String]
    private let tables: [String]
    private let filling: [String]
    private let keys: [String]

    init(_ conninfo: String) throws {
        connection = try Connection(conninfo, applicationName: "davtari bench")
        let serving = Replay.firstModels.map { "\($0)_1" }
        schemas = serving.map { "aside_\($0)" }
        let names = try connection.query(
            """
            SELECT format('%I.%I', n.nspname, c.relname), array_to_string(c.reloptions, ', ')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY(\(serving)) AND c.relkind = 'r' ORDER BY 1
            """
        ).map { (name: try $0.text(0), options: try $0.optionalText(1)) }
        // Without what the live tail has left behind.
        for table in names { try connection.script("VACUUM (FULL, ANALYZE) \(table.name)") }
        tables = names.map {
            "CREATE TABLE aside_\($0.name) (LIKE \($0.name) INCLUDING STORAGE)"
                + ($0.options.map { " WITH (\($0))" } ?? "")
        }
        filling = names.map { "INSERT INTO aside_\($0.name) SELECT * FROM \($0.name)" }
        keys = try connection.query(
            """
            SELECT regexp_replace(indexdef, ' ON ([^ ]+\\.)', ' ON aside_\\1') FROM pg_indexes
            WHERE schemaname = ANY(\(serving)) ORDER BY 1
            """
        ).map { try $0.text(0) }
    }

    /// - Returns: the seconds it took.
    func copy() throws -> Double {
        for schema in schemas {
            try connection.script("DROP SCHEMA IF EXISTS \(schema) CASCADE; CREATE SCHEMA \(schema)")
        }
        for table in tables { try connection.script(table) }
        let began = ContinuousClock.now
        try connection.transaction { for step in filling + keys { try connection.script(step) } }
        return (ContinuousClock.now - began) / .seconds(1)
    }
}

/// Records into a table like the log's, as fast as one connection can be given them.
private enum LogCopy {
    /// - Returns: records a second.
    static func run(_ conninfo: String, _ events: [[UInt8]], by batch: Int, seconds: Double) throws -> Double {
        let connection = try Connection(conninfo, applicationName: "davtari bench")
        try connection.script(
            """
            DROP TABLE IF EXISTS record;
            CREATE TABLE record (
                partition int4 NOT NULL, log_offset int8 NOT NULL, recorded_at int8 NOT NULL, key text NOT NULL,
                bytes bytea NOT NULL, PRIMARY KEY (partition, log_offset));
            ALTER TABLE record ALTER bytes SET STORAGE EXTERNAL;
            """)
        let began = ContinuousClock.now
        var count = 0
        while (ContinuousClock.now - began) / .seconds(1) < seconds {
            _ = try connection.copyIn("record", columns: ["partition", "log_offset", "recorded_at", "key", "bytes"]) {
                for place in count..<count + batch {
                    try $0.row(5)
                    $0.int32(Int32(place % LogIdentity.defaultPartitions))
                    $0.int64(Int64(place))
                    $0.int64(Int64(place))
                    $0.text("store")
                    $0.bytes(events[place % events.count])
                }
            }
            count += batch
        }
        return Double(count) / ((ContinuousClock.now - began) / .seconds(1))
    }
}

/// The door without a client, a socket or a log: what one thread reads of batches, the answer's bytes included.
private enum DoorAlone {
    /// Batches that are there before it begins.
    private static let prepared = 100

    /// Of the door's own time; the batches take as long to prepare.
    private static let seconds = 1.0

    /// - Returns: receipts a second.
    static func run() throws -> Double {
        let intake = Intake(log: TakingLog())
        let author = Principal.import("token:import", stores: [], writers: ["*"])
        var (count, spent, till) = (0, 0.0, 0)
        while spent < seconds {
            let (store, events) = Tills.someEvents(prepared * Posting.batch, till: till)
            till += 1
            let writer = try Event.read(events[0], with: JSONParser()).id.writer
            let bodies = (0..<prepared).map { place in
                var body = Array("[".utf8)
                for event in events[(place * Posting.batch)..<((place + 1) * Posting.batch)] {
                    if body.count > 1 { body.append(UInt8(ascii: ",")) }
                    body.append(contentsOf: event)
                }
                return body + Array("]".utf8)
            }
            let began = ContinuousClock.now
            for body in bodies {
                intake.post(body, form: .batch, to: .store(store), writer: writer, by: author) {
                    precondition($0.httpStatus == 200 && !$0.body(safeThrough: 1).isEmpty)
                }
            }
            spent += (ContinuousClock.now - began) / .seconds(1)
            count += prepared * Posting.batch
        }
        return Double(count) / spent
    }
}
