import Events
import JSON

/// Where a row's figure comes from: the question that lists what it is made of.
package struct Lead: Sendable {
    package let name: String
    /// Such as `/v1/receipts/{receipt}`: a name in braces is a column of the row.
    package let path: String
    let fixed: [(parameter: String, value: String)]
    /// Columns that a document must be told, by their own name.
    let arguments: [String]
    /// Columns that become filters there, by the name that they have there.
    let passes: [(column: String, parameter: String)]

    init(
        _ name: String, _ path: String, arguments: [String] = [], fixed: [(String, String)] = [],
        passes: [(String, String)] = []
    ) {
        (self.name, self.path, self.arguments) = (name, path, arguments)
        self.fixed = fixed.map { (parameter: $0.0, value: $0.1) }
        self.passes = passes.map { (column: $0.0, parameter: $0.1) }
    }

    /// The same name there as here.
    static func same(_ names: String...) -> [(String, String)] { names.map { ($0, $0) } }

    private var parts: [Substring] { path.split(separator: "/") }
    private static func column(_ part: Substring) -> String? {
        part.hasPrefix("{") ? String(part.dropFirst().dropLast()) : nil
    }
    /// Columns without which it leads nowhere.
    package var required: [String] { parts.compactMap(Self.column) + arguments }
    var columns: [String] { required + passes.map(\.column) }

    /// An address, not yet encoded.
    package struct Target: Sendable, Equatable {
        package var segments: [String]
        package var query: [(name: String, value: String)]
        package static func == (one: Target, other: Target) -> Bool {
            one.segments == other.segments && one.query.elementsEqual(other.query) { $0 == $1 }
        }
    }

    /// - Parameter values: the row's, by column; what is not among them is passed on as it was filtered by.
    /// - Returns: nil where a column that it needs has no value.
    func target(_ values: [String: JSON], filters: [QueryRequest.Filter]) -> Target? {
        var segments: [String] = []
        for part in parts {
            guard let column = Self.column(part) else {
                segments.append(String(part))
                continue
            }
            guard let value = values[column], !value.isNull else { return nil }
            segments.append(Self.text(value))
        }
        var query = fixed.map { (name: $0.parameter, value: $0.value) }
        for argument in arguments {
            guard let value = values[argument], !value.isNull else { return nil }
            query.append((name: argument, value: Self.text(value)))
        }
        for pass in passes {
            if let value = values[pass.column] {
                let isAbsent = value.isNull
                query.append(
                    (
                        name: pass.parameter + (isAbsent ? ".absent" : ".eq"),
                        value: isAbsent ? "true" : Self.text(value)
                    ))
            } else {
                for filter in filters where filter.column == pass.column {
                    query.append(
                        (
                            name: "\(pass.parameter).\(filter.operator.rawValue)",
                            value: filter.values.joined(separator: ",")
                        ))
                }
            }
        }
        return Target(segments: segments, query: query)
    }

    private static func text(_ value: JSON) -> String { value.string ?? value.text }
}
