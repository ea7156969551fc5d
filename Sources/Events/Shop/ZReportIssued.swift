/// A shift's Z report as its till wrote it: numbered from the last by one, and never changed. A receipt that arrives later
/// belongs to its shift all the same; the difference is shown beside the report.
package struct ZReportIssued: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var number: Int64 = 0
    package var shift = ""
    package var businessDate: CalendarDay?
    package var till: String?
    package var drawer: String?
    package var currency = ""
    /// The first and the last fact of the till's book that it covers.
    package var firstSequence: Int64 = 0
    package var lastSequence: Int64 = 0
    package var gross: Int64 = 0
    package var discount: Int64 = 0
    /// Defaults to gross − tax.
    package var net: Int64?
    package var tax: Int64 = 0
    package var rounding: Int64 = 0
    /// What the till has sold in its life, this shift included; never reset.
    package var grandTotal: Int64 = 0
    /// The same before this shift.
    package var previousGrandTotal: Int64?
    package var counts: ZCounts?
    package var tenders: [ZTender] = []
    package var taxes: [LineTax] = []
    package var discounts: [ZDiscount] = []
    package var cash: [ZCash] = []
    package var fiscal: Fiscal?

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.int("number", &number, .ordinal, default: nil)
        visitor.id("shift", &shift)
        visitor.day("businessDate", &businessDate, required: true)
        visitor.id("till", &till)
        visitor.id("drawer", &drawer)
        visitor.text("currency", &currency, .currency)
        visitor.int("firstSequence", &firstSequence, .ordinal, default: nil)
        visitor.int("lastSequence", &lastSequence, .ordinal, default: nil)
        visitor.money("gross", &gross)
        visitor.money("discount", &discount, default: 0)
        visitor.int("net", &net, .money)
        visitor.money("tax", &tax, default: 0)
        visitor.money("rounding", &rounding, default: 0)
        visitor.money("grandTotal", &grandTotal)
        visitor.int("previousGrandTotal", &previousGrandTotal, .money)
        visitor.part("counts", &counts)
        visitor.parts("tenders", &tenders)
        visitor.parts("taxes", &taxes)
        visitor.parts("discounts", &discounts)
        visitor.parts("cash", &cash)
        visitor.part("fiscal", &fiscal)
    }

    package var netOrDefault: Int64 { net ?? (gross &- tax) }
}

/// How often what was done in a shift, and for how much it was returned and voided.
package struct ZCounts: FactPart, Equatable {
    package var receipts: Int64 = 0
    package var returns: Int64 = 0
    /// The gross of return lines: negative or 0.
    package var returnsAmount: Int64 = 0
    package var voids: Int64 = 0
    package var voidsAmount: Int64 = 0
    package var cancelled: Int64 = 0
    package var suspended: Int64 = 0
    package var noSales: Int64 = 0
    package var training: Int64 = 0
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("receipts", &receipts, .number, default: 0)
        visitor.int("returns", &returns, .number, default: 0)
        visitor.money("returnsAmount", &returnsAmount, default: 0)
        visitor.int("voids", &voids, .number, default: 0)
        visitor.money("voidsAmount", &voidsAmount, default: 0)
        visitor.int("cancelled", &cancelled, .number, default: 0)
        visitor.int("suspended", &suspended, .number, default: 0)
        visitor.int("noSales", &noSales, .number, default: 0)
        visitor.int("training", &training, .number, default: 0)
    }
}

/// What was paid by one kind of tender, change and refunds deducted.
package struct ZTender: FactPart, Equatable {
    package var kind = ""
    /// In the report's currency.
    package var amount: Int64 = 0
    package var count: Int64?
    /// Of a tender in another currency: which, and how much of it.
    package var currency: String?
    package var foreignAmount: Int64?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("kind", &kind)
        visitor.money("amount", &amount)
        visitor.int("count", &count, .number)
        visitor.text("currency", &currency, .currency)
        visitor.int("foreignAmount", &foreignAmount, .money)
    }
}

package struct ZDiscount: FactPart, Equatable {
    package var rule: String?
    package var kind: String?
    package var amount: Int64 = 0
    package var count: Int64?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("rule", &rule)
        visitor.id("kind", &kind)
        visitor.money("amount", &amount)
        visitor.int("count", &count, .number)
    }
}

/// A drawer's cash in one currency: start + tenders + float + paid in − removals − drops − paid out is what to expect.
package struct ZCash: FactPart, Equatable {
    package var currency = ""
    package var start: Int64 = 0
    /// Σ cash tenders; change and refunds are negative.
    package var tenders: Int64 = 0
    package var floats: Int64 = 0
    package var paidIn: Int64 = 0
    package var removals: Int64 = 0
    /// To the safe and to the bank.
    package var drops: Int64 = 0
    package var paidOut: Int64 = 0
    package var expected: Int64 = 0
    package var declared: Int64?
    /// Declared less expected: positive is over, negative short.
    package var overShort: Int64?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("currency", &currency, .currency)
        visitor.money("start", &start, default: 0)
        visitor.money("tenders", &tenders, default: 0)
        visitor.money("floats", &floats, default: 0)
        visitor.money("paidIn", &paidIn, default: 0)
        visitor.money("removals", &removals, default: 0)
        visitor.money("drops", &drops, default: 0)
        visitor.money("paidOut", &paidOut, default: 0)
        visitor.money("expected", &expected)
        visitor.int("declared", &declared, .money)
        visitor.int("overShort", &overShort, .money)
    }

    package var expectedFromParts: Int64 {
        start &+ tenders &+ floats &+ paidIn &- removals &- drops &- paidOut
    }
}
