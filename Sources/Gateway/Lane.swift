import Concurrency
import Foundation

/// Threads for one kind of work, fairly shared: of one caller only so much is at work and waits at once, so that the others are
/// not kept waiting.
final class Lane: @unchecked Sendable {
    enum Admission: Equatable {
        case admitted
        /// This caller has as much waiting as it may.
        case tooManyOfCaller
        /// All callers together have.
        case full
    }

    struct Limits {
        var threads: Int
        /// At work at once, of one caller.
        var running: Int
        /// Of one caller, waiting.
        var waiting: Int
        /// Of all, waiting.
        var waitingInAll: Int
    }

    private struct Job {
        let caller: String
        let since: ContinuousClock.Instant
        let run: @Sendable (_ isLate: Bool) -> Void
    }

    // @unchecked: everything below is read and written under `condition`.
    private let condition = Condition()
    private var jobs: [Job] = []
    private var running: [String: Int] = [:]
    private var waiting: [String: Int] = [:]
    private var threads = 0
    private var idle = 0
    private var isClosed = false

    private let name: String
    private let limits: Limits
    /// Who has waited so long is told so instead: its caller has hardly the patience for an answer.
    private static let patience = Duration.seconds(15)

    init(_ name: String, _ limits: Limits) { (self.name, self.limits) = (name, limits) }

    /// - Parameter job: runs on one of the lane's threads; it is told when it has waited too long to be worth the work.
    func run(_ caller: String, _ job: @escaping @Sendable (_ isLate: Bool) -> Void) -> Admission {
        condition.withLock {
            guard !isClosed, jobs.count < limits.waitingInAll else { return .full }
            guard waiting[caller, default: 0] < limits.waiting else { return .tooManyOfCaller }
            waiting[caller, default: 0] += 1
            jobs.append(Job(caller: caller, since: .now, run: job))
            if jobs.count > idle, threads < limits.threads { addThread() } else { condition.signal() }
            return .admitted
        }
    }

    private func addThread() {
        threads += 1
        let thread = Thread { [self] in work() }
        thread.name = "\(name) \(threads)"
        thread.stackSize = 2 << 20
        thread.start()
    }

    private func work() {
        while let job = next() {
            job.run(ContinuousClock.now - job.since > Self.patience)
            condition.withLock {
                running[job.caller, default: 1] -= 1
                if running[job.caller] == 0 { running[job.caller] = nil }
                // A job of this caller may have waited for it.
                condition.broadcast()
            }
        }
        condition.withLock {
            threads -= 1
            condition.broadcast()
        }
    }

    private func next() -> Job? {
        condition.withLock {
            while true {
                if let place = jobs.firstIndex(where: { running[$0.caller, default: 0] < limits.running }) {
                    let job = jobs.remove(at: place)
                    running[job.caller, default: 0] += 1
                    waiting[job.caller, default: 1] -= 1
                    if waiting[job.caller] == 0 { waiting[job.caller] = nil }
                    return job
                }
                if isClosed, jobs.isEmpty { return nil }
                idle += 1
                condition.wait()
                idle -= 1
            }
        }
    }

    /// Finishes what waits, then ends.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
            while threads > 0 { condition.wait() }
        }
    }
}
