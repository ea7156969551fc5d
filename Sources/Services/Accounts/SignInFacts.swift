import Events
import JSON
import Log
import Postgres

/// That something was done to a sign-in: its history here, and on its way to the log.
///
/// Whoever does it says it in the transaction that does it, also where no server runs or the log is away: somebody is locked out at
/// once, whatever else stands still. From here the relay takes it into the outbox once this database decides.
package enum SignInFacts {
    static let schema = """
        CREATE TABLE IF NOT EXISTS davtari.sign_in_said (
            number int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sign_in text NOT NULL, said_at int8 NOT NULL,
            said text NOT NULL, is_carried boolean NOT NULL DEFAULT false);
        CREATE INDEX IF NOT EXISTS sign_in_said_due ON davtari.sign_in_said (number) WHERE NOT is_carried;
        CREATE INDEX IF NOT EXISTS sign_in_said_of ON davtari.sign_in_said (sign_in, number);
        """
    private static let batch: Int64 = 200

    static func say(_ fact: SignInChanged, at now: Instant, _ connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO davtari.sign_in_said (sign_in, said_at, said)
            VALUES (\(fact.signIn), \(now.milliseconds), \(String(decoding: fact.encoded, as: UTF8.self)))
            """)
        _ = try connection.query("SELECT pg_notify(\(Outbox.channel), '')")
    }

    /// What was done to a sign-in, the latest first, `limit` at most.
    package static func history(
        of name: String, _ connection: Connection, limit: Int64
    ) throws -> [(at: Instant, fact: SignInChanged)] {
        try connection.query(
            """
            SELECT said_at, said FROM davtari.sign_in_said WHERE sign_in = \(name) ORDER BY number DESC LIMIT \(limit)
            """
        ).map(said)
    }

    private static func said(_ row: Row) throws -> (at: Instant, fact: SignInChanged) {
        let fact = try JSONParser().parse(Array(row.text(1).utf8)) { SignInChanged.read($0).part }
        return (Instant(milliseconds: try row.int64(0)), fact)
    }

    /// Takes what was said into the outbox, the oldest first; false where there is nothing.
    static func carry(_ connection: Connection, _ lease: Lease, _ log: LogIdentity) throws -> Bool {
        let due = try connection.prepared(
            "sign_in_said_due", "SELECT FROM davtari.sign_in_said WHERE NOT is_carried LIMIT 1", [])
        guard !due.isEmpty else { return false }
        guard try OfficeEpoch.decides(connection) else {
            try OfficeEpoch.want(connection)
            return false
        }
        try connection.transaction {
            try lease.fence()
            let rows = try connection.query(
                """
                WITH carried AS (UPDATE davtari.sign_in_said SET is_carried = true WHERE number IN (
                    SELECT number FROM davtari.sign_in_said WHERE NOT is_carried ORDER BY number LIMIT \(batch))
                    RETURNING number, said_at, said)
                SELECT said_at, said FROM carried ORDER BY number
                """)
            for (at, fact) in try rows.map(said) {
                _ = try Outbox.append([Decided(.signInChanged(fact), to: .chain)], at: at, log, connection)
            }
        }
        return true
    }
}
