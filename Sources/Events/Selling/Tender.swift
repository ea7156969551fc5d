/// How a receipt was paid; change and refunds are negative.
package struct Tender: FactPart, Equatable {
    package var tender: Int64 = 0
    package var kind = ""
    package var amount: Int64 = 0
    package var payment: String?
    package var serial: String?
    package var currency: String?
    package var foreignAmount: Int64?
    package var rate: ExchangeRate?
    package var baseAmount: Int64?
    package var originalTender: OriginalTender?

    /// Those that are the same everywhere; a chain has its own besides (`tenderKind.defined`).
    package static let kinds = ["cash", "card", "giftCard", "storeCredit", "coupon", "account"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("tender", &tender, .ordinal, default: nil)
        visitor.id("kind", &kind)
        visitor.money("amount", &amount)
        visitor.id("payment", &payment)
        visitor.text("serial", &serial)
        visitor.text("currency", &currency, .currency)
        visitor.int("foreignAmount", &foreignAmount, .money)
        visitor.part("rate", &rate)
        visitor.int("baseAmount", &baseAmount, .money)
        visitor.part("originalTender", &originalTender)
    }
}

package struct ExchangeRate: FactPart, Equatable {
    package var id: String?
    package var numerator: Int64 = 1
    package var denominator: Int64 = 1
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("id", &id)
        visitor.int("numerator", &numerator, .ordinal, default: nil)
        visitor.int("denominator", &denominator, .ordinal, default: nil)
    }
}

package struct OriginalTender: FactPart, Equatable {
    package var receipt = ""
    package var tender: Int64 = 0
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("receipt", &receipt)
        visitor.int("tender", &tender, .ordinal, default: nil)
    }
}
