import Log
import Postgres

/// The serving versions of every read model in one snapshot, and the position they all reflect.
package struct Schemas: Sendable {
    private let names: [String: String]
    /// What every one of them has folded: the least, partition by partition.
    package let position: Position

    /// Call it first in a REPEATABLE READ transaction; the rows read after it in the same one reflect `position`.
    package init(_ connection: Connection) throws {
        let rows = try connection.prepared(
            "serving_all", "SELECT name, version, position FROM davtari.read_model WHERE serving", [])
        var names: [String: String] = [:]
        var offsets: [Int64]?
        for row in rows {
            let name = try row.text(0)
            guard ReadModels.named(name) != nil else { continue }
            names[name] = quoteIdentifier(Versions.schemaName(name, try row.int(1)))
            let position = try row.int64Array(2)
            offsets = offsets.map { zip($0, position).map { min($0, $1) } } ?? position
        }
        for model in ReadModels.all where names[model.name] == nil { throw ProjectionError.notThere(model.name) }
        self.names = names
        position = Position(offsets: offsets ?? [])
    }

    var trade: String { names[Trade.name]! }
    var catalogue: String { names[Catalogue.name]! }
    var completeness: String { names[Completeness.name]! }

    func trade(_ table: String) -> SQL { self.table(Trade.self, table) }
    func catalogue(_ table: String) -> SQL { self.table(Catalogue.self, table) }
    func completeness(_ table: String) -> SQL { self.table(Completeness.self, table) }

    func dossiers(_ table: String) -> SQL { self.table(Dossiers.self, table) }

    /// A table of a read model's serving version.
    func table(_ model: any ReadModel.Type, _ table: String) -> SQL {
        SQL(unsafeSQL: "\(names[model.name]!).\(quoteIdentifier(table))")
    }
}
