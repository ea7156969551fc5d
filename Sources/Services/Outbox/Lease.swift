import Postgres

/// A job that one process does at a time, kept by its row in Postgres.
///
/// Claiming raises the epoch and ends the backend of an owner whose time ran out, which may still hang in a
/// transaction. Whatever the owner writes goes together with `fence`, which touches no row once another has claimed.
final class Lease {
    static let seconds: Int32 = 10
    /// An idle owner writes so often, and no oftener: each time is a commit.
    private static let keepEvery = Duration.seconds(2)

    let name: String
    private let connection: Connection
    private let epoch: Int64
    private var kept = ContinuousClock.now

    private init(_ name: String, _ connection: Connection, epoch: Int64) {
        (self.name, self.connection, self.epoch) = (name, connection, epoch)
    }

    /// Takes the lease; nil while another holds it. An owner that has died and begins again has its own.
    static func claim(_ name: String, owner: String, _ connection: Connection) throws -> Lease? {
        try connection.transaction {
            try connection.execute("INSERT INTO davtari.lease (name) VALUES (\(name)) ON CONFLICT DO NOTHING")
            let row = try connection.query(
                """
                SELECT epoch, backend_pid, backend_start::text,
                    until IS NULL OR until < clock_timestamp() OR owner = \(owner)
                FROM davtari.lease WHERE name = \(name) FOR UPDATE
                """
            ).first
            guard let row, try row.bool(3) else { return nil }
            if let pid = try row.optionalInt(1), let start = try row.optionalText(2), pid != connection.backendPID {
                try connection.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE pid = \(Int32(pid)) AND backend_start = \(start)::timestamptz
                    """)
            }
            let epoch = try row.int64(0) + 1
            try connection.execute(
                """
                UPDATE davtari.lease SET epoch = \(epoch), owner = \(owner), backend_pid = pg_backend_pid(),
                    backend_start = (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()),
                    until = clock_timestamp() + make_interval(secs => \(seconds)), last_error = NULL
                WHERE name = \(name)
                """)
            return Lease(name, connection, epoch: epoch)
        }
    }

    /// Keeps the lease; inside a transaction, ties its commit to still holding it.
    func fence() throws {
        let fenced = try connection.prepared(
            "lease_fence",
            """
            UPDATE davtari.lease SET until = clock_timestamp() + make_interval(secs => $1)
            WHERE name = $2 AND epoch = $3
            """, [Bind(Self.seconds), Bind(name), Bind(epoch)])
        guard fenced.affected == 1 else { throw OfficeError.leaseLost(name) }
        kept = .now
    }

    /// Keeps the lease while there is nothing to do; true when it was time to.
    @discardableResult
    func keep() throws -> Bool {
        guard ContinuousClock.now - kept > Self.keepEvery else { return false }
        try fence()
        return true
    }

    /// Lets another begin at once.
    func release() throws {
        try connection.execute(
            """
            UPDATE davtari.lease SET until = NULL, owner = NULL, backend_pid = NULL
            WHERE name = \(name) AND epoch = \(epoch)
            """)
    }

    /// Notes what went wrong where people can see it.
    static func note(_ error: any Error, for name: String, _ conninfo: String) {
        guard let connection = try? Connection(conninfo, applicationName: "davtari \(name)") else { return }
        _ = try? connection.execute("UPDATE davtari.lease SET last_error = \("\(error)") WHERE name = \(name)")
    }
}

/// What stops commands from being decided or carried on; nothing that the caller did.
package enum OfficeError: Error, CustomStringConvertible {
    /// It is not known yet whether the log is ahead of this database, so nothing is decided.
    case notReady
    /// It is not known yet who was erased since this database was saved, so nobody is opened.
    case peopleNotReady
    /// Something has to be done before this database decides again: what, and why.
    case refusing(String)
    case leaseLost(String)
    /// The books that a command must look at have not folded a fact yet.
    case booksBehind(String)
    /// The log is not the one that these streams were folded from, or lost what it had.
    case wrongLog(String)
    /// A decider decided a fact that has no written form; a defect.
    case notWritable(String)

    package var description: String {
        switch self {
        case .notReady: "commands wait until the office has read the log to its end"
        case .peopleNotReady:
            "who people are is told once the office has read the log to its end: somebody may have been erased since this "
                + "database was saved. `davtari serve` reads it"
        case .leaseLost(let name): "the lease of \(name) was lost"
        case .booksBehind(let fact): "the books have not reached \(fact) yet"
        case .wrongLog(let text), .refusing(let text): text
        case .notWritable(let fact): "no type is known for \(fact)"
        }
    }
}
