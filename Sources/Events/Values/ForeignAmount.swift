/// What a document said in its own currency: converted once, as a total, at a rate that stays with it.
package struct ForeignAmount: FactPart, Equatable {
    package var currency = ""
    package var amount: Int64 = 0
    package var rate: ExchangeRate?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("currency", &currency, .currency)
        visitor.money("amount", &amount)
        visitor.part("rate", &rate)
    }
}
