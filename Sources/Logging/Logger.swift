import Foundation
import Synchronization

/// What this process tells of itself: messages that nobody else can write into, and not without end.
///
/// Requests cause messages while the database is away, and whoever sends them is not known then: so of each subject only so
/// many appear a minute, and what is away is told when it goes and when it is back.
package final class Logger: Sendable {
    private static let messagesAMinute = 10
    /// The same failure of the same work is not told again within this.
    private static let repeatedAfter = Duration.seconds(600)
    private static let probeSeconds = 1.0

    private struct Subject {
        var since: ContinuousClock.Instant
        var told = 0
        var untold = 0
    }

    private struct State {
        var subjects: [String: Subject] = [:]
        /// When the failure of some work was told last, by its text.
        var failures: [String: (text: String, told: ContinuousClock.Instant)] = [:]
        /// When what is away now went.
        var outages: [String: ContinuousClock.Instant] = [:]
        /// What is being looked at, whether it is away.
        var suspected: Set<String> = []
    }

    private let state = Mutex(State())
    private let write: @Sendable (Message) -> Void

    /// - Parameter write: given each message that is to appear, from any thread.
    package init(_ write: @escaping @Sendable (Message) -> Void) { self.write = write }

    package static let silent = Logger { _ in }

    /// Tells of an event, unless of its kind too many came within this minute; how many were left out is told later.
    package func log(
        _ severity: Severity, _ what: String, _ text: String, request: String? = nil,
        at now: ContinuousClock.Instant = .now
    ) {
        let (isTold, untold) = state.withLock { state -> (Bool, Int) in
            var subject = state.subjects[what] ?? Subject(since: now)
            var untold = 0
            if now - subject.since >= .seconds(60) {
                untold = subject.untold
                subject = Subject(since: now)
            }
            let isTold = subject.told < Self.messagesAMinute
            if isTold { subject.told += 1 } else { subject.untold += 1 }
            state.subjects[what] = subject
            return (isTold, untold)
        }
        if untold > 0 { write(Message(severity, what, "\(untold) more like it were not told")) }
        if isTold { write(Message(severity, what, OneLine.of(text), request: request.map { OneLine.of($0) })) }
    }

    /// Tells of work that failed and is tried again and again: the same failure once.
    package func failed(
        _ what: String, _ text: String, _ severity: Severity = .error, at now: ContinuousClock.Instant = .now
    ) {
        let isNew = state.withLock { state in
            if let last = state.failures[what], last.text == text, now - last.told < Self.repeatedAfter { return false }
            state.failures[what] = (text, now)
            return true
        }
        if isNew { log(severity, what, text, at: now) }
    }

    // MARK: Outages

    /// Tells that something is away, if it was not told already. Whoever tells it tells its end.
    package func began(_ what: String, _ text: String, at now: ContinuousClock.Instant = .now) {
        let isNew = state.withLock { state in
            guard state.outages[what] == nil else { return false }
            state.outages[what] = now
            return true
        }
        if isNew { write(Message(.error, what, OneLine.of(text), outage: .began)) }
    }

    /// Tells that it is back, if it was told to be away.
    package func ended(_ what: String, at now: ContinuousClock.Instant = .now) {
        guard let since = state.withLock({ $0.outages.removeValue(forKey: what) }) else { return }
        write(Message(.notice, what, Outages.back(after: now - since), outage: .over))
    }

    /// Looks whether something is away of which there is a sign, and tells of it until it is back; or of the sign, where it was
    /// nothing more, as a connection that the other end closed.
    ///
    /// - Parameters:
    ///   - isThere: asked on a thread of its own, and may take its time.
    package func away(
        _ what: String, _ sign: String, else severity: Severity = .notice, until isThere: @escaping @Sendable () -> Bool
    ) {
        guard state.withLock({ $0.suspected.insert(what).inserted }) else { return }
        let thread = Thread { [weak self] in
            if isThere() {
                self?.failed(what, sign, severity)
            } else {
                self?.began(what, sign)
                while self != nil, !isThere() { Thread.sleep(forTimeInterval: Self.probeSeconds) }
                self?.ended(what)
            }
            self?.state.withLock { _ = $0.suspected.remove(what) }
        }
        thread.name = "away: \(what)"
        thread.start()
    }
}
