import Events
import Postgres
import Rules

/// A token as it is listed: everything but its secret, which is nowhere kept.
package struct TokenListing: Sendable, CustomStringConvertible {
    package let rights: TokenRights
    package let name: String
    package let createdAt: Instant
    /// As facts name whoever made it; nil where nobody has said it.
    package let createdBy: String?
    package let revokedAt: Instant?
    /// From when on it is none by itself; nil: by itself it does not end.
    package let until: Instant?
    /// Until when the secret before the last rotation still counts; nil where none does.
    package let oldUntil: Instant?
    package let lastUsedAt: Instant?
    /// The network's address from which it was used last, as sign-ins are counted by it.
    package let lastUsedFrom: String?
    package let version: Int64

    package enum State: String, Sendable { case valid, over, revoked }

    package func state(at now: Instant = .now) -> State {
        if revokedAt != nil { return .revoked }
        return until.map { $0 <= now } ?? false ? .over : .valid
    }

    package var description: String {
        let named = [
            ("stores", rights.stores), ("writers", rights.writers), ("scopes", rights.scopes.map(\.rawValue)),
            ("areas", rights.areas?.map(\.rawValue) ?? []),
        ]
        let books = named.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.joined(separator: ","))" }
            .joined(separator: " ")
        let used = "last used \(lastUsedAt?.description ?? "never")" + (lastUsedFrom.map { " from \($0)" } ?? "")
        let parts = [
            rights.id, rights.kind.rawValue, name, books,
            "created \(createdAt)" + (createdBy.map { " by \($0)" } ?? ""),
            until.map { "until \($0)" }, oldUntil.map { "old secret until \($0)" },
            revokedAt.map { "revoked \($0)" } ?? used,
        ]
        return parts.compactMap(\.self).joined(separator: "\t")
    }

    /// All of them, the latest made first, those too that are none any more.
    package static func all(_ connection: Connection) throws -> [TokenListing] {
        try listed(connection, where: "true")
    }

    package static func of(id: String, _ connection: Connection) throws -> TokenListing? {
        try id.utf8.contains(0) ? nil : listed(connection, where: "id = \(id)").first
    }

    private static func listed(_ connection: Connection, where condition: SQL) throws -> [TokenListing] {
        func milliseconds(_ column: String) -> SQL { "(extract(epoch FROM \(unsafeSQL: column)) * 1000)::int8" }
        return try connection.query(
            """
            SELECT id, kind, stores, writers, scopes, areas, \(milliseconds("expires_at")), name, \(milliseconds("created_at")),
                created_by, \(milliseconds("revoked_at")), \(milliseconds("last_used_at")), last_used_from, version,
                CASE WHEN old_until > clock_timestamp() THEN \(milliseconds("old_until")) END
            FROM davtari.token WHERE \(condition) ORDER BY created_at DESC, id
            """
        ).compactMap { row in
            func moment(_ column: Int) throws -> Instant? {
                try row.optionalInt64(column).map { Instant(milliseconds: $0) }
            }
            guard let rights = try Accounts.rights(row) else { return nil }
            return TokenListing(
                rights: rights, name: try row.text(7), createdAt: Instant(milliseconds: try row.int64(8)),
                createdBy: try row.optionalText(9), revokedAt: try moment(10), until: try moment(6),
                oldUntil: try moment(14), lastUsedAt: try moment(11), lastUsedFrom: try row.optionalText(12),
                version: try row.int64(13))
        }
    }
}
