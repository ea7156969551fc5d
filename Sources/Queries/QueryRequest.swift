import Events

/// What a caller asks of a report.
package struct QueryRequest: Sendable {
    package var filters: [Filter] = []
    package var group: [String] = []
    package var sort: [(column: String, isDescending: Bool)] = []
    package var fields: [String]?
    package var limit = QueryRequest.defaultLimit
    package var cursor: String?
    /// Beside each row, where its figures come from.
    package var links = false
    /// The measures over everything that the filters pick.
    package var totals = false
    /// What the report takes besides, by the names of its `arguments`.
    package var arguments: [String: String] = [:]

    package static let defaultLimit = 100
    /// The most rows a page holds; more is asked for with `cursor`.
    package static let limitOfRows = 10_000
    package static let limitOfFilters = 50

    package struct Filter: Sendable {
        package enum Operator: String, CaseIterable, Sendable { case eq, ne, gt, gte, lt, lte, `in`, contains, absent }
        package var column: String
        package var `operator`: Operator
        package var values: [String]
        package init(_ column: String, _ op: Operator, _ values: [String]) {
            (self.column, self.operator, self.values) = (column, op, values)
        }
        /// As the caller wrote it.
        var parameter: String { "\(column).\(`operator`.rawValue)" }
    }

    package init() {}

    /// Reads a parameter that is a number from 1 on.
    package static func number(
        _ name: String, _ value: String, upTo most: Int, of what: String
    ) throws(QueryRefusal) -> Int {
        guard let number = Int(value), (1...most).contains(number) else {
            throw QueryRefusal(
                name, "\(name) must be a number from 1 to \(most), not “\(value)”", limit: "\(most) \(what)")
        }
        return number
    }

    /// Reads query parameters: `column=value`, `column=a,b`, `column.gte=value`, `group=`, `sort=-a,b`, `fields=`,
    /// `limit=`, `cursor=`, `links=`, `totals=`. Those in `ignoring` are the caller's own.
    package init(
        parameters: [(name: String, value: String)], ignoring: Set<String>, arguments names: Set<String> = []
    ) throws(QueryRefusal) {
        var seen: Set<String> = []
        for (name, value) in parameters {
            guard seen.insert(name).inserted else { throw QueryRefusal(name, "\(name) stands here twice") }
            if ignoring.contains(name) { continue }
            if names.contains(name) {
                arguments[name] = value
                continue
            }
            switch name {
            case "group": group = try Self.names(name, value)
            case "fields": fields = try Self.names(name, value)
            case "sort":
                sort = try Self.names(name, value).map {
                    $0.hasPrefix("-") ? (String($0.dropFirst()), true) : ($0, false)
                }
            case "limit":
                limit = try Self.number(name, value, upTo: Self.limitOfRows, of: "rows a page")
            case "cursor": cursor = value
            case "links": links = try Self.flag(name, value)
            case "totals": totals = try Self.flag(name, value)
            default: filters.append(try Self.filter(name, value))
            }
        }
        guard filters.count <= Self.limitOfFilters else {
            throw .contradiction(
                "filter", "at most \(Self.limitOfFilters) filters are taken, \(filters.count) came",
                limit: "\(Self.limitOfFilters) filters")
        }
    }

    private static func list(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }

    private static func names(_ parameter: String, _ text: String) throws(QueryRefusal) -> [String] {
        let names = list(text)
        guard !names.isEmpty else { throw QueryRefusal(parameter, "\(parameter) names at least one column") }
        for (place, name) in names.enumerated() where names[..<place].contains(name) {
            throw QueryRefusal(parameter, "\(name) is named twice")
        }
        return names
    }

    private static func flag(_ name: String, _ text: String) throws(QueryRefusal) -> Bool {
        guard let flag = Bool(text) else { throw QueryRefusal(name, "\(name) is true or false, not “\(text)”") }
        return flag
    }

    private static func filter(_ name: String, _ value: String) throws(QueryRefusal) -> Filter {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard let column = parts.first else { throw QueryRefusal("", "a parameter needs a name") }
        if parts.count == 1 {
            let values = try values(name, value)
            return values.count > 1 ? Filter(column, .in, values) : Filter(column, .eq, [value])
        }
        guard let op = Filter.Operator(rawValue: parts[1]) else {
            let known = Filter.Operator.allCases.map(\.rawValue).joined(separator: ", ")
            throw QueryRefusal(name, "“\(parts[1])” is no comparison; there are \(known)")
        }
        return Filter(column, op, op == .in ? try values(name, value) : [value])
    }

    /// Commas with nothing between them name no value.
    private static func values(_ parameter: String, _ text: String) throws(QueryRefusal) -> [String] {
        let values = list(text)
        guard !values.isEmpty || text.isEmpty else {
            throw QueryRefusal(parameter, "\(parameter) names at least one value")
        }
        return values
    }
}

/// A question that cannot be answered as asked: which parameter, and why.
package struct QueryRefusal: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// A parameter that is wrong by itself.
        case malformed
        /// Parameters that are right each by itself and not together, or over a limit.
        case contradiction
        /// Not for this reader.
        case forbidden
    }

    package var kind = Kind.malformed
    package var parameter: String
    package var description: String
    /// The limit that was passed.
    package var limit: String?

    package init(_ parameter: String, _ description: String, limit: String? = nil) {
        (self.parameter, self.description, self.limit) = (parameter, description, limit)
    }

    package static func contradiction(_ parameter: String, _ description: String, limit: String? = nil) -> QueryRefusal
    {
        var refusal = QueryRefusal(parameter, description, limit: limit)
        refusal.kind = .contradiction
        return refusal
    }

    package static func forbidden(_ parameter: String, _ description: String) -> QueryRefusal {
        var refusal = QueryRefusal(parameter, description)
        refusal.kind = .forbidden
        return refusal
    }
}
