import Crypto
import Postgres
import Rules

/// A person as they are listed.
package struct UserListing: Sendable, CustomStringConvertible {
    package let name: String
    package let language: String
    /// By its name; of a later version it may be one that this version does not know.
    package let role: String
    package let createdAt: String
    /// nil where they may sign in.
    package let disabledAt: String?
    package let openSessions: Int

    package var description: String {
        let state = disabledAt.map { "disabled \($0)" } ?? "may sign in"
        return "\(name)\t\(language)\t\(role)\tcreated \(createdAt)\t\(state)\topen sessions \(openSessions)"
    }
}

/// A person's session as it is listed.
package struct SessionListing: Sendable, CustomStringConvertible {
    /// The beginning of its secret's hash: tells sessions apart, and lets nobody in.
    package let id: String
    package let createdAt: String
    package let expiresAt: String

    package var description: String { "\(id)\tsince \(createdAt)\tuntil \(expiresAt)" }
}

/// What whoever runs Davtari does for the people who sign in.
extension Accounts {
    /// Letters of a session's id.
    private static let sessionIDLength: Int32 = 12

    /// Everybody, those too who may sign in no more.
    package func users() throws -> [UserListing] {
        try pool.withConnection { connection in
            try connection.query(
                """
                SELECT a.name, a.language, a.role, a.created_at::text, a.disabled_at::text, (
                    SELECT count(*)::int4 FROM davtari.session s
                    WHERE s.account = a.name AND s.expires_at > clock_timestamp())
                FROM davtari.account a ORDER BY a.name
                """
            ).map { row in
                UserListing(
                    name: try row.text(0), language: try row.text(1), role: try row.text(2), createdAt: try row.text(3),
                    disabledAt: try row.optionalText(4), openSessions: try row.int(5))
            }
        }
    }

    package func expectUser(_ name: String) throws {
        let isThere = try pool.withConnection {
            try $0.query("SELECT 1 FROM davtari.account WHERE name = \(name)").first != nil
        }
        guard isThere else { throw AccountError.noSuchUser(name) }
    }

    /// Ends the sessions too: whoever knew the old password is signed out everywhere.
    package func setPassword(of name: String, to password: String) throws {
        let hash = try Self.hash(password)
        try change(name) { connection in
            try connection.execute("UPDATE davtari.account SET password = \(hash) WHERE name = \(name)")
        }
    }

    /// A person who has left: signed out everywhere, and signs in no more. Once more changes nothing.
    package func disableUser(_ name: String) throws {
        try change(name) { connection in
            try Self.expectAnotherOwner(connection, than: name)
            return try connection.execute(
                "UPDATE davtari.account SET disabled_at = coalesce(disabled_at, clock_timestamp()) WHERE name = \(name)"
            )
        }
    }

    /// What somebody may do from now on. Ends the sessions too: what is open on a screen was shown by the old role.
    package func setRole(of name: String, to role: DeliveredRole) throws { try setRole(of: name, to: role.rawValue) }

    /// - Parameter role: a delivered one, or one that the chain has defined.
    package func setRole(of name: String, to role: String) throws {
        try change(name) { connection in
            try Self.expectRole(role, connection)
            if role != DeliveredRole.owner.rawValue { try Self.expectAnotherOwner(connection, than: name) }
            return try connection.execute("UPDATE davtari.account SET role = \(role) WHERE name = \(name)")
        }
    }

    /// One owner who may sign in always remains. Owners are locked, so that two who go at once do not both find the other.
    private static func expectAnotherOwner(_ connection: Connection, than name: String) throws {
        let owners = try connection.query(
            """
            SELECT name FROM davtari.account WHERE role = \(DeliveredRole.owner.rawValue) AND disabled_at IS NULL
            ORDER BY name FOR UPDATE
            """
        ).map { try $0.text(0) }
        guard owners != [name] else { throw AccountError.lastOwner(name) }
    }

    /// Signs in again, with the password that they had. Once more changes nothing.
    package func enableUser(_ name: String) throws {
        let enabled = try pool.withConnection {
            try $0.execute("UPDATE davtari.account SET disabled_at = NULL WHERE name = \(name)")
        }
        guard enabled == 1 else { throw AccountError.noSuchUser(name) }
    }

    /// Where somebody is signed in, the latest first.
    package func openSessions(of name: String) throws -> [SessionListing] {
        try expectUser(name)
        return try pool.withConnection { connection in
            try connection.query(
                """
                SELECT left(encode(secret, 'hex'), \(Self.sessionIDLength)), created_at::text, expires_at::text
                FROM davtari.session WHERE account = \(name) AND expires_at > clock_timestamp()
                ORDER BY created_at DESC, secret
                """
            ).map { SessionListing(id: try $0.text(0), createdAt: try $0.text(1), expiresAt: try $0.text(2)) }
        }
    }

    /// Signs somebody out, of one session or of all; how many ended.
    @discardableResult
    package func endSessions(of name: String, id: String? = nil) throws -> Int {
        try expectUser(name)
        let ended = try pool.withConnection { connection in
            try connection.execute(
                """
                DELETE FROM davtari.session WHERE account = \(name) AND expires_at > clock_timestamp()
                    AND (\(id)::text IS NULL OR left(encode(secret, 'hex'), \(Self.sessionIDLength)) = \(id))
                """)
        }
        if let id, ended == 0 { throw AccountError.noSuchSession(id, of: name) }
        return ended
    }

    /// Changes somebody, and signs them out everywhere with it.
    private func change(_ name: String, _ body: (Connection) throws -> Int) throws {
        let changed = try pool.withConnection { connection in
            try connection.transaction {
                try connection.execute("DELETE FROM davtari.session WHERE account = \(name)")
                return try body(connection)
            }
        }
        guard changed == 1 else { throw AccountError.noSuchUser(name) }
    }
}
