/// State under a lock, with a wait for it to change. `Synchronization.Mutex` has no condition to wait on.
///
/// `@unchecked Sendable`: the state is touched only while the lock is held.
package final class Monitor<State>: @unchecked Sendable {
    private var state: State
    private let condition = Condition()

    package init(_ state: State) { self.state = state }

    /// Changes the state and wakes everyone who waits for that.
    package func change<R>(_ body: (inout State) -> R) -> R {
        condition.withLock {
            defer { condition.broadcast() }
            return body(&state)
        }
    }

    /// Tries `body` now and after every change until it returns a value; nil once the time is over.
    package func wait<R>(milliseconds: Int, for body: (inout State) -> R?) -> R? {
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        return condition.withLock {
            while true {
                if let value = body(&state) { return value }
                if !condition.wait(until: deadline) { return body(&state) }
            }
        }
    }
}
