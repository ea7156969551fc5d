import Postgres
import Projections
import Rules

/// What the page of who did what asks beside its rows.
package enum ScreenAudit {
    /// More than stand in a list to choose from.
    private static let authorLimit: Int64 = 500

    /// Who has said anything that the reader sees: as facts name them. Each is found behind the one before, by the index.
    package static func authors(_ models: ScreenModels, for sight: Sight) throws -> [String] {
        let entries = models.schemas.table(AuditTrail.self, "audit_entry")
        let isSeen: SQL =
            sight.stores.map { stores in
                "EXISTS (SELECT FROM \(entries) s WHERE s.author = known.author AND s.store = ANY(\(stores)))"
            } ?? "true"
        return try models.connection.query(
            """
            WITH RECURSIVE known(author) AS (
                (SELECT author FROM \(entries) ORDER BY author LIMIT 1)
                UNION ALL
                SELECT (SELECT n.author FROM \(entries) n WHERE n.author > known.author ORDER BY n.author LIMIT 1)
                FROM known WHERE known.author IS NOT NULL)
            SELECT author FROM known WHERE author IS NOT NULL AND \(isSeen) LIMIT \(authorLimit)
            """
        ).map { try $0.text(0) }
    }

    /// Whose some sign-ins are, where that is known: an employee's id by the name that they sign in with.
    package static func employees(_ models: ScreenModels, of signIns: [String]) throws -> [String: String] {
        guard !signIns.isEmpty else { return [:] }
        let rows = try models.connection.query(
            "SELECT name, employee FROM davtari.account WHERE name = ANY(\(signIns)) AND employee IS NOT NULL")
        return Dictionary(try rows.map { (try $0.text(0), try $0.text(1)) }) { first, _ in first }
    }

    /// What some tokens are called, by their ids.
    package static func tokens(_ models: ScreenModels, _ ids: [String]) throws -> [String: String] {
        guard !ids.isEmpty else { return [:] }
        let rows = try models.connection.query("SELECT id, name FROM davtari.token WHERE id = ANY(\(ids))")
        return Dictionary(try rows.map { (try $0.text(0), try $0.text(1)) }) { first, _ in first }
    }
}
