import Log
import Postgres

/// The serving versions of every read model in one snapshot, and the position they all reflect.
package struct Schemas: Sendable {
    package let trade: String
    package let catalogue: String
    package let completeness: String
    /// What every one of them has folded: the least, partition by partition.
    package let position: Position

    /// Call it first in a REPEATABLE READ transaction; the rows read after it in the same one reflect `position`.
    package init(_ connection: Connection) throws {
        let trade = try Versions.serving(connection, Trade.name)
        let catalogue = try Versions.serving(connection, Catalogue.name)
        let completeness = try Versions.serving(connection, Completeness.name)
        self.trade = quoteIdentifier(trade.schema)
        self.catalogue = quoteIdentifier(catalogue.schema)
        self.completeness = quoteIdentifier(completeness.schema)
        let offsets = zip(trade.position.offsets, zip(catalogue.position.offsets, completeness.position.offsets))
        position = Position(offsets: offsets.map { min($0, $1.0, $1.1) })
    }
}
