import Events

/// What a caller asks of a report.
package struct QueryRequest: Sendable {
    package var filters: [Filter] = []
    package var group: [String] = []
    package var sort: [(column: String, isDescending: Bool)] = []
    package var fields: [String]?
    package var limit = QueryRequest.defaultLimit
    package var cursor: String?

    package static let defaultLimit = 100
    /// The most rows a page holds; more is asked for with `cursor`.
    package static let limitOfRows = 10_000
    package static let limitOfFilters = 50

    package struct Filter: Sendable {
        package enum Operator: String, CaseIterable, Sendable { case eq, ne, gt, gte, lt, lte, `in`, contains }
        package var column: String
        package var `operator`: Operator
        package var values: [String]
        package init(_ column: String, _ op: Operator, _ values: [String]) {
            (self.column, self.operator, self.values) = (column, op, values)
        }
    }

    package init() {}

    /// Reads query parameters: `column=value`, `column=a,b`, `column.gte=value`, `group=`, `sort=-a,b`, `fields=`,
    /// `limit=`, `cursor=`. Those in `ignoring` are the caller's own.
    package init(parameters: [(name: String, value: String)], ignoring: Set<String>) throws(QueryRefusal) {
        for (name, value) in parameters where !ignoring.contains(name) {
            switch name {
            case "group": group = Self.list(value)
            case "fields": fields = Self.list(value)
            case "sort":
                sort = Self.list(value).map { $0.hasPrefix("-") ? (String($0.dropFirst()), true) : ($0, false) }
            case "limit":
                guard let number = Int(value), (1...Self.limitOfRows).contains(number) else {
                    throw QueryRefusal("limit", "limit must be a number from 1 to \(Self.limitOfRows), not “\(value)”")
                }
                limit = number
            case "cursor": cursor = value
            default: filters.append(try Self.filter(name, value))
            }
        }
        guard filters.count <= Self.limitOfFilters else {
            throw QueryRefusal("filter", "at most \(Self.limitOfFilters) filters are taken, \(filters.count) came")
        }
    }

    private static func list(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }

    private static func filter(_ name: String, _ value: String) throws(QueryRefusal) -> Filter {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard let column = parts.first else { throw QueryRefusal("", "a parameter needs a name") }
        if parts.count == 1 {
            let values = list(value)
            return values.count > 1 ? Filter(column, .in, values) : Filter(column, .eq, [value])
        }
        guard let op = Filter.Operator(rawValue: parts[1]) else {
            let known = Filter.Operator.allCases.map(\.rawValue).joined(separator: ", ")
            throw QueryRefusal(name, "“\(parts[1])” is no comparison; there are \(known)")
        }
        return Filter(column, op, op == .in ? list(value) : [value])
    }
}

/// A question that cannot be answered as asked: which parameter, and why.
package struct QueryRefusal: Error, Sendable, CustomStringConvertible {
    package var parameter: String
    package var description: String
    package init(_ parameter: String, _ description: String) {
        (self.parameter, self.description) = (parameter, description)
    }
}
