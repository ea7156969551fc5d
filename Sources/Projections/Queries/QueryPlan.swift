import Crypto
import Events
import JSON
import Postgres

/// A request made into SQL: names come from the report's own columns, values travel as binds, so nothing that a caller
/// writes becomes SQL.
struct QueryPlan {
    let report: Report
    let request: QueryRequest
    let isGrouped: Bool
    let shown: [Column]
    private let selected: [Column]
    private let sort: [(column: Column, isDescending: Bool)]
    private let inUse: Set<String>

    init(_ report: Report, _ request: QueryRequest) throws(QueryRefusal) {
        (self.report, self.request) = (report, request)
        isGrouped = !request.group.isEmpty || report.key.isEmpty
        var columns: [Column] = []
        if isGrouped {
            for name in request.group {
                let column = try report.column(name, "group")
                guard column.role == .dimension else {
                    throw QueryRefusal("group", "\(name) is a sum; it cannot be grouped by")
                }
                guard !columns.contains(where: { $0.name == name }) else {
                    throw QueryRefusal("group", "\(name) is named twice")
                }
                columns.append(column)
                for companion in report.companions[name] ?? [] where !request.group.contains(companion) {
                    let declared = try report.column(companion, "group")
                    columns.append(
                        Column.measure(declared.name, declared.kind, "max(\(declared.sql))", declared.sensitivity))
                }
            }
            columns += report.columns.filter { $0.role == .measure }
        } else {
            columns = report.columns
        }
        let isGroupedHere = isGrouped
        let all = columns
        func find(_ name: String, _ parameter: String) throws(QueryRefusal) -> Column {
            if let column = all.first(where: { $0.name == name }) { return column }
            _ = try report.column(name, parameter)
            throw QueryRefusal(
                parameter, isGroupedHere ? "\(name) is not among what is grouped and summed" : "\(name) is not shown")
        }
        selected = columns
        var shown = columns
        if let fields = request.fields {
            shown = []
            for name in fields { shown.append(try find(name, "fields")) }
        }
        self.shown = shown
        var sort: [(Column, Bool)] = []
        let asked =
            request.sort.isEmpty
            ? report.defaultSort.filter { item in all.contains { $0.name == item.column } } : request.sort
        for item in asked { sort.append((try find(item.column, "sort"), item.isDescending)) }
        for name in isGrouped ? request.group : report.key where !sort.contains(where: { $0.0.name == name }) {
            sort.append((try report.column(name, "sort"), false))
        }
        self.sort = sort
        var inUse = Set(columns.filter { $0.role == .dimension }.map(\.name))
        for filter in request.filters {
            let column = try report.column(filter.column, filter.column)
            if column.role == .dimension { inUse.insert(column.name) }
        }
        self.inUse = inUse
    }

    /// Columns shown, then what the order rests on.
    func sql(_ schemas: Schemas) throws(QueryRefusal) -> SQL {
        var inner: [SQL] = []
        var outer: [SQL] = []
        for filter in request.filters {
            let column = try report.column(filter.column, filter.column)
            if column.role == .dimension {
                inner.append(try condition(filter, column, SQL(unsafeSQL: "(\(column.sql))")))
            } else {
                guard isGrouped == false || selected.contains(where: { $0.name == column.name }) else {
                    throw QueryRefusal(filter.column, "\(column.name) is not among what is summed")
                }
                outer.append(try condition(filter, column, "q.\(identifier: column.name)"))
            }
        }
        if let cursor = request.cursor { outer.append(try keyset(cursor)) }
        let list = selected.map { column in
            let text = column.role == .measure && isGrouped ? report.measures(column, inUse) : column.sql
            let isComputed = column.role == .measure && (isGrouped || text.contains(" "))
            return SQL(
                unsafeSQL: "(\(isComputed ? column.bounded(text) : text))::\(column.castSQL)"
                    + " AS \(quoteIdentifier(column.name))")
        }
        var sql: SQL = "SELECT \(SQL.join(shown.map { "q.\(identifier: $0.name)" } + orderTerms))"
        sql += " FROM (SELECT \(SQL.join(list)) FROM \(unsafeSQL: report.source(schemas, inUse))"
        if !inner.isEmpty { sql += " WHERE \(SQL.join(inner, separator: " AND "))" }
        let grouped = isGrouped ? selected.filter { $0.role == .dimension } : []
        if !grouped.isEmpty { sql += SQL(unsafeSQL: " GROUP BY " + grouped.map(\.sql).joined(separator: ", ")) }
        sql += ") q"
        if !outer.isEmpty { sql += " WHERE \(SQL.join(outer, separator: " AND "))" }
        let order = zip(orderTerms, sort).map { term, item in term + SQL(unsafeSQL: item.isDescending ? " DESC" : "") }
        if !order.isEmpty { sql += " ORDER BY \(SQL.join(order))" }
        return sql + " LIMIT \(Int64(request.limit + 1))"
    }

