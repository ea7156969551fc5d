/// Values by an id that anybody may have chosen, told apart by its bytes (`ExactText`).
///
/// Where ids come from facts or rows, this stands for a `Dictionary` keyed by `String`, which takes canonically equivalent
/// ids for one, and ends the process when it is made of rows that have both.
package struct ByID<Value> {
    private var values: [ExactText: Value]

    package init() { values = [:] }

    /// Of several values for one id the last counts.
    package init(_ pairs: some Sequence<(String, Value)>) {
        values = Dictionary(pairs.lazy.map { (ExactText($0), $1) }) { _, last in last }
    }

    /// The elements by an id of each, in their order.
    package init<Element>(grouping elements: some Sequence<Element>, by id: (Element) -> String)
    where Value == [Element] {
        values = Dictionary(grouping: elements) { ExactText(id($0)) }
    }

    package subscript(_ id: String) -> Value? {
        get { values[ExactText(id)] }
        set { values[ExactText(id)] = newValue }
    }

    package subscript(_ id: String, default value: @autoclosure () -> Value) -> Value {
        get { values[ExactText(id)] ?? value() }
        _modify { yield &values[ExactText(id), default: value()] }
    }

    package var isEmpty: Bool { values.isEmpty }

    /// In no order.
    package var all: some Collection<Value> { values.values }

    /// In no order.
    package var ids: some Collection<ExactText> { values.keys }

    /// By the ids' bytes.
    package var sorted: [(id: String, value: Value)] {
        values.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) }
    }

    /// - Parameter combine: what two values for one id come to, the other's second.
    package mutating func merge(_ other: ByID, _ combine: (Value, Value) -> Value) {
        values.merge(other.values, uniquingKeysWith: combine)
    }

    package func mapValues<Other>(_ change: (Value) throws -> Other) rethrows -> ByID<Other> {
        var other = ByID<Other>()
        other.values = try values.mapValues(change)
        return other
    }

    package func compactMapValues<Other>(_ change: (Value) throws -> Other?) rethrows -> ByID<Other> {
        var other = ByID<Other>()
        other.values = try values.compactMapValues(change)
        return other
    }
}

extension ByID: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral pairs: (String, Value)...) { self.init(pairs) }
}

extension ByID: Sendable where Value: Sendable {}
extension ByID: Equatable where Value: Equatable {}

/// As a `Dictionary` keyed by `String` is coded: an object whose members are named by the ids. For coders that tell names
/// apart by their bytes; Foundation's do not.
extension ByID: Codable where Value: Codable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        self.init(
            try container.allKeys.map { key in (key.stringValue, try container.decode(Value.self, forKey: key)) })
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (id, value) in sorted { try container.encode(value, forKey: Name(stringValue: id)) }
    }
}
