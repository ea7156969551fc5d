import Crypto
import Postgres
import Rules
import Synchronization

/// Who may sign in, and which tokens speak for whom. Secrets are kept as hashes only; calls block.
package final class Accounts: Sendable {
    /// In bytes: an index must be able to hold it.
    package static let nameLimit = 100
    package static let passwordLeast = 8
    /// In bytes; nobody types more, and hashing it costs.
    package static let passwordMost = 1024
    /// A session ends after a fortnight.
    private static let sessionDays: Int32 = 14

    let pool: Pool
    let cache = TokenCache()

    package init(pool: Pool) { self.pool = pool }

    /// Makes the tables that are missing.
    package func migrate() throws {
        try pool.withConnection { connection in
            try connection.makingTables {
                try connection.makeSchema("accounts", AccountsSchema.sql)
                // Roles that the chain has defined are the office's streams.
                try connection.makeSchema("commands", CommandsSchema.sql)
            }
        }
    }

    // MARK: People

    package func addUser(name: String, password: String, language: String = "ka", role: DeliveredRole) throws {
        try addUser(name: name, password: password, language: language, role: role.rawValue)
    }

    /// - Parameter role: a delivered one, or one that the chain has defined.
    package func addUser(name: String, password: String, language: String = "ka", role: String) throws {
        guard Self.isName(name) else { throw AccountError.badName }
        guard language == "ka" || language == "en" else { throw AccountError.unknownLanguage(language) }
        let hash = try Self.hash(password)
        let added = try pool.withConnection { connection in
            try Self.expectRole(role, connection)
            return try connection.execute(
                """
                INSERT INTO davtari.account (name, password, language, role)
                VALUES (\(name), \(hash), \(language), \(role)) ON CONFLICT DO NOTHING
                """)
        }
        guard added == 1 else { throw AccountError.nameTaken(name) }
    }

    /// The hash of a password that may be one.
    static func hash(_ password: String) throws(AccountError) -> String {
        guard password.count >= passwordLeast else { throw .passwordTooShort(least: passwordLeast) }
        guard isFit(password) else { throw .passwordUnfit }
        return hashing.withLock { _ in Password.hash(password) }
    }

    package func hasUsers() throws -> Bool {
        try pool.withConnection { try $0.query("SELECT 1 FROM davtari.account LIMIT 1").first != nil }
    }

    /// Opens a session, if the password is right and may be looked at (`SignInGuard`).
    ///
    /// Costs the same for a name that nobody has, so that names cannot be guessed by the clock.
    package func signIn(name: String, password: String, from origin: SignInOrigin) throws -> SignInAnswer {
        let attempt: SignInGuard.Attempt
        switch try pool.withConnection({ try SignInGuard(connection: $0).begin(name, origin) }) {
        case .mustWait(let seconds): return .locked(seconds: seconds)
        case .mayTry(let counted): attempt = counted
        }
        let row =
            try !Self.isName(name)
            ? nil
            : pool.withConnection {
                try $0.query("SELECT password FROM davtari.account WHERE name = \(name) AND disabled_at IS NULL").first
            }
        let hash = try row?.text(0) ?? Self.nobody
        let isRight = Self.hashing.withLock { _ in Password.matches(password, hash: hash) } && Self.isFit(password)
        guard row != nil, isRight else { return .wrong }
        let secret = Random.secret(prefix: "dvs_")
        return try pool.withConnection { connection in
            try connection.transaction {
                let browser = try SignInGuard(connection: connection).succeed(name, origin, attempt)
                try connection.execute("DELETE FROM davtari.session WHERE expires_at < clock_timestamp()")
                try connection.execute(
                    """
                    INSERT INTO davtari.session (secret, account, expires_at)
                    VALUES (\(SHA256.hash(Array(secret.utf8))), \(name), clock_timestamp() + make_interval(days => \(Self.sessionDays)))
                    """)
                return SignInAnswer.opened(session: secret, browser: browser)
            }
        }
    }

    /// What a name may be; the database takes no zero byte in text.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= nameLimit && name.first?.isWhitespace == false
            && name.last?.isWhitespace == false && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// The hash reads a password up to its first zero byte, so one inside would cut it short.
    private static func isFit(_ password: String) -> Bool {
        password.utf8.count <= passwordMost && !password.utf8.contains(0)
    }

    /// One hash at a time: Argon2id takes 64 MiB, and a crowd of guesses must not take them all at once.
    private static let hashing = Mutex(())

    /// A hash that no password has.
    private static let nobody = Password.hash(Random.secret(prefix: ""))

    package func session(_ secret: String) throws -> User? {
        try pool.withConnection { connection in
            try connection.query(
                """
                SELECT a.name, a.language, a.role FROM davtari.session s JOIN davtari.account a ON a.name = s.account
                WHERE s.secret = \(SHA256.hash(Array(secret.utf8))) AND s.expires_at > clock_timestamp() AND a.disabled_at IS NULL
                """
            ).first.flatMap { try Self.user($0, connection) }
        }
    }

    /// A role that is none of ours is a later version's: who has it is let do nothing here.
    private static func user(_ row: Row, _ connection: Connection) throws -> User? {
        let (name, role) = (try row.text(0), try row.text(2))
        return try Roles.rights(role, connection).map { rights in
            User(
                name: name, language: try row.text(1), role: role,
                principal: .person(name, role: role, rights))
        }
    }

    static func expectRole(_ role: String, _ connection: Connection) throws {
        guard try Roles.rights(role, connection) == nil else { return }
        throw AccountError.unknownRole(role, among: try Roles.all(connection))
    }

    /// Those of the sessions that are still open, and what their people may do now.
    package func sessions(among secrets: [String]) throws -> [String: Principal] {
        let hashes = Dictionary(secrets.map { (Hex.encode(SHA256.hash(Array($0.utf8))), $0) }) { first, _ in first }
        return try pool.withConnection { connection in
            let rows = try connection.query(
                """
                SELECT a.name, a.language, a.role, encode(s.secret, 'hex') FROM davtari.session s JOIN davtari.account a ON a.name = s.account
                WHERE s.secret IN (SELECT decode(h, 'hex') FROM unnest(\(Array(hashes.keys))) h)
                    AND s.expires_at > clock_timestamp() AND a.disabled_at IS NULL
                """)
            return try rows.reduce(into: [:]) { open, row in
                guard let secret = hashes[try row.text(3)] else { return }
                open[secret] = try Self.user(row, connection)?.principal
            }
        }
    }

    package func signOut(_ secret: String) throws {
        try pool.withConnection {
            _ = try $0.execute("DELETE FROM davtari.session WHERE secret = \(SHA256.hash(Array(secret.utf8)))")
        }
    }
}
