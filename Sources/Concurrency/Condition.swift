internal import Glibc

/// A lock, and a wait for what it guards to change (POSIX's condition variable).
///
/// It differs from Foundation's `NSCondition` in two things. Waits are measured by the monotonic clock, so that none grows or
/// shrinks when somebody sets the wall clock. And a wait without an end looks again now and then: glibc before 2.41 may lose a
/// wake-up (sourceware's bug 25847), and a thread that folds the log must not sleep for ever because of one.
///
/// `@unchecked Sendable`: what it wraps is made to be used by many threads.
package final class Condition: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// The longest that a lost wake-up costs. To look four times a second takes nothing that could be measured.
    private static let looking = Duration.milliseconds(250)

    package init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    package func lock() { pthread_mutex_lock(mutex) }
    package func unlock() { pthread_mutex_unlock(mutex) }

    package func withLock<R>(_ body: () throws -> R) rethrows -> R {
        lock()
        defer { unlock() }
        return try body()
    }

    /// Wakes one of those who wait.
    package func signal() { pthread_cond_signal(changed) }
    /// Wakes all of them.
    package func broadcast() { pthread_cond_broadcast(changed) }

    /// Lets go of the lock and waits; returns with the lock. It also returns when nothing has changed, so what is waited for is
    /// looked at in a loop.
    package func wait() { sleep(Self.looking) }

    /// The same, no longer than until `deadline`.
    ///
    /// - Returns: false once that has passed.
    package func wait(until deadline: ContinuousClock.Instant) -> Bool {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return false }
        return sleep(left)
    }

    /// False when it was slept to the end.
    @discardableResult private func sleep(_ duration: Duration) -> Bool {
        let (seconds, attoseconds) = duration.components
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let nanoseconds = time.tv_nsec + Int(attoseconds / 1_000_000_000)
        time.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
        time.tv_nsec = nanoseconds % 1_000_000_000
        return pthread_cond_timedwait(changed, mutex, &time) != ETIMEDOUT
    }
}
