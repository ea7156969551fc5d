import Crypto
import Events
import Postgres

/// A sign-in as it is listed.
package struct SignInListing: Sendable, CustomStringConvertible {
    package let name: String
    /// Whose it is, where the chain knows them.
    package let employee: String?
    package let language: String
    /// By their names; of a later version some may be ones that this version does not know.
    package let roles: [String]
    package let createdAt: Instant
    /// nil where they are not disabled.
    package let disabledAt: Instant?
    package let hasPassword: Bool
    /// Until when the link that they were given lets them choose a password; nil where there is none.
    package let linkUntil: Instant?
    package let signedInAt: Instant?
    package let openSessions: Int
    package let hasSecondFactor: Bool
    package let version: Int64
    /// Whether whose it is works here no longer (`Leavers`).
    package let hasLeft: Bool

    package enum State: String, Sendable {
        case disabled
        case left
        /// May choose a password by a link.
        case invited
        /// Was invited, and the link is over.
        case invitationOver = "invitation-over"
        case enabled
    }

    package var state: State {
        if disabledAt != nil { return .disabled }
        if hasLeft { return .left }
        return hasPassword ? .enabled : linkUntil == nil ? .invitationOver : .invited
    }

    package var description: String {
        let state =
            switch self.state {
            case .disabled: "disabled \(disabledAt?.description ?? "")"
            case .left: "works here no longer"
            case .invited: "invited until \(linkUntil?.description ?? "")"
            case .invitationOver: "invitation over"
            case .enabled: "may sign in"
            }
        let parts = [
            name, language, roles.joined(separator: ","), "created \(createdAt)", state,
            "last sign-in \(signedInAt?.description ?? "never")", hasSecondFactor ? "second factor" : nil,
            employee.map { "employee \($0)" }, "open sessions \(openSessions)",
        ]
        return parts.compactMap(\.self).joined(separator: "\t")
    }

    /// Everybody by name, those too who may sign in no more.
    package static func all(_ connection: Connection) throws -> [SignInListing] {
        try listed(connection, where: "true")
    }

    package static func named(_ name: String, _ connection: Connection) throws -> SignInListing? {
        try Accounts.isName(name) ? listed(connection, where: "a.name = \(name)").first : nil
    }

    package static func of(employee: String, _ connection: Connection) throws -> SignInListing? {
        try employee.utf8.contains(0) ? nil : listed(connection, where: "a.employee = \(employee)").first
    }

    private static func listed(_ connection: Connection, where condition: SQL) throws -> [SignInListing] {
        try connection.query(
            """
            SELECT a.name, a.employee, a.language, a.roles, \(milliseconds("a.created_at")), \(milliseconds("a.disabled_at")),
                a.password IS NOT NULL, \(milliseconds("l.expires_at")), \(milliseconds("a.signed_in_at")),
                (SELECT count(*)::int4 FROM davtari.session s
                    WHERE s.account = a.name AND s.expires_at > clock_timestamp()),
                a.code_secret IS NOT NULL, a.version
            FROM davtari.account a
            LEFT JOIN davtari.account_link l ON l.account = a.name AND l.expires_at > clock_timestamp()
            WHERE \(condition) ORDER BY a.name
            """
        ).map { row in
            func moment(_ column: Int) throws -> Instant? {
                try row.optionalInt64(column).map { Instant(milliseconds: $0) }
            }
            return SignInListing(
                name: try row.text(0), employee: try row.optionalText(1), language: try row.text(2),
                roles: try row.textArray(3), createdAt: Instant(milliseconds: try row.int64(4)),
                disabledAt: try moment(5), hasPassword: try row.bool(6), linkUntil: try moment(7),
                signedInAt: try moment(8), openSessions: try row.int(9), hasSecondFactor: try row.bool(10),
                version: try row.int64(11),
                hasLeft: try Leavers.holds(row.text(0), row.optionalText(1), connection))
        }
    }

    fileprivate static func milliseconds(_ column: String) -> SQL {
        "(extract(epoch FROM \(unsafeSQL: column)) * 1000)::int8"
    }
}

/// A person's session as it is listed.
package struct SessionListing: Sendable, CustomStringConvertible {
    /// The beginning of its secret's hash: tells sessions apart, and lets nobody in.
    package let id: String
    package let createdAt: Instant
    package let expiresAt: Instant
    /// As the browser calls itself; nil where it said nothing.
    package let browser: String?

    package var description: String {
        "\(id)\tsince \(createdAt)\tuntil \(expiresAt)" + (browser.map { "\t\($0)" } ?? "")
    }

    /// Where somebody is signed in, the latest first.
    package static func open(of name: String, _ connection: Connection) throws -> [SessionListing] {
        try connection.query(
            """
            SELECT left(encode(secret, 'hex'), \(SignIns.sessionIDLength)), \(SignInListing.milliseconds("created_at")),
                \(SignInListing.milliseconds("expires_at")), browser
            FROM davtari.session WHERE account = \(name) AND expires_at > clock_timestamp()
            ORDER BY created_at DESC, secret
            """
        ).map { row in
            SessionListing(
                id: try row.text(0), createdAt: Instant(milliseconds: try row.int64(1)),
                expiresAt: Instant(milliseconds: try row.int64(2)), browser: try row.optionalText(3))
        }
    }

    /// The id of the session with a secret.
    package static func id(of secret: String) -> String {
        String(Hex.encode(SignIns.hash(secret)).prefix(Int(SignIns.sessionIDLength)))
    }
}
