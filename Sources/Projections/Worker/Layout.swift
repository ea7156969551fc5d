import Postgres

/// What the serving versions must consist of, and what of it is not there: schemas, tables or columns that somebody has dropped or
/// changed, or that another build made.
package struct Layout: Sendable {
    /// Tables with their columns and types, by read model, as this build makes them.
    private let wanted: [String: [String: Set<String>]]

    /// Makes the tables for a moment, for one connection alone, and looks what Postgres says of them.
    package init(_ conninfo: String) throws {
        let connection = try Connection(conninfo, applicationName: "davtari layout")
        try connection.script("SET search_path TO pg_temp")
        var wanted: [String: [String: Set<String>]] = [:]
        for model in ReadModels.all {
            try connection.script(model.tables)
            wanted[model.name] = try Self.tables(
                connection.query("\(Self.columns) WHERE c.relnamespace = pg_my_temp_schema()"))
            try connection.script("DISCARD TEMP")
        }
        self.wanted = wanted
    }

    private static let columns: SQL = """
        SELECT c.relname::text, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        """

    private static func tables(_ rows: Rows) throws -> [String: Set<String>] {
        try rows.reduce(into: [:]) { $0[try $1.text(0), default: []].insert(try $1.text(1)) }
    }

    /// A sentence for each read model that is not there as this build wants it; none where all are.
    package func faults(_ connection: Connection) throws -> [String] {
        var found: [String: Row] = [:]
        for row in try connection.query("SELECT name, version, format FROM davtari.read_model WHERE serving") {
            found[try row.text(0)] = row
        }
        return try ReadModels.all.compactMap { model in
            guard let row = found[model.name] else { return "there is no read model “\(model.name)” yet" }
            let format = try row.int(2)
            if format != Int(model.format) {
                return "\(model.name) is kept in layout \(format), and this build reads layout \(model.format)"
            }
            let schema = Versions.schemaName(model.name, try row.int(1))
            let lost = try lost(model.name, in: schema, connection)
            return lost.isEmpty
                ? nil
                : "\(lost.joined(separator: ", ")) \(lost.count == 1 ? "is" : "are") missing; "
                    + "`davtari projections rebuild \(model.name)` makes what was dropped anew from the log"
        }
    }

    private func lost(_ name: String, in schema: String, _ connection: Connection) throws -> [String] {
        let there = try Self.tables(
            connection.query(
                "\(Self.columns) WHERE c.relnamespace = to_regnamespace(\(quoteIdentifier(schema)))"))
        if there.isEmpty { return ["schema \(schema)"] }
        return (wanted[name] ?? [:]).sorted { $0.key < $1.key }.flatMap { table, columns -> [String] in
            guard let has = there[table] else { return ["\(schema).\(table)"] }
            return columns.subtracting(has).sorted().map { "\(schema).\(table).\($0)" }
        }
    }
}
