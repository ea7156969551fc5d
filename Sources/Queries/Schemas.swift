import Log
import Postgres
import Projections

/// The serving versions of every read model in one snapshot, and the position they all reflect.
package struct Schemas: Sendable {
    private let names: [String: String]
    /// What every one of them has folded: the least, partition by partition.
    package let position: Position

    /// Call it first in a REPEATABLE READ transaction; the rows read after it in the same one reflect `position`.
    package init(_ connection: Connection) throws {
        let rows = try connection.prepared(
            "serving_all", "SELECT name, version, position FROM davtari.read_model WHERE serving", [])
        try self.init(
            serving: rows.map { (try $0.text(0), try $0.int(1), Position(offsets: try $0.int64Array(2))) })
    }

    /// - Throws: `ProjectionError.notThere` when one is missing.
    init(serving: [(name: String, version: Int, position: Position)]) throws {
        let ours = serving.filter { ReadModels.named($0.name) != nil }
        var names: [String: String] = [:]
        for (name, version, _) in ours { names[name] = quoteIdentifier(Versions.schemaName(name, version)) }
        for model in ReadModels.all where names[model.name] == nil { throw ProjectionError.notThere(model.name) }
        self.names = names
        position = .least(ours.map(\.position))
    }

    func trade(_ table: String) -> SQL { self.table(Trade.self, table) }
    func entities(_ table: String) -> SQL { self.table(Entities.self, table) }
    func completeness(_ table: String) -> SQL { self.table(Completeness.self, table) }
    func dossiers(_ table: String) -> SQL { self.table(Dossiers.self, table) }

    /// A table of a read model's serving version.
    func table(_ model: any ReadModel.Type, _ table: String) -> SQL {
        // cannot trap: the initializer refuses to be without one
        SQL(unsafeSQL: "\(names[model.name]!).\(quoteIdentifier(table))")
    }
}
