import Concurrency
import Foundation
import Supervision

/// Asks something that may be away, or hang, for any number of callers who wait no longer than they like.
///
/// One thread asks, one asking at a time, and only while somebody wants to know: who comes while it asks is told of the next
/// asking, which began after they came. An asking that hangs keeps that thread and nobody else.
final class Probe<Value: Sendable>: @unchecked Sendable {
    // @unchecked: everything below is read and written under `condition`.
    private let condition = Condition()
    private var wanted = 0
    private var begun = 0
    private var finished = 0
    private var beganAt = ContinuousClock.now
    private var last: Result<Value, Away>?
    private var isClosed = false
    private var awaySince: Int64?

    private let name: String
    private let ask: @Sendable () throws -> Value

    /// - Parameter name: of what is asked, as people call it.
    init(_ name: String, ask: @escaping @Sendable () throws -> Value) {
        (self.name, self.ask) = (name, ask)
        let thread = Thread { [self] in work() }
        thread.name = "probe \(name)"
        thread.start()
    }

    /// Has it asked; the number of the asking, for `answer`.
    func begin() -> Int {
        condition.withLock {
            let number = begun + 1
            wanted = max(wanted, number)
            condition.broadcast()
            return number
        }
    }

    /// What that asking came to. Blocks until `deadline` at most.
    func answer(_ number: Int, until deadline: ContinuousClock.Instant) -> Result<Value, Away> {
        condition.withLock {
            while finished < number, !isClosed, condition.wait(until: deadline) {}
            if finished >= number, let last { return last }
            // Why it failed the last time says more than that it is late.
            if case .failure(let away) = last { return .failure(away) }
            let late = (ContinuousClock.now - beganAt) / .seconds(1)
            return .failure(note("it has not answered for \(Int(max(1, late.rounded()))) s"))
        }
    }

    /// Does not wait for an asking that hangs.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }

    private func note(_ reason: String) -> Away {
        let since = awaySince ?? Troubles.milliseconds()
        awaySince = since
        return Away(what: name, reason: reason, since: since)
    }

    private func work() {
        while begin(next: ()) {
            let result = Result { try ask() }
            condition.withLock {
                finished = begun
                switch result {
                case .success(let value):
                    awaySince = nil
                    last = .success(value)
                case .failure(let error): last = .failure(note("\(error)"))
                }
                condition.broadcast()
            }
        }
    }

    private func begin(next: Void) -> Bool {
        condition.withLock {
            while wanted <= finished, !isClosed { condition.wait() }
            if isClosed { return false }
            begun += 1
            beganAt = .now
            return true
        }
    }
}

/// Something that this process needs and cannot reach.
struct Away: Error, Equatable {
    var what: String
    var reason: String
    /// When it was first seen to be away; milliseconds since 1970.
    var since: Int64
}
