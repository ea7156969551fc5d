import JSON

/// What may stand in every fact: when it took effect, who did it, who allowed it, why, and what caused it.
package struct Circumstances: FactPart, Equatable {
    /// RFC 3339, or a date alone: that day in `zone`.
    package var effectiveAt: String?
    package var zone: String?
    package var `operator`: String?
    package var approver: String?
    package var reason: String?
    /// The id of the fact that caused this one.
    package var causation: String?
    package var externalIds: JSON?
    /// Users' own fields, by field id.
    package var fields: JSON?

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("effectiveAt", &effectiveAt, .dayOrInstant)
        visitor.text("zone", &zone, .zone)
        visitor.id("operator", &`operator`)
        visitor.id("approver", &approver)
        visitor.text("reason", &reason)
        visitor.id("causation", &causation)
        visitor.free("externalIds", &externalIds)
        visitor.free("fields", &fields)
    }

    /// effectiveAt in milliseconds: a date alone stands for its first millisecond (facts that bring in) or its last.
    package func effective(occurredAt: Instant, atEndOfDay: Bool = false) -> Instant {
        guard let effectiveAt else { return occurredAt }
        if let instant = Instant(effectiveAt) { return instant }
        guard let day = CalendarDay(effectiveAt) else { return occurredAt }
        let zone = zone.flatMap { Zone($0) } ?? .utc
        return atEndOfDay ? zone.end(of: day) : zone.start(of: day)
    }
}
