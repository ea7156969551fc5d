import Foundation
import HTTP
import Synchronization

/// From the till's answer to the receipt being found by a query, while tills post at half of what the door can take; and at
/// less, to tell up to where the worker keeps pace.
struct Seeing {
    static let names = TillsLog.suffixes.flatMap { log in rates.flatMap { names($0, log) } + ["limit-visible\(log)"] }

    private struct Rate {
        /// Of what the door can take.
        var share: Double
        var words: String
        var suffix = ""
        var hasGoal: Bool { suffix.isEmpty }
    }

    private static let rates = [
        Rate(share: 0.5, words: "half"), Rate(share: 0.25, words: "a quarter", suffix: "-quarter"),
        Rate(share: 0.1, words: "a tenth", suffix: "-tenth"),
    ]

    private static func names(_ rate: Rate, _ log: String) -> [String] {
        ["visible-p50", "visible-p99"].map { "\($0)\(rate.suffix)\(log)" }
    }

    /// A receipt that is not found by then counts as so late.
    private static let patienceSeconds = 10.0
    private static let pollSeconds = 0.01

    let context: Context
    private var settings: BenchSettings { context.settings }

    func run() throws -> [Figure] {
        try TillsLog.all(settings, measuring: "visibility").flatMap { log in
            let site = try TradingSite(settings, kafka: log.brokers)
            let limit = try PostingLimit.of(settings, kafka: log.brokers)
            let figures = try Self.rates.flatMap { try self.figures(site, limit * $0.share, $0, log) }
            return figures + [try needs(limit * Self.rates[0].share, log)]
        }
    }

    /// What posting at half of the limit takes of the processors, and what folding as much does, each by itself and in full
    /// batches: what is left of the processors is what a fact can be seen soon by.
    private func needs(_ perSecond: Double, _ log: TillsLog) throws -> Figure {
        let site = try TradingSite(settings, kafka: log.brokers, folds: false)
        var (sums, posting, folding) = (Samples(), Samples(), Samples())
        for _ in 0..<settings.rounds {
            let (_, busy) = try Processors.busy {
                try site.tills().post(seconds: Double(settings.seconds), rate: perSecond)
            }
            guard let busy, let foldingSeconds = try site.catchUp() else { continue }
            let (posted, folded) = (busy * 100, foldingSeconds * perSecond * 100)
            posting.values.append(posted)
            folding.values.append(folded)
            sums.values.append(posted + folded)
        }
        return Figure(
            "limit-visible\(log.suffix)",
            "what \(Self.rates[0].words) of the posting limit takes of the processors, posting without a worker and a worker without posting added up, \(log.words)",
            unit: "%", sums, group: .limits,
            notes: [
                "\(Number.text(perSecond)) receipts/s: posting \(Number.text(posting.median)) %, and folding them in full batches \(Number.text(folding.median)) %."
            ])
    }

    private func figures(_ site: TradingSite, _ perSecond: Double, _ rate: Rate, _ log: TillsLog) throws -> [Figure] {
        var (p50, p99, folded) = (Samples(), Samples(), Samples())
        var busy: [Double] = []
        for round in 1...settings.rounds {
            let (seen, share) = try Processors.busy { try watch(site, rate: perSecond, &folded) }
            if let share { busy.append(share) }
            p50.values.append(seen.percentile(50))
            p99.values.append(seen.percentile(99))
            settings.say(
                "round \(round) of \(settings.rounds): \(seen.values.count) receipts looked for, p50 \(Number.text(seen.percentile(50))) ms, p99 \(Number.text(seen.percentile(99))) ms, folded meanwhile \(Number.text(folded.values.last!)) of \(Number.text(perSecond)) receipts/s"
            )
            try site.settle()
        }
        if !busy.isEmpty { p50.busy = busy }
        let title =
            "from the till's answer to being found by a query, at \(rate.words) of the posting limit, \(log.words)"
        let note =
            "\(Number.text(perSecond)) receipts/s of \(Tills.linesPerReceipt) lines, \(rate.words) of what was posted without folding, of which the worker folds \(Number.text(folded.median)) a second meanwhile; one reader asks for one receipt after the other, every \(Int(Self.pollSeconds * 1000)) ms until it is there."
        let names = Self.names(rate, log.suffix)
        return [
            Figure(
                names[0], "\(title), p50", unit: "ms", p50, goal: rate.hasGoal ? .atMost(50) : nil, group: .seeing,
                notes: [note]),
            Figure(
                names[1], "\(title), p99", unit: "ms", p99, goal: rate.hasGoal ? .atMost(250) : nil, group: .seeing),
        ]
    }

    /// - Parameter folded: told how many receipts a second were folded while the tills posted.
    private func watch(_ site: TradingSite, rate: Double, _ folded: inout Samples) throws -> Samples {
        let watcher = Watcher(site.subject)
        let tills = site.tills()
        let seconds = Double(settings.seconds)
        let before = try site.folded()
        _ = try tills.post(seconds: seconds, rate: rate) { till, time in
            watcher.offer(tills.lastReceipt(of: till).id, time)
        }
        folded.values.append(Double(before.distance(to: try site.folded())) / seconds)
        return try watcher.finish()
    }

    /// Asks for one receipt at a time, on a thread of its own.
    private final class Watcher: @unchecked Sendable {
        // @unchecked: the samples are the thread's own until it has finished; the rest is under a lock.
        private struct State {
            var wanted: (id: String, time: Double)?
            var isClosing = false
        }

        private let state = Mutex(State())
        private let finished = DispatchSemaphore(value: 0)
        private var samples = Samples()
        private var failure: (any Error)?

        init(_ subject: Subject) {
            let client = subject.client()
            nonisolated(unsafe) let own = client
            let thread = Thread { [self] in
                do { while let (id, time) = next() { try look(own, id, time) } } catch { failure = error }
                finished.signal()
            }
            thread.name = "watcher"
            thread.start()
        }

        /// Takes a receipt when it has none to look for.
        func offer(_ id: String, _ time: Double) {
            state.withLock { if $0.wanted == nil { $0.wanted = (id, time) } }
        }

        private func next() -> (id: String, time: Double)? {
            while true {
                let (wanted, isClosing) = state.withLock { ($0.wanted, $0.isClosing) }
                if isClosing { return nil }
                if let wanted { return wanted }
                Thread.sleep(forTimeInterval: 0.001)
            }
        }

        private func look(_ client: Client, _ id: String, _ time: Double) throws {
            while true {
                let status = try client.send("GET", "/v1/receipts/\(id)").status
                let waited = TillConnections.now() - time
                if status == 200 || waited > Seeing.patienceSeconds {
                    samples.values.append(waited * 1000)
                    return state.withLock { $0.wanted = nil }
                }
                guard status == 404 else { throw BenchError("asked for \(id), answered \(status)") }
                Thread.sleep(forTimeInterval: Seeing.pollSeconds)
            }
        }

        func finish() throws -> Samples {
            state.withLock { $0.isClosing = true }
            finished.wait()
            if let failure { throw failure }
            return samples
        }
    }
}
