/// A gift card was sold, or store credit given: a liability. Serial a card, decided one after the other by its serial.
package struct GiftCardIssued: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var serial = ""
    package var kind: String?
    package var amount: Int64 = 0
    package var currency = ""
    package var customer: String?
    /// The receipt that sold it or gave it for a return, as `writer:writerseq`, and its line.
    package var receipt: String?
    package var receiptLine: Int64?
    /// The last day on which it pays.
    package var expiresOn: CalendarDay?

    package static let kinds = ["giftCard", "storeCredit"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("serial", &serial)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
        visitor.id("customer", &customer)
        visitor.id("receipt", &receipt)
        visitor.int("receiptLine", &receiptLine, .ordinal)
        visitor.day("expiresOn", &expiresOn, required: false)
    }
}

/// More lies on a card: a top-up, or what was paid with it comes back.
package struct GiftCardCredited: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var serial = ""
    package var kind = ""
    package var amount: Int64 = 0
    package var currency = ""
    package var receipt: String?
    package var receiptLine: Int64?

    package static let kinds = ["topUp", "refund", "correction"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("serial", &serial)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
        visitor.id("receipt", &receipt)
        visitor.int("receiptLine", &receiptLine, .ordinal)
    }
}

/// A till is about to be paid with a card: that much of it is held.
package struct GiftCardReserved: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var serial = ""
    package var hold = ""
    package var amount: Int64 = 0
    package var currency = ""
    /// The till's or the office's book that asked.
    package var writer: String?
    /// The shop whose till holds it; absent: the office does.
    package var store: String?
    /// When the hold ends by itself.
    package var expiresAt: String?

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("serial", &serial)
        visitor.id("hold", &hold)
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
        visitor.id("writer", &writer)
        visitor.id("store", &store)
        visitor.text("expiresAt", &expiresAt, .instant)
    }
}

/// A card paid: with a hold, or without one when the till was offline. The latter may leave less than nothing on it.
package struct GiftCardCaptured: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var serial = ""
    package var hold: String?
    package var amount: Int64 = 0
    package var currency = ""
    /// The receipt that was paid, as `writer:writerseq`, and its tender.
    package var receipt: String?
    package var tender: Int64?
    package var offline = false

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("serial", &serial)
        visitor.id("hold", &hold)
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
        visitor.id("receipt", &receipt)
        visitor.int("tender", &tender, .ordinal)
        visitor.bool("offline", &offline)
    }
}

/// A hold ends unpaid.
package struct GiftCardReleased: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var serial = ""
    package var hold = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("serial", &serial)
        visitor.id("hold", &hold)
    }
}

/// A card pays no more (it was lost, or fraud is suspected), or pays again.
package struct GiftCardBlocked: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var serial = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("serial", &serial)
    }
}

/// What was left on a card is no liability any more.
package struct GiftCardExpired: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var serial = ""
    package var amount: Int64 = 0
    package var currency = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("serial", &serial)
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
    }
}
