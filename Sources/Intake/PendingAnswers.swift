import Foundation
import Synchronization

/// Sees to it that whoever posts waits no longer for the log than its patience, whatever keeps the log.
///
/// What the log has not answered in time is answered here, with "come back"; it may be written all the same, and a repeat is
/// known then. While the oldest append of a partition is overdue no other is begun there: each would be one more copy of what
/// tills send again, in a queue of a log that takes nothing. Once the log has made up its mind about it, the next one tries.
final class PendingAnswers: Sendable {
    /// How late an overdue answer is at most.
    private static let tickMilliseconds = 100

    /// Oldest first; what is settled is dropped from the front.
    private struct Line {
        var answers: [PendingAnswer] = []
        var first = 0

        mutating func dropSettled() {
            while first < answers.count, answers[first].isSettled { first += 1 }
            guard first == answers.count || first > 1_000 else { return }
            answers.removeFirst(first)
            first = 0
        }

        var oldest: PendingAnswer? { first < answers.count ? answers[first] : nil }
        var waiting: ArraySlice<PendingAnswer> { answers[first...] }
    }

    private let lines: Mutex<[Line]>
    private let patience: Duration
    private let late: @Sendable () -> Outcome
    private let isEnded = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - patience: the longest that an answer takes.
    ///   - late: what is answered then.
    init(partitions: Int, patience: Duration, late: @escaping @Sendable () -> Outcome) {
        lines = Mutex(Array(repeating: Line(), count: partitions))
        self.patience = patience - .milliseconds(Self.tickMilliseconds)
        self.late = late
        let thread = Thread { [weak self, isEnded] in
            while isEnded.wait(timeout: .now() + .milliseconds(Self.tickMilliseconds)) == .timedOut {
                self?.answerLate()
            }
        }
        thread.name = "intake patience"
        thread.start()
    }

    deinit { isEnded.signal() }

    /// An answer to come, for who has just posted; nil where it was given already, as the log is silent.
    func begin(_ partition: Int, _ done: @escaping @Sendable (Outcome) -> Void) -> PendingAnswer? {
        let now = ContinuousClock.now
        let pending = lines.withLock { lines -> PendingAnswer? in
            lines[partition].dropSettled()
            if let oldest = lines[partition].oldest, oldest.since + patience <= now { return nil }
            let pending = PendingAnswer(since: now, done)
            lines[partition].answers.append(pending)
            return pending
        }
        if pending == nil { done(late()) }
        return pending
    }

    private func answerLate() {
        let now = ContinuousClock.now
        let overdue = lines.withLock { lines in
            lines.indices.flatMap { partition in
                lines[partition].dropSettled()
                return lines[partition].waiting.prefix { $0.since + patience <= now }.filter { !$0.isTold }
            }
        }
        if overdue.isEmpty { return }
        let outcome = late()
        for answer in overdue { answer.tell(outcome) }
    }
}

/// One answer, told once: by the log, or by its being late.
final class PendingAnswer: Sendable {
    let since: ContinuousClock.Instant
    private let done: Mutex<(@Sendable (Outcome) -> Void)?>
    private let settled = Atomic(false)

    fileprivate init(since: ContinuousClock.Instant, _ done: @escaping @Sendable (Outcome) -> Void) {
        self.since = since
        self.done = Mutex(done)
    }

    /// The log has answered.
    var isSettled: Bool { settled.load(ordering: .acquiring) }
    fileprivate var isTold: Bool { done.withLock { $0 == nil } }

    func settle(_ outcome: Outcome) {
        settled.store(true, ordering: .releasing)
        tell(outcome)
    }

    fileprivate func tell(_ outcome: Outcome) {
        let done = done.withLock { done in
            defer { done = nil }
            return done
        }
        done?(outcome)
    }
}