    /// What rows are ordered by; never null, and text by its bytes.
    private var orderTerms: [SQL] {
        sort.map { item in
            let collation = item.column.isText ? " COLLATE \"C\"" : ""
            return SQL(
                unsafeSQL: "coalesce(q.\(quoteIdentifier(item.column.name)), \(item.column.sortDefault))\(collation)")
        }
    }

    // MARK: Filters

    private func condition(_ filter: QueryRequest.Filter, _ column: Column, _ left: SQL) throws(QueryRefusal) -> SQL {
        switch filter.operator {
        case .contains:
            guard column.isText else {
                throw QueryRefusal(
                    filter.column, "contains compares text, and \(column.name) is \(column.kind.rawValue)")
            }
            return "position(lower(\(filter.values[0])) in lower(\(left)::text)) > 0"
        case .in:
            var values: [SQL] = []
            for value in filter.values { values.append(try bound(value, column, filter.column)) }
            guard !values.isEmpty else { throw QueryRefusal(filter.column, "in needs at least one value") }
            return "\(left) IN (\(SQL.join(values)))"
        default:
            let comparison = [.eq: "=", .ne: "<>", .gt: ">", .gte: ">=", .lt: "<", .lte: "<="][filter.operator]!
            return left + SQL(unsafeSQL: " \(comparison) ") + (try bound(filter.values[0], column, filter.column))
        }
    }

    private func bound(_ text: String, _ column: Column, _ parameter: String) throws(QueryRefusal) -> SQL {
        switch column.kind {
        case .text: return "\(text)"
        case .date:
            guard let day = CalendarDay(text) else {
                throw QueryRefusal(parameter, "“\(text)” is no date written YYYY-MM-DD")
            }
            return "\(day.description)::date"
        case .boolean:
            guard let value = Bool(text) else { throw QueryRefusal(parameter, "“\(text)” is neither true nor false") }
            return "\(value)"
        case .instant:
            guard let instant = Instant(text) else { throw QueryRefusal(parameter, "“\(text)” is no RFC 3339 time") }
            return "\(instant.milliseconds)"
        default:
            guard let number = Int64(text) else { throw QueryRefusal(parameter, "“\(text)” is no integer") }
            return "\(number)"
        }
    }

    // MARK: Cursors

    /// A cursor holds the order it was made for and the last row's place in it, so it survives new rows.
    func cursor(behind row: Row) throws -> String {
        var values: [JSON] = []
        for (index, item) in sort.enumerated() {
            let place = shown.count + index
            values.append(
                item.column.isText
                    ? .string(try row.text(place))
                    : item.column.isBoolean ? .bool(try row.bool(place)) : .int(try row.int64(place)))
        }
        let json: JSON = ["sort": .string(signature), "at": .array(values)]
        return Hex.encode(json.bytes)
    }

    private var signature: String {
        report.name + "|" + request.group.joined(separator: ",") + "|"
            + sort.map { ($0.isDescending ? "-" : "") + $0.column.name }.joined(separator: ",")
    }

    private func keyset(_ cursor: String) throws(QueryRefusal) -> SQL {
        guard let bytes = Hex.decode(cursor), let json = try? JSON(parsing: bytes), json["sort"]?.string == signature,
            let values = json["at"]?.array, values.count == sort.count
        else { throw QueryRefusal("cursor", "this cursor was not given out for this question and order") }
        var alternatives: [SQL] = []
        for place in sort.indices {
            var terms: [SQL] = []
            for earlier in 0..<place {
                terms.append(orderTerms[earlier] + " = " + (try value(values[earlier], sort[earlier].column)))
            }
            terms.append(
                orderTerms[place] + SQL(unsafeSQL: sort[place].isDescending ? " < " : " > ")
                    + (try value(values[place], sort[place].column)))
            alternatives.append("(\(SQL.join(terms, separator: " AND ")))")
        }
        return "(\(SQL.join(alternatives, separator: " OR ")))"
    }

    private func value(_ json: JSON, _ column: Column) throws(QueryRefusal) -> SQL {
        switch json {
        case .string(let text) where column.isText && !text.utf8.contains(0): "\(text)"
        case .int(let number) where !column.isText && !column.isBoolean: "\(number)"
        case .bool(let flag) where column.isBoolean: "\(flag)"
        default: throw QueryRefusal("cursor", "this cursor was not given out for this question and order")
        }
    }
}
