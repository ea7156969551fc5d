import Events
import Foundation
import Log
import Simulation
import Synchronization

/// Loads the chain's days up to now, through the tills' own door.
struct DemoLoad {
    let chain: SimulatedChain
    let posting: DemoPosting
    /// Each writer's greatest number that the log has already; what a load that was broken off left.
    let known: [String: Int64]
    let people: DemoPeople

    /// Each writer's last number, once everything is answered; nil when it was cut short.
    func run() throws -> [String: Int64]? {
        let progress = DemoProgress(days: chain.plan.days, posting.answered)
        let report = ProgressReport { progress.state }
        defer { report.finish() }
        var last: [String: Int64] = [:]
        var sent = 0
        guard send(try people.opening(of: chain), &last, &sent),
            posting.send(DemoCurl.registration(in: chain), to: .chain, writer: DemoCurl.officeWriter),
            send(try people.naming(of: chain), &last, &sent),
            // Shops, tills and products stand in the log before anything is sold.
            posting.drain()
        else { return nil }
        for day in chain.days() {
            guard send(byWriter(day.facts), &last, &sent) else { return nil }
            // A number that a till has given out is not given out again, though the log has not heard of it.
            last.merge(day.withheld.lastNumbers) { max($0, $1) }
            progress.dayIsSent(events: sent)
        }
        return posting.drain() ? last : nil
    }

    private func send(_ facts: [SimulatedFact], _ last: inout [String: Int64], _ sent: inout Int) -> Bool {
        for fact in facts {
            last[fact.writer] = max(last[fact.writer] ?? 0, fact.id.sequence)
            if fact.id.sequence <= known[fact.writer] ?? 0 { continue }
            guard posting.send(fact) else { return false }
            sent += 1
        }
        return true
    }

    /// A day's facts, each shop's office first and then one till after the other: what tills that were offline for a day
    /// would send, in requests that are worth their while.
    private func byWriter(_ facts: [SimulatedFact]) -> [SimulatedFact] {
        let books = Dictionary(grouping: facts, by: \.writer)
        return chain.writers.flatMap { books[$0.writer] ?? [] }
    }
}

/// How many days the log has; asked by the thread that shows it.
private final class DemoProgress: Sendable {
    private let days: Int
    /// How many events were sent when each day was: the day is there once as many are answered.
    private let ends = Mutex<[Int]>([])
    private let started = Date()
    private let answered: @Sendable () -> DemoPosting.Counts

    init(days: Int, _ answered: @escaping @Sendable () -> DemoPosting.Counts) {
        (self.days, self.answered) = (days, answered)
    }

    func dayIsSent(events: Int) { ends.withLock { $0.append(events) } }

    var state: ProgressReport.State {
        let (count, seconds) = (answered().answered, Date().timeIntervalSince(started))
        let day = ends.withLock { ends in ends.count { $0 <= count } }
        let fraction = Double(day) / Double(days)
        return .init(
            fraction: fraction,
            text:
                "day \(day) of \(days), \(Console.grouped(count)) events, \(Console.rate(count, in: seconds)) events/s",
            secondsLeft: day > 0 ? seconds * (1 - fraction) / fraction : nil)
    }
}
