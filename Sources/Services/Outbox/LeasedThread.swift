import Dispatch
import Foundation
import Log
import Logging
import Postgres
import Synchronization

/// A loop on a thread of its own that does a leased job until told to stop, and begins again after any trouble.
final class LeasedThread: @unchecked Sendable {
    /// Between a failure, or a look at another's lease, and the next try.
    static let usualRestSeconds = 0.5

    private let name: String
    private let conninfo: String
    private let owner: String
    private let restSeconds: Double
    private let logger: Logger
    private let footing: Footing
    // @unchecked: the rest is atomic, or the thread's own.
    private let isStopping = Atomic(false)
    private let hasStarted = Atomic(false)
    private let finished = DispatchSemaphore(value: 0)

    init(
        _ name: String, _ conninfo: String, _ log: any EventLog, owner: String,
        restSeconds: Double = LeasedThread.usualRestSeconds, logger: Logger
    ) {
        (self.name, self.conninfo, self.owner) = (name, conninfo, owner)
        (self.restSeconds, self.logger, footing) = (restSeconds, logger, Footing(conninfo, log))
    }

    var goesOn: Bool { !isStopping.load(ordering: .acquiring) }

    /// - Parameter job: does the work while it holds the lease; returns when `goesOn` no longer holds.
    func start(_ job: @escaping @Sendable (Connection, Lease) throws -> Void) {
        hasStarted.store(true, ordering: .releasing)
        let thread = Thread { [self] in
            while goesOn { hold(job) }
            finished.signal()
        }
        thread.name = name
        thread.stackSize = 4 << 20
        thread.start()
    }

    private func hold(_ job: (Connection, Lease) throws -> Void) {
        do {
            let connection = try Connection(conninfo, applicationName: "davtari \(name)")
            guard let lease = try Lease.claim(name, owner: owner, connection) else {
                return rest()
            }
            defer { if connection.isUsable, !connection.isInTransaction { try? lease.release() } }
            try job(connection, lease)
        } catch {
            guard goesOn else { return }
            logger.trouble(name, error, footing)
            Lease.note(error, for: name, conninfo)
            rest()
        }
    }

    /// In short sleeps, so that a stop is heard.
    private func rest() {
        let end = ContinuousClock.now + .seconds(restSeconds)
        while goesOn, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.02) }
    }

    func askToStop() { isStopping.store(true, ordering: .releasing) }

    func stop() {
        askToStop()
        if hasStarted.exchange(false, ordering: .acquiringAndReleasing) { finished.wait() }
    }
}
