import Concurrency
import Foundation
import Postgres

/// Keeps the leases of a worker that lives while it folds. A batch may take longer than a lease, on a slow machine or with a great
/// many costs to carry: another worker would end it in the middle, begin the same, and be ended too.
///
/// They are kept by a thread and a connection of their own, as long as the worker gets on. When its process dies they run out.
final class LeaseKeeper: @unchecked Sendable {
    // @unchecked: `isClosed`, `hasEnded` and `gotOn` are read and written under `condition`; the connection is the thread's own.
    private static let interval = Duration.seconds(2)
    /// Who has not finished a batch for so long stands still, and another worker may try.
    private static let patience = Duration.seconds(600)

    /// What a lease is known by.
    struct Lease {
        var name: String
        var version: Int
        var epoch: Int64
    }

    private let condition = Condition()
    private var isClosed = false
    private var hasEnded = false
    private var gotOn = ContinuousClock.now
    private var connection: Connection?
    private let conninfo: String
    private let leases: [Lease]

    init(_ conninfo: String, _ leases: [Lease]) {
        (self.conninfo, self.leases) = (conninfo, leases)
        let thread = Thread { [self] in work() }
        thread.name = "projections leases"
        thread.start()
    }

    /// The worker has finished a batch, or found nothing to do.
    func getOn() { condition.withLock { gotOn = .now } }

    /// Returns when nothing is renewed any more.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
            while !hasEnded { condition.wait() }
        }
    }

    private func work() {
        while rest() {
            // Without the database there is no lease to keep; whoever folds says that it is away.
            do { try renew() } catch { connection = nil }
        }
        condition.withLock {
            hasEnded = true
            condition.broadcast()
        }
    }

    /// False once it is to end.
    private func rest() -> Bool {
        condition.withLock {
            repeat {
                let until = ContinuousClock.now + Self.interval
                while !isClosed, condition.wait(until: until) {}
            } while !isClosed && .now - gotOn > Self.patience
            return !isClosed
        }
    }

    /// Of those that have not run out. One whose row is locked is being committed, which renews it.
    private func renew() throws {
        let connection = try self.connection ?? Connection(conninfo, applicationName: "davtari leases")
        self.connection = connection
        try connection.execute(
            """
            UPDATE davtari.read_model m SET lease_until = clock_timestamp() + make_interval(secs => \(Int32(Owner.leaseSeconds)))
            FROM (SELECT r.name, r.version FROM davtari.read_model r
                JOIN unnest(\(leases.map(\.name))::text[], \(leases.map { Int32($0.version) })::int4[],
                    \(leases.map(\.epoch))::int8[]) AS l(name, version, epoch)
                    ON r.name = l.name AND r.version = l.version AND r.epoch = l.epoch
                WHERE r.lease_until > clock_timestamp() FOR UPDATE OF r SKIP LOCKED) k
            WHERE m.name = k.name AND m.version = k.version
            """)
    }
}
