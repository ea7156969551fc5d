import JSON
import Postgres
import Projections
import Rules

/// A request made into SQL: names come from the report's own columns, values travel as binds, so nothing that a caller
/// writes becomes SQL.
struct QueryPlan {
    let report: Report
    let request: QueryRequest
    let isGrouped: Bool
    let shown: [Column]
    let scene: Scene
    let sort: [(column: Column, isDescending: Bool)]
    private let sight: Sight
    private let selected: [Column]
    /// What links are made of, in the places behind the shown columns and the order's.
    private let linked: [Column]

    init(_ report: Report, _ asked: QueryRequest, _ sight: Sight, _ schemas: Schemas) throws(QueryRefusal) {
        let request = Self.splitByCurrency(report, asked, sight)
        (self.report, self.request, self.sight) = (report, request, sight)
        isGrouped = !request.group.isEmpty || report.isAlwaysGrouped
        let selected = try Self.selected(report, request, sight, isGrouped: isGrouped)
        self.selected = selected
        let isGroupedHere = isGrouped
        func find(_ name: String, _ parameter: String) throws(QueryRefusal) -> Column {
            if let column = selected.first(where: { $0.name == name }) { return column }
            guard try report.column(name, parameter, sight).isShown else {
                throw QueryRefusal(parameter, "\(name) can only be filtered by")
            }
            throw .contradiction(
                parameter, isGroupedHere ? "\(name) is not among what is grouped and summed" : "\(name) is not shown")
        }
        var shown = selected
        if let fields = request.fields {
            shown = []
            for name in fields { shown.append(try find(name, "fields")) }
        }
        self.shown = shown
        var sort: [(Column, Bool)] = []
        let order =
            request.sort.isEmpty
            ? report.defaultSort.filter { item in selected.contains { $0.name == item.column } } : request.sort
        for item in order {
            guard !sort.contains(where: { $0.0.name == item.column }) else {
                throw .contradiction("sort", "\(item.column) is sorted by in both directions")
            }
            sort.append((try find(item.column, "sort"), item.isDescending))
        }
        for name in isGrouped ? request.group : report.key where !sort.contains(where: { $0.0.name == name }) {
            sort.append((try report.column(name, "sort", sight), false))
        }
        self.sort = sort
        var inUse = Set(selected.filter { $0.role == .dimension }.map(\.name))
        for filter in request.filters { inUse.insert(try report.column(filter.column, filter.column, sight).name) }
        for argument in report.arguments {
            if let value = request.arguments[argument.name] { try argument.check(value) }
        }
        scene = Scene(
            schemas: schemas, columns: inUse, stores: sight.stores, identity: sight.identity,
            narrowing: sight.narrowing, arguments: request.arguments,
            pinned: Set(request.filters.filter { $0.operator == .eq || $0.operator == .in }.map(\.column)))
        let names = request.links ? Set(report.leads.flatMap(\.columns)) : []
        linked = selected.filter { names.contains($0.name) }
    }

    /// Sums of money are of one currency: where money is summed and the question does not group by it, the answer does.
    private static func splitByCurrency(_ report: Report, _ request: QueryRequest, _ sight: Sight) -> QueryRequest {
        guard !request.group.isEmpty || report.isAlwaysGrouped, report.currency != nil,
            !request.group.contains(Report.currencyName)
        else { return request }
        let measures = report.columns.filter { $0.role == .measure && sight.sees($0) }
        let named = request.fields.map { $0 + request.sort.map(\.column) + request.filters.map(\.column) }
        guard measures.contains(where: { $0.isOfMoney && named?.contains($0.name) ?? true }) else { return request }
        var split = request
        split.group.append(Report.currencyName)
        if let fields = split.fields, !fields.contains(Report.currencyName) {
            split.fields = fields + [Report.currencyName]
        }
        return split
    }

    /// The columns of the inner query.
    private static func selected(_ report: Report, _ request: QueryRequest, _ sight: Sight, isGrouped: Bool)
        throws(QueryRefusal) -> [Column]
    {
        let visible = report.columns.filter { $0.isShown && sight.sees($0) }
        guard isGrouped else {
            // Rows that may not be told apart cannot be listed, only summed.
            for name in report.key { _ = try report.column(name, "group", sight) }
            return visible
        }
        var columns: [Column] = []
        for name in request.group {
            let column = try report.column(name, "group", sight)
            guard column.role == .dimension else {
                throw QueryRefusal(
                    "group",
                    column.isShown ? "\(name) is a sum; it cannot be grouped by" : "\(name) can only be filtered by")
            }
            columns.append(column)
            for companion in report.companions[name] ?? [] where !request.group.contains(companion) {
                let declared = try report.column(companion, "group", sight)
                columns.append(
                    Column.measure(declared.name, declared.kind, "max(\(declared.sql))", declared.sensitivity))
            }
        }
        return columns + visible.filter { $0.role == .measure }
    }

    // MARK: SQL

    /// Columns shown, then what the order rests on, then what links are made of.
    func sql() throws(QueryRefusal) -> SQL {
        var outer = try outerConditions()
        if let cursor = request.cursor { outer.append(try keyset(cursor)) }
        let columns =
            shown.map { "q.\(identifier: $0.name)" as SQL } + orderTerms
            + linked.map { "q.\(identifier: $0.name)" as SQL }
        var sql: SQL = "SELECT \(SQL.join(columns)) FROM (\(try inner(selected))) q"
        if !outer.isEmpty { sql += " WHERE \(SQL.join(outer, separator: " AND "))" }
        let order = zip(orderTerms, sort).map { term, item in term + SQL(unsafeSQL: item.isDescending ? " DESC" : "") }
        if !order.isEmpty { sql += " ORDER BY \(SQL.join(order))" }
        // In the text, since Postgres would plan a limit that it does not know as a tenth of all rows.
        return sql + SQL(unsafeSQL: " LIMIT \(request.limit + 1)")
    }

