/// A customer earned points, on the net of a receipt.
package struct PointsEarned: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package var points: Int64 = 0
    package var program: String?
    /// The receipt, as `writer:writerseq`: the ledger's key.
    package var receipt: String?
    package var rule: String?
    package var version: Int64?
    /// The net amount that they were earned on.
    package var base: Int64?
    package var currency: String?
    /// Points a minor unit; a return takes back at this rate.
    package var rate: Ratio?
    /// The last day on which they can be burned.
    package var expiresOn: CalendarDay?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.int("points", &points, .number, default: nil)
        visitor.id("program", &program)
        visitor.id("receipt", &receipt)
        visitor.id("rule", &rule)
        visitor.int("version", &version, .ordinal)
        visitor.int("base", &base, .money)
        visitor.text("currency", &currency, .currency)
        visitor.part("rate", &rate)
        visitor.day("expiresOn", &expiresOn, required: false)
    }
}

/// Points are held for a till that is about to be paid with them.
package struct PointsReserved: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package var hold = ""
    package var points: Int64 = 0
    package var program: String?
    package var writer: String?
    /// The shop whose till holds it; absent: the office does.
    package var store: String?
    package var expiresAt: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.id("hold", &hold)
        visitor.int("points", &points, .number, default: nil)
        visitor.id("program", &program)
        visitor.id("writer", &writer)
        visitor.id("store", &store)
        visitor.text("expiresAt", &expiresAt, .instant)
    }
}

/// Points were spent, the oldest first: never more than there are.
package struct PointsBurned: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package var points: Int64 = 0
    package var program: String?
    package var hold: String?
    package var receipt: String?
    /// What they were worth.
    package var amount: Int64?
    package var currency: String?
    /// Whose points they were, oldest first.
    package var spent: [PointsPart] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.int("points", &points, .number, default: nil)
        visitor.id("program", &program)
        visitor.id("hold", &hold)
        visitor.id("receipt", &receipt)
        visitor.int("amount", &amount, .money)
        visitor.text("currency", &currency, .currency)
        visitor.parts("spent", &spent)
    }
}

/// Points of one earning.
package struct PointsPart: FactPart, Equatable {
    /// The `points.earned` or `points.adjusted`, as `writer:writerseq`.
    package var earning = ""
    package var points: Int64 = 0
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("earning", &earning)
        visitor.int("points", &points, .number, default: nil)
    }
}

/// A hold ends unspent.
package struct PointsReleased: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package var hold = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.id("hold", &hold)
    }
}

/// A return undoes what its sale earned (at the sale's rate; the balance may fall below zero) or burned, once; a void or a
/// cancellation undoes what is left of both.
package struct PointsReversed: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package var kind = ""
    /// Above 0: so many earned points are taken back, or so many burned ones come back.
    package var points: Int64 = 0
    package var program: String?
    /// The return's receipt (nil where the sale itself was undone) and the sale's, as `writer:writerseq`.
    package var receipt: String?
    package var original: String?

    package static let kinds = ["earned", "burned"]

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.int("points", &points, .number, default: nil)
        visitor.id("program", &program)
        visitor.id("receipt", &receipt)
        visitor.id("original", &original)
    }
}

/// Points were not spent in time.
package struct PointsExpired: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package var points: Int64 = 0
    package var program: String?
    package var spent: [PointsPart] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.int("points", &points, .number, default: nil)
        visitor.id("program", &program)
        visitor.parts("spent", &spent)
    }
}

/// Someone gave points or took them, with a reason.
package struct PointsAdjusted: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    /// Negative takes away.
    package var points: Int64 = 0
    package var program: String?
    package var expiresOn: CalendarDay?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.int("points", &points, .number, default: nil)
        visitor.id("program", &program)
        visitor.day("expiresOn", &expiresOn, required: false)
    }
}
