import Dispatch
import Glibc

/// A thread that does one small thing over and over until it is stopped, which it hears while it pauses too.
package final class Heartbeat: Sendable {
    private let isStopped = DispatchSemaphore(value: 0)
    private let hasEnded = DispatchSemaphore(value: 0)

    package init(everySeconds interval: Double, beat: @escaping @Sendable () -> Void) {
        let (isStopped, hasEnded) = (isStopped, hasEnded)
        Heartbeat.startThread {
            while isStopped.wait(timeout: .now() + interval) == .timedOut { beat() }
            hasEnded.signal()
        }
    }

    /// Returns when no beat is under way and none will be.
    package func stop() {
        isStopped.signal()
        hasEnded.wait()
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// A detached thread that does one thing to its end.
    static func startThread(_ run: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let body = Unmanaged.passRetained(Body(run)).toOpaque()
        let result = pthread_create(
            &thread, nil,
            { body in
                if let body { Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run() }
                return nil
            }, body)
        precondition(result == 0, "no thread can be made")
        pthread_detach(thread)
    }
}
