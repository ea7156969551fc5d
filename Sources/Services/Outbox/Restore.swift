import Crypto
import Log
import Postgres

/// Whether this database may decide: it is not behind what the log says that it has decided.
///
/// A Postgres that was restored from the past has given out numbers that it does not remember. The follower (see
/// `Follower`) reads the log to its end and notes the greatest number of each of our writers; where that is not below
/// the next one to be given out, the writer is retired. Its facts that we do not remember were folded by the follower
/// like anyone's, so what is decided from now on is decided knowing them, under a new writer. `OfficeEpoch` says whether it
/// is this database that decides.
enum Restore {
    /// This very database as it runs now: another after a restart, a promotion, or a restore.
    static let identity: SQL = """
        concat_ws('/', pg_postmaster_start_time(), left(pg_walfile_name(pg_current_wal_lsn()), 8),
            (SELECT oid FROM pg_database WHERE datname = current_database()), 'davtari.outbox_writer'::regclass::oid)
        """

    /// Whether the log was followed to its end since this database last came to life.
    static func hasFollowed(_ connection: Connection) throws -> Bool { try isVerified(connection) }

    /// Whether a relay has verified this database since it last came to life.
    static func isVerified(_ connection: Connection) throws -> Bool {
        try connection.query(
            "SELECT coalesce(bool_or(verified = \(identity)), false) FROM davtari.lease WHERE name = \(Relay.leaseName)"
        ).first?.bool(0) ?? false
    }

    /// Stops deciding until somebody verifies again, and says why.
    static func refuse(_ connection: Connection, _ reason: String) throws {
        try connection.execute(
            """
            INSERT INTO davtari.lease (name, refusing) VALUES (\(Relay.leaseName), \(reason))
            ON CONFLICT (name) DO UPDATE SET verified = NULL, refusing = EXCLUDED.refusing
            """)
    }

    /// Why nothing is decided; nil where that is only a matter of time.
    static func refusal(_ connection: Connection) throws -> String? {
        try connection.query("SELECT refusing FROM davtari.lease WHERE name = \(Relay.leaseName)").first?
            .optionalText(0)
    }

    /// Compares, retires, and says that commands may be decided; false while the log is not followed to `end` yet.
    static func verify(_ connection: Connection, _ lease: Lease, _ log: any EventLog, _ end: Position) throws -> Bool {
        guard let mark = try Follower.mark(connection, log.identity), mark.position.hasReached(end) else {
            return false
        }
        // It may reach as far and yet be another.
        try log.check(mark, of: Follower.who)
        return try connection.transaction {
            try lease.fence()
            // What waits of a retired writer is in the log: its numbers lie below the greatest that stands there.
            let retired = try connection.query(
                "UPDATE davtari.outbox_writer SET writes = false WHERE writes AND logged >= next RETURNING writer"
            ).map { try $0.text(0) }
            try connection.execute("DELETE FROM davtari.outbox WHERE writer = ANY(\(retired))")
            // With new writers goes a new epoch.
            if !retired.isEmpty { try connection.execute("UPDATE davtari.office_epoch SET own_life = NULL") }
            try connection.execute(
                "UPDATE davtari.lease SET verified = \(identity), refusing = NULL WHERE name = \(Relay.leaseName)")
            return true
        }
    }

    /// A new writer for every partition. What waits of the old ones still goes to the log, under its numbers.
    static func renewWriters(_ connection: Connection, _ log: LogIdentity) throws {
        try connection.execute("UPDATE davtari.outbox_writer SET writes = false WHERE writes")
        for partition in 0..<log.partitions {
            try connection.execute(
                """
                INSERT INTO davtari.outbox_writer (writer, log_partition, writes)
                VALUES (\(newWriter(partition)), \(Int32(partition)), true)
                """)
        }
    }

    /// A name that no office had before: what a restored database remembers of names is not all there were.
    private static func newWriter(_ partition: Int) -> String {
        "\(writerPrefix)\(partition).\(Hex.encode(Random.bytes(5)))"
    }

    /// How the office's own writers are called, in whatever database they were made.
    static let writerPrefix = "office."
}
