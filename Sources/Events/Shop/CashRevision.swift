/// A cash movement was wrong: it says something else now, whole. Stands at its own time, which is repeated as `effectiveAt`.
package struct CashCorrected: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// The fact that first said it, as `writer:writerseq`.
    package var original = ""
    /// 1 is the first correction or reversal; the highest counts.
    package var revision: Int64 = 0
    package var movement: CashMoved?

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("original", &original)
        visitor.int("revision", &revision, .ordinal, default: nil)
        visitor.part("movement", &movement)
    }
}

/// A cash movement is taken back: it counts for nothing.
package struct CashReversed: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var original = ""
    package var revision: Int64 = 0
    /// Where the day of the movement is closed, the last closed day: it stays where it stands, and its opposite stands at this
    /// fact's `effectiveAt`, the first open day.
    package var closedThrough: CalendarDay?

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("original", &original)
        visitor.int("revision", &revision, .ordinal, default: nil)
        visitor.day("closedThrough", &closedThrough, required: false)
    }
}
