import Crypto
import Events
import Log
import Postgres

/// Whether this database may decide: it is not behind what the log says that it has decided.
///
/// A Postgres that was restored from the past has given out numbers that it does not remember. The follower (see
/// `Follower`) reads the log to its end and notes the greatest number of each of our writers; where that is not below
/// the next one to be given out, the writer is retired. Its facts that we do not remember were folded by the follower
/// like anyone's, so what is decided from now on is decided knowing them, under a new writer.
///
/// Somebody else may have written as one of our writers: a second database on the same log, or whoever can reach the
/// brokers. The follower compares what it reads with the outbox (see `FollowedFacts`) and marks the writer; then it is
/// retired too, and what of it has not been seen in the log is said again under a new writer: an answer 201 is never lost.
/// `OfficeEpoch` says whether it is this database that decides.
enum Restore {
    /// This very database as it runs now: another after a restart, a promotion, or a restore.
    static let identity = SQL(unsafeSQL: identityText)
    private static let identityText = """
        concat_ws('/', pg_postmaster_start_time(), left(pg_walfile_name(pg_current_wal_lsn()), 8),
            (SELECT oid FROM pg_database WHERE datname = current_database()), 'davtari.outbox_writer'::regclass::oid)
        """

    /// Whether a relay has verified this database since it last came to life, so that the log was followed to its end, and
    /// nobody has taken a number since.
    static func isVerified(_ connection: Connection) throws -> Bool {
        try connection.query("SELECT davtari.is_verified()").first?.bool(0) ?? false
    }

    /// What says so; read models' questions ask it too before they name a person (`PersonVault.isReady`).
    static let schema = """
        CREATE OR REPLACE FUNCTION davtari.is_verified() RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT coalesce(bool_or(verified = \(identityText)), false)
                AND NOT EXISTS (SELECT FROM davtari.outbox_writer WHERE writes AND taken)
            FROM davtari.lease WHERE name = '\(Relay.leaseName)'
        $$;
        """

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
            // What of them is in the log was deleted from the outbox when it was followed.
            let retired = try connection.query(
                """
                UPDATE davtari.outbox_writer SET writes = false WHERE writes AND (taken OR logged >= next)
                RETURNING writer, log_partition
                """
            ).map { (writer: try $0.text(0), partition: try $0.int(1)) }
            try addWriters(connection, log.identity)
            if !retired.isEmpty {
                try Reissue(connection).carryOn(retired)
                // With new writers goes a new epoch.
                try connection.execute("UPDATE davtari.office_epoch SET own_life = NULL")
            }
            try connection.execute(
                "UPDATE davtari.lease SET verified = \(identity), refusing = NULL WHERE name = \(Relay.leaseName)")
            return true
        }
    }

    /// A new writer for every partition. What waits of the old ones still goes to the log, under its numbers.
    static func renewWriters(_ connection: Connection, _ log: LogIdentity) throws {
        try connection.execute("UPDATE davtari.outbox_writer SET writes = false WHERE writes")
        try addWriters(connection, log)
    }

    /// A new writer for every partition that has none.
    private static func addWriters(_ connection: Connection, _ log: LogIdentity) throws {
        let writing = try connection.query("SELECT log_partition FROM davtari.outbox_writer WHERE writes").map {
            try $0.int(0)
        }
        for partition in Set(0..<log.partitions).subtracting(writing).sorted() {
            try connection.execute(
                """
                INSERT INTO davtari.outbox_writer (writer, log_partition, writes)
                VALUES (\(newWriter(partition)), \(Int32(partition)), true)
                """)
        }
    }

    /// A name that no office had before: what a restored database remembers of names is not all there were.
    private static func newWriter(_ partition: Int) -> String {
        "\(Envelope.officePrefix)\(partition).\(Hex.encode(Random.bytes(5)))"
    }
}
