import Events

/// Where a revision stands among those of its thing: the highest counts, then the last in the total order, however they are
/// heard. Read models say the same.
package struct RevisionPlace: Codable, Sendable, Equatable, Comparable {
    package var number: Int64
    /// When it took effect, in milliseconds since 1970.
    package var at: Int64
    package var writer: String
    package var sequence: Int64

    /// - Parameter said: without an id while it is being decided; then its number is above all that are known.
    init(_ number: Int64, _ said: Said) {
        (self.number, at) = (number, said.at)
        (writer, sequence) = (said.id?.writer ?? "", said.id?.sequence ?? 0)
    }

    /// Before all of a number: a state that was kept without places.
    init(before number: Int64) { (self.number, at, writer, sequence) = (number, .min, "", 0) }

    package static func < (one: Self, other: Self) -> Bool {
        if one.number != other.number { return one.number < other.number }
        if one.at != other.at { return one.at < other.at }
        let (writer, others) = (ExactText(one.writer), ExactText(other.writer))
        return writer != others ? writer < others : one.sequence < other.sequence
    }
}
