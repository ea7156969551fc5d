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

    /// In no order.
    package var all: some Collection<Value> { values.values }

    /// By the ids' bytes.
    package var sorted: [(id: String, value: Value)] {
        values.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) }
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

extension ByID: Sendable where Value: Sendable {}
