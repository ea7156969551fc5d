import Events
import JSON
import Postgres

/// A question that people ask: its columns, and where they come from.
package struct Report: Sendable {
    package let name: String
    package let columns: [Column]
    /// Columns that tell rows apart when nothing is grouped; empty: the report is always grouped.
    let key: [String]
    let defaultSort: [(column: String, isDescending: Bool)]
    /// Columns that are shown beside another, such as a product's name.
    let companions: [String: [String]]
    /// The FROM clause, given the columns in use.
    let source: @Sendable (Schemas, Set<String>) -> String
    /// Measures by another name of their SQL, given the columns in use.
    let measures: @Sendable (Column, Set<String>) -> String

    init(
        _ name: String, _ columns: [Column], key: [String], sort: [(String, Bool)],
        companions: [String: [String]] = [:],
        source: @escaping @Sendable (Schemas, Set<String>) -> String,
        measures: (@Sendable (Column, Set<String>) -> String)? = nil
    ) {
        (self.name, self.columns, self.key, self.companions) = (name, columns, key, companions)
        defaultSort = sort.map { (column: $0.0, isDescending: $0.1) }
        self.source = source
        let isAlwaysGrouped = key.isEmpty
        self.measures = measures ?? { column, _ in isAlwaysGrouped ? column.sql : "sum(\(column.sql))" }
    }

    package struct Answer: Sendable {
        package var columns: [Column]
        package var rows: [[JSON]]
        /// For the next page; nil when this is the last.
        package var next: String?
        package var schemas: Schemas
    }

    func column(_ name: String, _ parameter: String) throws(QueryRefusal) -> Column {
        guard let column = columns.first(where: { $0.name == name }) else {
            throw QueryRefusal(
                parameter,
                "“\(name)” is no column of \(self.name); there are \(columns.map(\.name).joined(separator: ", "))")
        }
        return column
    }

    /// Answers within the caller's REPEATABLE READ transaction.
    package func run(_ connection: Connection, _ request: QueryRequest) throws -> Answer {
        let schemas = try Schemas(connection)
        let plan = try QueryPlan(self, request)
        let rows = try connection.query(try plan.sql(schemas))
        let shown = plan.shown
        var answer = Answer(columns: shown, rows: [], next: nil, schemas: schemas)
        for row in rows.prefix(request.limit) {
            answer.rows.append(try shown.indices.map { try Self.cell(row, $0, shown[$0]) })
        }
        if rows.count > request.limit { answer.next = try plan.cursor(behind: rows[request.limit - 1]) }
        return answer
    }

    static func cell(_ row: Row, _ place: Int, _ column: Column) throws -> JSON {
        if try row.isNull(place) { return .null }
        switch column.kind {
        case .text, .date: return .string(try row.text(place))
        case .boolean: return .bool(try row.bool(place))
        case .instant: return .string(Instant(milliseconds: try row.int64(place)).description)
        default: return .int(try row.int64(place))
        }
    }
}
