import Events

/// A parameter of a report that is no filter: a moment that it is asked for, or words to look for.
package struct Argument: Sendable {
    package enum Kind: Sendable { case moment, text }

    package let name: String
    package let description: String
    package var kind = Kind.moment

    /// The longest text to look for, in bytes: each word of it is looked for in every row.
    package static let textLimit = 500

    /// A date stands for its end, in the chain's own zone.
    static func moment(_ text: String) -> Instant? {
        Instant(text) ?? CalendarDay(text).map { Zone.home.end(of: $0) }
    }

    func check(_ value: String) throws(QueryRefusal) {
        guard kind == .moment else {
            guard value.utf8.count <= Self.textLimit, !value.utf8.contains(0) else {
                throw QueryRefusal(
                    name, "\(name) takes at most \(Self.textLimit) bytes, none of them zero",
                    limit: "\(Self.textLimit) bytes")
            }
            return
        }
        guard Self.moment(value) != nil else {
            throw QueryRefusal(name, "“\(value)” is neither a date written YYYY-MM-DD nor an RFC 3339 time")
        }
    }
}
