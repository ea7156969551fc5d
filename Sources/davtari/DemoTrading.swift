import Events
import Foundation
import Simulation

/// Trading that goes on at real time: each receipt is posted when its till would post it.
struct DemoTrading {
    let chain: SimulatedChain
    let posting: DemoPosting
    let stop: StopRequest

    /// Trades behind `start` until told to stop, or until it cannot go on. What a machine that was off has missed is made
    /// up for as the shops' days go, whatever the pace from now on.
    ///
    /// - Parameter numbers: each writer's last number.
    func run(from start: Instant, after numbers: [String: Int64], pace: Trading.Pace) {
        let now = Instant.now
        var numbers = numbers
        for fact in chain.trading(from: start, after: numbers).prefix(while: { $0.occurredAt < now }) {
            guard posting.send(fact) else { return }
            numbers[fact.writer] = fact.id.sequence
        }
        for fact in chain.trading(from: max(start, now), after: numbers, pace: pace) {
            guard waitUntil(fact.occurredAt), posting.send(fact) else { return }
        }
    }

    /// In steps, so that a clock that is set or a machine that slept does not leave the shops closed.
    private func waitUntil(_ time: Instant) -> Bool {
        while posting.failure == nil {
            let milliseconds = time.milliseconds - Instant.now.milliseconds
            if milliseconds <= 0 { return !stop.isAsked }
            guard stop.sleep(seconds: min(Double(milliseconds) / 1_000, Self.stepSeconds)) else { return false }
        }
        return false
    }

    private static let stepSeconds = 1.0
}
