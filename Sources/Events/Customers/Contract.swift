/// What the chain and a customer agreed on: everything when signed, afterwards only what changed.
package struct ContractFacts: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var contract = ""
    package var customer: String?
    package var number: String?
    package var kind: String?
    package var from: CalendarDay?
    /// The first day on which it no longer holds.
    package var to: CalendarDay?
    package var currency: String?
    /// How much may stand on account.
    package var creditLimit: Int64?
    package var paymentDays: Int64?
    /// The discount rules that hold because of it.
    package var rules: [String] = []
    package var stores: [String] = []
    /// What identifies the person, sealed with that person's key.
    package var sealed: String?
    /// Members that hold nothing any more, as `to` or `rules`: what is left out of a change stays as it was.
    package var cleared: [String] = []
    package static let clearable = [
        "number", "kind", "from", "to", "currency", "creditLimit", "paymentDays", "rules", "stores", "sealed",
    ]
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("contract", &contract)
        visitor.id("customer", &customer)
        visitor.text("number", &number)
        visitor.id("kind", &kind)
        visitor.day("from", &from, required: false)
        visitor.day("to", &to, required: false)
        visitor.text("currency", &currency, .currency)
        visitor.int("creditLimit", &creditLimit, .money)
        visitor.int("paymentDays", &paymentDays, .number)
        visitor.texts("rules", &rules)
        visitor.texts("stores", &stores)
        visitor.text("sealed", &sealed, .base64)
        visitor.texts("cleared", &cleared)
    }
}

/// A contract ends with `effectiveAt`.
package struct ContractEnded: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var contract = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("contract", &contract)
    }
}
