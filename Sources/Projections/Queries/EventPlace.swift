import Events
import Postgres

/// Where a fact stands in the log.
package enum EventPlace {
    /// nil when it is not known, or is of a shop that may not be seen.
    package static func find(_ connection: Connection, _ id: FactID, for sight: Sight) throws -> (
        partition: Int, offset: Int64, schemas: Schemas
    )? {
        let schemas = try Schemas(connection)
        let key = SeenKey(id)
        let rows = try connection.query(
            """
            SELECT s.packed, w.store FROM \(schemas.completeness("writer")) w
            JOIN \(schemas.completeness("seen")) s ON s.writer = w.writer AND s.page = \(key.page)
            WHERE w.writer = \(id.writer)
            """)
        guard let row = rows.first, sight.sees(store: try row.optionalText(1)),
            let entry = try SeenPage(packed: try row.bytes(0)).get(id.sequence)
        else { return nil }
        return (entry.partition, entry.offset, schemas)
    }
}
