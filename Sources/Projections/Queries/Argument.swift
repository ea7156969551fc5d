import Events

/// A parameter of a report that is no filter: a moment that it is asked for.
package struct Argument: Sendable {
    package let name: String
    package let description: String

    /// A date stands for its end, in the chain's own zone.
    static func moment(_ text: String) -> Instant? {
        Instant(text) ?? CalendarDay(text).map { DashboardDays.homeZone.end(of: $0) }
    }

    func check(_ value: String) throws(QueryRefusal) {
        guard Self.moment(value) != nil else {
            throw QueryRefusal(name, "“\(value)” is neither a date written YYYY-MM-DD nor an RFC 3339 time")
        }
    }
}
