import Foundation
import Synchronization

/// Waits for the read models to see what is in the log, and shows how far they are.
enum DemoFolds {
    /// Folding a whole demo takes well below this.
    static let longestSeconds = 600.0
    private static let stepSeconds = 0.5

    /// False when they are not there in time.
    static func wait(_ asker: Asker, _ stop: StopRequest, limitSeconds: Double = longestSeconds) throws(CommandFailure)
        -> Bool
    {
        let start = ContinuousClock.now
        let first = try asker.status().behind
        guard first > 0 else { return true }
        let lag = Lag(first)
        let report = ProgressReport { lag.state(since: start) }
        defer { report.finish() }
        while ContinuousClock.now - start < .seconds(limitSeconds) {
            guard stop.sleep(seconds: stepSeconds) else {
                throw CommandFailure("stopped while the read models caught up")
            }
            let left = try asker.status().behind
            lag.set(left)
            if left == 0 { return true }
        }
        return false
    }
}

/// How many events the slowest read model has before it; asked by the thread that shows it.
private final class Lag: Sendable {
    private let first: Int64
    private let left: Mutex<Int64>

    init(_ first: Int64) {
        self.first = first
        left = Mutex(first)
    }

    func set(_ left: Int64) { self.left.withLock { $0 = left } }

    func state(since start: ContinuousClock.Instant) -> ProgressReport.State {
        let left = left.withLock { $0 }
        let done = Double(first - left)
        return .init(
            fraction: max(0, done / Double(first)),
            text: "the read models have \(Console.grouped(left)) events to go",
            secondsLeft: done > 0 ? (ContinuousClock.now - start) / .seconds(1) * Double(left) / done : nil)
    }
}
