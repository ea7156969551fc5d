import Postgres
import Projections
import Rules

/// Who did what.
extension Reports {
    package static let auditTrail = Report(
        "audit_trail", "Every fact with who said it, of what, where and when; the latest first.", of: .books,
        [
            Column("fact", .text, "a.writer || ':' || a.writerseq"),
            Column("recorded_at", .instant, "a.recorded_at").present, Column("said_at", .instant, "a.said_at"),
            Column("effective_at", .instant, "a.effective_at"),
            Column("person", .text, "a.author"), Column("person_name", .text, author),
            Column("approver", .text, "a.approver"), Column("kind", .text, "a.kind"), Column("type", .text, "a.type"),
            Column("entity", .text, "a.entity"),
            Column("subject", .text, "CASE WHEN NOT a.is_personal THEN a.subject END"),
            Column("customer", .text, "CASE WHEN a.is_personal THEN a.subject END", .dimension, .personal),
            Column("store", .text, "a.store"), Column("reason", .text, "a.reason", .dimension, .whole),
            Column("partition", .integer, "a.log_partition").present,
            Column("offset", .integer, "a.log_offset").present,
            .measure("facts", .integer, "1"),
        ],
        key: ["partition", "offset"], sort: [("recorded_at", true), ("partition", true), ("offset", true)],
        shops: .column("a.store"), leads: [Lead("event", "/v1/events/{fact}")],
        source: { scene in
            """
            \(entries(scene)) a
            LEFT JOIN davtari.token t ON a.author LIKE 'token:%' AND t.id = substr(a.author, 7)
            """
        })

    /// Without facts about entries that who asks does not reach.
    private static func entries(_ scene: Scene) -> SQL {
        let table = scene.schemas.table(AuditTrail.self, "audit_entry")
        guard !scene.narrowing.entries.isEmpty else { return table }
        let reached = scene.narrowing.entries.keys.sorted().map { name -> SQL in
            let shape = EntityShapes.named(name)
            let (entity, prefix) = (shape?.name ?? EntityShape.entry.name, shape == nil ? "\(name)/" : "")
            return """
                (f.entity IS DISTINCT FROM \(entity) OR NOT starts_with(f.subject, \(prefix)) OR EXISTS (
                    SELECT FROM \(scene.schemas.entries(at: .now))
                    WHERE e.entity = f.entity AND e.id = f.subject AND \(scene.schemas.reached(name, scene.narrowing))))
                """
        }
        return "(SELECT * FROM \(table) f WHERE \(SQL.join(reached, separator: " AND ")))"
    }

    /// Who signs in by the name that they sign in with, a program by what its token is called.
    private static let author = """
        CASE WHEN a.author LIKE 'user:%' THEN substr(a.author, 6) ELSE coalesce(t.name, a.author) END
        """
}
