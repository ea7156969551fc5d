import Events
import Postgres

extension QueryRequest.Filter.Operator {
    /// Of one value with another; equality where it is none.
    fileprivate var comparison: String {
        switch self {
        case .ne: "IS DISTINCT FROM"
        case .gt: ">"
        case .gte: ">="
        case .lt: "<"
        case .lte: "<="
        case .eq, .in, .contains, .absent: "="
        }
    }
}

extension QueryPlan {
    func condition(_ filter: QueryRequest.Filter, _ column: Column, _ left: SQL) throws(QueryRefusal) -> SQL {
        guard column.operators.contains(filter.operator) else {
            let known = column.operators.map(\.rawValue).joined(separator: ", ")
            throw QueryRefusal(
                filter.column,
                "\(filter.operator.rawValue) does not compare \(column.name), which is \(column.kind.rawValue): \(known) do"
            )
        }
        if let raw = column.rawCustomer, filter.operator == .eq || filter.operator == .in, !filter.values.isEmpty {
            return "\(unsafeSQL: raw) = ANY(\(filter.values))"
        }
        // Nobody's receipt is not this person's either.
        if let raw = column.rawCustomer, filter.operator == .ne, !filter.values.isEmpty {
            return "(\(unsafeSQL: raw) = ANY(\(filter.values))) IS NOT TRUE"
        }
        switch filter.operator {
        case .contains: return "position(lower(\(filter.values[0])) in lower(\(left)::text)) > 0"
        case .absent:
            guard let isAbsent = Bool(filter.values[0]) else {
                throw QueryRefusal(filter.column, "“\(filter.values[0])” is neither true nor false")
            }
            return "(\(left) IS NULL) = \(isAbsent)"
        case .in:
            var values: [SQL] = []
            for value in filter.values { values.append(try bound(value, column, filter.column)) }
            guard !values.isEmpty else { throw QueryRefusal(filter.column, "in needs at least one value") }
            return "\(left) IN (\(SQL.join(values)))"
        default:
            let comparison = filter.operator.comparison
            return left + SQL(unsafeSQL: " \(comparison) ") + (try bound(filter.values[0], column, filter.column))
        }
    }

    /// Whether something in a set is so; not equal holds of a set that has no such thing.
    func membership(_ filter: QueryRequest.Filter, _ column: Column) throws(QueryRefusal) -> SQL {
        var asked = filter
        if filter.operator == .ne { asked.operator = .eq }
        let holds: SQL = """
            EXISTS (SELECT 1 FROM (\(column.elements!(scene))) AS e(v) WHERE \(try condition(asked, column, "e.v")))
            """
        return filter.operator == .ne ? "NOT \(holds)" : holds
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
}
