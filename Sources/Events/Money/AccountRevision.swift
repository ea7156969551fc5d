/// A payment on account or an entry was wrong: it says something else now, whole. Stands at its own time, which is repeated as
/// `effectiveAt`. One of the two is there; customer and currency stay.
package struct AccountCorrected: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// The fact that first said it, as `writer:writerseq`.
    package var original = ""
    /// 1 is the first correction or reversal; the highest counts.
    package var revision: Int64 = 0
    package var customer = ""
    package var currency = ""
    package var payment: AccountPaid?
    package var entry: AccountAdjusted?

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("original", &original)
        visitor.int("revision", &revision, .ordinal, default: nil)
        visitor.id("customer", &customer)
        visitor.text("currency", &currency, .currency)
        visitor.part("payment", &payment)
        visitor.part("entry", &entry)
    }
}

/// A payment on account or an entry is taken back: it counts for nothing, and what it settled is owed again.
package struct AccountReversed: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var original = ""
    package var revision: Int64 = 0
    package var customer = ""
    package var currency = ""
    /// Where the day of the payment or entry is closed, the last closed day: it stays where it stands, and its opposite stands
    /// at this fact's `effectiveAt`, the first open day.
    package var closedThrough: CalendarDay?

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("original", &original)
        visitor.int("revision", &revision, .ordinal, default: nil)
        visitor.id("customer", &customer)
        visitor.text("currency", &currency, .currency)
        visitor.day("closedThrough", &closedThrough, required: false)
    }
}