    /// The measures over everything that the filters pick: a row for each currency, and one over all, in which alone the
    /// first column, how many currencies a row is over, is 1.
    func totals() throws(QueryRefusal) -> (sql: SQL, columns: [Column]) {
        let measures = report.columns.filter { $0.role == .measure && sight.sees($0) }
        guard !measures.isEmpty else { throw .contradiction("totals", "\(report.name) has nothing to sum") }
        var conditions: [SQL] = []
        for filter in request.filters {
            let column = try report.column(filter.column, filter.column, sight)
            guard column.role == .measure else { continue }
            guard !isGrouped else {
                throw .contradiction("totals", "totals are of everything, and \(column.name) picks among groups")
            }
            guard !isComparedBefore(column) else { continue }
            conditions.append(try condition(filter, column, SQL(unsafeSQL: "(\(column.sql))")))
        }
        // What is shown of a row says nothing of what the sums are asked by.
        let asked = isGrouped ? scene.columns : Set(request.filters.map(\.column))
        let list = measures.map { column in
            SQL(unsafeSQL: "(\(column.bounded(report.measures(column, asked))))::\(column.castSQL)")
        }
        guard let currency = report.currency.map({ SQL(unsafeSQL: $0.sql) }) else {
            return ("SELECT 1, NULL::text, \(SQL.join(list)) FROM \(try from(conditions))", measures)
        }
        return (
            """
            SELECT grouping(\(currency)), (\(currency))::text, \(SQL.join(list)) FROM \(try from(conditions))
            GROUP BY GROUPING SETS ((\(currency)), ()) ORDER BY 1, 2
            """, measures
        )
    }

    private func inner(_ columns: [Column]) throws(QueryRefusal) -> SQL {
        let list = columns.map { column in
            // A companion is no measure of the report's and says itself how it is summed.
            let isSummed = isGrouped && report.columns.contains { $0.name == column.name && $0.role == .measure }
            let text = isSummed ? report.measures(column, scene.columns) : column.sql
            let isComputed = column.role == .measure && (isGrouped || !column.isPlain)
            return SQL(
                unsafeSQL: "(\(isComputed ? column.bounded(text) : text))::\(column.castSQL)"
                    + " AS \(quoteIdentifier(column.name))")
        }
        var sql: SQL = "SELECT \(SQL.join(list)) FROM \(try from([]))"
        let grouped = isGrouped ? columns.filter { $0.role == .dimension } : []
        if !grouped.isEmpty { sql += SQL(unsafeSQL: " GROUP BY " + grouped.map(\.sql).joined(separator: ", ")) }
        return sql
    }

    /// The source with every condition that holds before anything is summed.
    private func from(_ more: [SQL]) throws(QueryRefusal) -> SQL {
        var conditions = more
        switch report.shops {
        case .column(let store) where scene.stores != nil: conditions.append(scene.isSeen(SQL(unsafeSQL: store)))
        case .chain where scene.stores != nil: conditions.append("false")
        case .entries where !sight.entries: conditions.append("false")
        case .column, .chain, .entries, .every, .source: break
        }
        for filter in request.filters {
            let column = try report.column(filter.column, filter.column, sight)
            switch column.role {
            case .dimension: conditions.append(try condition(filter, column, SQL(unsafeSQL: "(\(column.sql))")))
            case .set: conditions.append(try membership(filter, column))
            case .measure where isComparedBefore(column):
                conditions.append(try condition(filter, column, SQL(unsafeSQL: column.sql)))
            case .measure: break
            }
        }
        let source = report.source(scene)
        return conditions.isEmpty ? source : source + " WHERE \(SQL.join(conditions, separator: " AND "))"
    }

    /// A table's own column need not wait until it is summed or bounded, and an index may know it.
    private func isComparedBefore(_ column: Column) -> Bool { !isGrouped && column.isPlain }

    /// What is compared after it is summed.
    private func outerConditions() throws(QueryRefusal) -> [SQL] {
        var conditions: [SQL] = []
        for filter in request.filters {
            let column = try report.column(filter.column, filter.column, sight)
            guard column.role == .measure, !isComparedBefore(column) else { continue }
            conditions.append(try condition(filter, column, "q.\(identifier: column.name)"))
        }
        return conditions
    }

    /// What rows are ordered by; never null, and text by its bytes.
    var orderTerms: [SQL] {
        sort.map { item in
            let collation = item.column.isText ? " COLLATE \"C\"" : ""
            let name = "q.\(quoteIdentifier(item.column.name))"
            let whole = isNeverNull(item.column) ? name : "coalesce(\(name), \(item.column.sortDefault))"
            let term = item.column.isOrderedByItsBeginning ? "left(\(whole), \(Entities.orderedSigns))" : whole
            return SQL(unsafeSQL: term + collation)
        }
    }

    /// Rows without it are none of the report's, or a filter has left them out.
    private func isNeverNull(_ column: Column) -> Bool {
        guard !isGrouped else { return false }
        return column.isPresent
            || request.filters.contains { $0.column == column.name && ![.ne, .absent].contains($0.operator) }
    }

    // MARK: Links

    func links(of row: Row) throws -> [(name: String, target: Lead.Target)] {
        var values: [String: JSON] = [:]
        for (index, column) in linked.enumerated() {
            values[column.name] = try Report.cell(row, shown.count + sort.count + index, column)
        }
        return report.leads.compactMap { lead in
            lead.target(values, filters: request.filters).map { (lead.name, $0) }
        }
    }
}
