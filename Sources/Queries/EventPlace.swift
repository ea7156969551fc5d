import Events
import Postgres
import Projections

/// Where a fact stands in the log.
package enum EventPlace {
    /// nil when it is not known. Whose shop the fact is of is said by the fact only: an office's book holds several shops'.
    package static func find(_ connection: Connection, _ id: FactID) throws -> (partition: Int, offset: Int64)? {
        let schemas = try Schemas(connection)
        let key = SeenKey(id)
        let rows = try connection.query(
            """
            SELECT packed FROM \(schemas.completeness("seen")) WHERE writer = \(id.writer) AND page = \(key.page)
            """)
        guard let row = rows.first, let entry = try SeenPage(packed: try row.bytes(0)).get(id.sequence) else {
            return nil
        }
        return (entry.partition, entry.offset)
    }
}
