import Events

/// The total order of facts: by when they take effect, then by the bytes of the writer's name, then by its number.
package enum TotalOrder {
    /// - Parameter at: in milliseconds since 1970.
    package static func precedes(_ one: (at: Int64, id: FactID), _ other: (at: Int64, id: FactID)) -> Bool {
        if one.at != other.at { return one.at < other.at }
        let (a, b) = (ExactText(one.id.writer), ExactText(other.id.writer))
        return a != b ? a < b : one.id.sequence < other.id.sequence
    }
}
