import Foundation
import HTTP
import Synchronization

/// From the till's answer to the receipt being found by a query, while tills post at half of what the door can take.
struct Seeing {
    static let names = ["visible-p50", "visible-p99"]
    /// A receipt that is not found by then counts as so late.
    private static let patienceSeconds = 10.0
    private static let pollSeconds = 0.003

    let context: Context

    func run() throws -> [Figure] {
        let settings = context.settings
        let site = try TradingSite(settings, folds: true)
        let limit = try PostingLimit.of(settings)
        var (p50, p99) = (Samples(), Samples())
        for round in 1...settings.rounds {
            let seen = try watch(site, rate: limit / 2)
            p50.values.append(seen.percentile(50))
            p99.values.append(seen.percentile(99))
            settings.say(
                "round \(round) of \(settings.rounds): \(seen.values.count) receipts looked for, p50 \(Number.text(seen.percentile(50))) ms, p99 \(Number.text(seen.percentile(99))) ms"
            )
            try site.settle()
        }
        let notes = [
            "\(Number.text(limit / 2)) receipts/s of \(Tills.linesPerReceipt) lines, half of what was posted without folding; one reader asks for one receipt after the other, every \(Int(Self.pollSeconds * 1000)) ms until it is there."
        ]
        return [
            Figure(
                "visible-p50", "from the till's answer to being found by a query, p50", unit: "ms", p50,
                goal: .atMost(50), group: .seeing, notes: notes),
            Figure(
                "visible-p99", "from the till's answer to being found by a query, p99", unit: "ms", p99,
                goal: .atMost(250), group: .seeing),
        ]
    }

    private func watch(_ site: TradingSite, rate: Double) throws -> Samples {
        let watcher = Watcher(site.subject)
        let tills = site.tills()
        _ = try tills.post(seconds: Double(context.settings.seconds), rate: rate) { till, time in
            watcher.offer(tills.lastReceipt(of: till).id, time)
        }
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
