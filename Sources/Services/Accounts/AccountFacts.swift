import Events
import JSON
import Log
import Postgres

/// That something was done to a sign-in or a token: its history here, and on its way to the log.
///
/// Whoever does it says it in the transaction that does it, also where no server runs or the log is away: somebody is locked out at
/// once, whatever else stands still. From here the relay takes it into the outbox once this database decides.
package enum AccountFacts {
    /// What is kept of sign-ins before tokens were told of stands in a table of their own name.
    static let schema = """
        DO $$ BEGIN
            IF to_regclass('davtari.sign_in_said') IS NOT NULL AND to_regclass('davtari.account_said') IS NULL THEN
                ALTER TABLE davtari.sign_in_said RENAME TO account_said;
                ALTER TABLE davtari.account_said RENAME COLUMN sign_in TO subject;
            END IF;
        END $$;
        CREATE TABLE IF NOT EXISTS davtari.account_said (
            number int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, subject text NOT NULL, said_at int8 NOT NULL,
            said text NOT NULL, is_carried boolean NOT NULL DEFAULT false);
        ALTER TABLE davtari.account_said ADD COLUMN IF NOT EXISTS type text NOT NULL DEFAULT 'signIn.changed.v1';
        CREATE INDEX IF NOT EXISTS account_said_due ON davtari.account_said (number) WHERE NOT is_carried;
        CREATE INDEX IF NOT EXISTS account_said_of ON davtari.account_said (type, subject, number);
        """
    private static let batch: Int64 = 200

    /// What may be said here, by the name of its type.
    private enum Kind: String {
        case signIn = "signIn.changed.v1"
        case token = "token.changed.v1"
        case access = "access.recorded.v1"
        case pin = "employee.pinChanged.v1"

        func fact(_ said: String) throws -> Fact {
            try JSONParser().parse(Array(said.utf8)) { data in
                switch self {
                case .signIn: .signInChanged(SignInChanged.read(data).part)
                case .token: .tokenChanged(TokenChanged.read(data).part)
                case .access: .accessRecorded(AccessRecorded.read(data).part)
                case .pin: .pinChanged(PinChanged.read(data).part)
                }
            }
        }
    }

    static func say(_ fact: SignInChanged, at now: Instant, _ connection: Connection) throws {
        try say(.signIn, fact.encoded, of: fact.signIn, at: now, connection)
    }

    static func say(_ fact: TokenChanged, at now: Instant, _ connection: Connection) throws {
        try say(.token, fact.encoded, of: fact.token, at: now, connection)
    }

    static func say(_ fact: PinChanged, at now: Instant, _ connection: Connection) throws {
        try say(.pin, fact.encoded, of: fact.employee, at: now, connection)
    }

    /// What was counted of an hour belongs to nobody's history.
    static func say(_ fact: AccessRecorded, at now: Instant, _ connection: Connection) throws {
        try say(.access, fact.encoded, of: "", at: now, connection)
    }

    private static func say(
        _ kind: Kind, _ said: [UInt8], of subject: String, at now: Instant, _ connection: Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO davtari.account_said (type, subject, said_at, said)
            VALUES (\(kind.rawValue), \(subject), \(now.milliseconds), \(String(decoding: said, as: UTF8.self)))
            """)
        _ = try connection.query("SELECT pg_notify(\(Outbox.channel), '')")
    }

    /// What was done to a sign-in, the latest first, `limit` at most.
    package static func history(
        ofSignIn name: String, _ connection: Connection, limit: Int64
    ) throws -> [(at: Instant, fact: SignInChanged)] {
        try history(.signIn, name, connection, limit).compactMap { at, fact in
            if case .signInChanged(let changed) = fact { (at, changed) } else { nil }
        }
    }

    /// What was done to a token, the latest first, `limit` at most.
    package static func history(
        ofToken id: String, _ connection: Connection, limit: Int64
    ) throws -> [(at: Instant, fact: TokenChanged)] {
        try history(.token, id, connection, limit).compactMap { at, fact in
            if case .tokenChanged(let changed) = fact { (at, changed) } else { nil }
        }
    }

    private static func history(
        _ kind: Kind, _ subject: String, _ connection: Connection, _ limit: Int64
    ) throws -> [(at: Instant, fact: Fact)] {
        try connection.query(
            """
            SELECT said_at, said FROM davtari.account_said WHERE type = \(kind.rawValue) AND subject = \(subject)
            ORDER BY number DESC LIMIT \(limit)
            """
        ).map { (Instant(milliseconds: try $0.int64(0)), try kind.fact($0.text(1))) }
    }

    /// Takes what was said into the outbox, the oldest first; false where there is nothing.
    static func carry(_ connection: Connection, _ lease: Lease, _ log: LogIdentity) throws -> Bool {
        guard try isDue(connection) else { return false }
        guard try OfficeEpoch.decides(connection) else {
            try OfficeEpoch.want(connection)
            return false
        }
        try connection.transaction {
            try lease.fence()
            try move(connection, log)
        }
        return true
    }

    /// The same within a command's transaction, before it decides: what was said before it stands before what it says.
    static func carryDue(_ connection: Connection, _ log: LogIdentity) throws {
        while try isDue(connection) { try move(connection, log) }
    }

    private static func isDue(_ connection: Connection) throws -> Bool {
        try !connection.prepared(
            "account_said_due", "SELECT FROM davtari.account_said WHERE NOT is_carried LIMIT 1", []
        ).isEmpty
    }

    private static func move(_ connection: Connection, _ log: LogIdentity) throws {
        // Looked at once more where another has just carried it, and this one has waited for its lock.
        let rows = try connection.query(
            """
            WITH carried AS (UPDATE davtari.account_said SET is_carried = true WHERE NOT is_carried AND number IN (
                SELECT number FROM davtari.account_said WHERE NOT is_carried ORDER BY number LIMIT \(batch))
                RETURNING number, said_at, type, said)
            SELECT said_at, type, said FROM carried ORDER BY number
            """)
        for row in rows {
            guard let kind = Kind(rawValue: try row.text(1)) else { continue }
            let fact = try kind.fact(row.text(2))
            _ = try Outbox.append(
                [Decided(fact, to: .chain)], at: Instant(milliseconds: try row.int64(0)), log, connection)
        }
        try connection.execute(
            "DELETE FROM davtari.account_said WHERE is_carried AND type = \(Kind.access.rawValue)")
    }
}
