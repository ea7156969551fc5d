import Crypto
import Events
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
    static let languages = ["ka", "en"]

    let pool: Pool
    let cache = TokenCache()
    private let passwordCost: Password.Cost

    package init(pool: Pool, passwordCost: Password.Cost = .interactive) {
        (self.pool, self.passwordCost) = (pool, passwordCost)
    }

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

    package func hasUsers() throws -> Bool {
        try pool.withConnection { try $0.query("SELECT 1 FROM davtari.account LIMIT 1").first != nil }
    }

    // MARK: Names and passwords

    /// What a name may be; the database takes no zero byte in text, and an address no segment of dots.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= nameLimit && name.first?.isWhitespace == false
            && name.last?.isWhitespace == false && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            && name != "." && name != ".."
    }

    /// The hash of a password that may be one.
    func hash(_ password: String, of name: String) throws(AccountError) -> String {
        guard password.count >= Self.passwordLeast else { throw .passwordTooShort(least: Self.passwordLeast) }
        guard Self.isFit(password) else { throw .passwordUnfit }
        guard password.lowercased() != name.lowercased() else { throw .passwordIsName }
        guard !CommonPasswords.holds(password) else { throw .passwordCommon }
        return Self.hashing.withLock { _ in Password.hash(password, passwordCost) }
    }

    static func matches(_ password: String, hash: String) -> Bool {
        hashing.withLock { _ in Password.matches(password, hash: hash) } && isFit(password)
    }

    /// The hash reads a password up to its first zero byte, so one inside would cut it short.
    private static func isFit(_ password: String) -> Bool {
        password.utf8.count <= passwordMost && !password.utf8.contains(0)
    }

    /// One hash at a time: Argon2id takes 64 MiB, and a crowd of guesses must not take them all at once.
    private static let hashing = Mutex(())

    /// A hash that no password has.
    static let nobody = Password.hash(Random.secret(prefix: ""))

    // MARK: Sessions

    package func session(_ secret: String) throws -> User? {
        try pool.withConnection { connection in
            try connection.query(
                """
                SELECT \(Self.userColumns) FROM davtari.session s JOIN davtari.account a ON a.name = s.account
                WHERE s.secret = \(SignIns.hash(secret)) AND s.expires_at > clock_timestamp() AND a.disabled_at IS NULL
                """
            ).first.flatMap { try Self.user($0, connection) }
        }
    }

    private static let userColumns: SQL = "a.name, a.language, a.theme, a.home, a.roles, a.employee, s.trying"

    /// nil where they work here no longer. Roles that are none of ours are a later version's: who has no other is let do nothing here.
    private static func user(_ row: Row, _ connection: Connection) throws -> User? {
        let (name, roles) = (try row.text(0), try row.textArray(4))
        let employee = try row.optionalText(5)
        guard try !Leavers.holds(name, employee, connection) else { return nil }
        guard let grants = try Roles.grants(roles, connection) else { return nil }
        let shops = grants.inOwnShops == .none ? [] : try Self.shops(of: employee, connection)
        let trying = try row.optionalText(6).flatMap { try TriedRole($0) }
        return User(
            name: name, language: try row.text(1), theme: try row.optionalText(2), home: try row.optionalText(3),
            roles: roles,
            principal: trying?.principal(name)
                ?? .person(name, role: roles.joined(separator: ", "), grants, shops: shops), trying: trying)
    }

    /// Where somebody works now.
    private static func shops(of employee: String?, _ connection: Connection) throws -> [String] {
        guard let employee,
            let state = try StreamTable.peek(connection, SubjectDecider<EmployeeSubject>.self, employee)?.state
        else { return [] }
        return state.said(at: .now)?.stores ?? []
    }

    /// Those of the sessions that are still open, and what their people may do now.
    package func sessions(among secrets: [String]) throws -> [String: Principal] {
        let hashes = Dictionary(secrets.map { (Hex.encode(SignIns.hash($0)), $0) }) { first, _ in first }
        return try pool.withConnection { connection in
            let rows = try connection.query(
                """
                SELECT \(Self.userColumns), encode(s.secret, 'hex')
                FROM davtari.session s JOIN davtari.account a ON a.name = s.account
                WHERE s.secret IN (SELECT decode(h, 'hex') FROM unnest(\(Array(hashes.keys))) h)
                    AND s.expires_at > clock_timestamp() AND a.disabled_at IS NULL
                """)
            return try rows.reduce(into: [:]) { open, row in
                guard let secret = hashes[try row.text(7)] else { return }
                open[secret] = try Self.user(row, connection)?.principal
            }
        }
    }

    package func signOut(_ secret: String) throws {
        try pool.withConnection {
            _ = try $0.execute("DELETE FROM davtari.session WHERE secret = \(SignIns.hash(secret))")
        }
    }
}
