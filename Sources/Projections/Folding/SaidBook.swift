import Events
import JSON
import Postgres

/// What was said, thing by thing, in the table `said`, and the tables that are derived from it.
final class SaidBook {
    static let table = "CREATE TABLE said (kind text NOT NULL, id text NOT NULL, facts bytea[] NOT NULL);"
    static let key = "ALTER TABLE said ADD PRIMARY KEY (kind, id);"

    /// A derived table: its rows of one thing are deleted by `idColumn` and written anew.
    struct Table: Sendable {
        var name: String
        var kind: String
        var columns: [String]
        /// The column that says of which kind its rows are, where several kinds share it.
        var kindColumn: String?
        /// The rows that follow from what was said; each writes its fields in the columns' order.
        var rows: @Sendable (String, Said) throws -> [Row]
        // cannot trap: a table has columns, as the source tells them
        var idColumn: String { columns[0] }
        // cannot mislead: a kind is a word of the source
        fileprivate var kindCondition: String { kindColumn.map { " AND \($0) = '\(kind)'" } ?? "" }
    }
    typealias Row = (inout CopyWriter) -> Void

    private let connection: Connection
    let shelf: Shelf<SaidKey, Said>
    private let name: String

    /// - Parameter spilled: what a rebuild has written; nil where everything that is not in hand is fetched.
    init(_ name: String, _ connection: Connection, _ spilled: SpilledRows<SaidKey>?) {
        (self.name, self.connection) = (name, connection)
        shelf = Shelf(spilled: spilled) { try Self.fetch(name, connection, $0) }
    }

    private static func fetch(_ name: String, _ connection: Connection, _ keys: [SaidKey]) throws -> [(SaidKey, Said)] {
        let rows = try connection.prepared(
            "\(name)_said",
            "SELECT kind, id, facts FROM said JOIN unnest($1::text[], $2::text[]) AS k(a, b) ON kind = k.a AND id = k.b",
            [.textArray(keys.map(\.kind)), .textArray(keys.map(\.id.text))])
        let parser = JSONParser()
        return try rows.map { row in
            let said = Said()
            said.isInDatabase = true
            for bytes in try row.bytesArray(2) { said.add(Said.Fact(try Event.read(bytes, with: parser), bytes)) }
            return (SaidKey(try row.text(0), try row.text(1)), said)
        }
    }

    /// - Parameter keys: of which things a fact speaks; those without an id are left out.
    func fold(_ records: [FoldRecord], _ keys: (Event) -> [SaidKey]) throws {
        let told = records.flatMap { record -> [(SaidKey, Said.Fact)] in
            guard let event = record.event else { return [] }
            let keys = Set(keys(event).filter { !$0.id.text.isEmpty })
            let fact = Said.Fact(event, record.bytes)
            return keys.map { ($0, fact) }
        }
        try shelf.prefetch(told.map(\.0))
        for (key, fact) in told { try shelf.row(changing: key) { Said() }.add(fact) }
    }

    /// Writes what changed: what was said, and the tables derived from it.
    func write(_ tables: [Table]) throws {
        let changes = shelf.changes(by: <)
        guard !changes.isEmpty else { return }
        for kind in Set(changes.map(\.key.kind)).sorted() {
            let some = changes.filter { $0.key.kind == kind }
            let stale = some.filter { $0.row.isInDatabase }.map(\.key.id.text)
            if !stale.isEmpty {
                _ = try connection.prepared(
                    "\(name)_delete_said", "DELETE FROM said WHERE kind = $1 AND id = ANY($2)",
                    [Bind(kind), .textArray(stale)])
            }
            try connection.copy("said", ["kind", "id", "facts"], some) { writer, change in
                writer.text(kind)
                writer.text(change.key.id.text)
                writer.bytesArray(change.row.facts.map(\.bytes))
            }
            for table in tables where table.kind == kind {
                try replace(table, some.map { ($0.key.id.text, $0.row) }, stale)
            }
            for change in some { change.row.isInDatabase = true }
        }
        shelf.settled()
    }

    private func replace(_ table: Table, _ some: [(String, Said)], _ stale: [String]) throws {
        if !stale.isEmpty {
            _ = try connection.prepared(
                "\(name)_delete_\(table.name)_\(table.kind)",
                "DELETE FROM \(table.name) WHERE \(table.idColumn) = ANY($1)\(table.kindCondition)",
                [.textArray(stale)])
        }
        let rows = try some.flatMap { try table.rows($0.0, $0.1) }
        try connection.copy(table.name, table.columns, rows) { writer, row in row(&writer) }
    }
}

extension CopyWriter {
    mutating func optionalInt64(_ value: Int64?) {
        if let value { int64(value) } else { null() }
    }
}
