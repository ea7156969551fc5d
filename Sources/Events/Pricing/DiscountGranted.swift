import JSON

/// A discount that was given to a customer outside a receipt: a coupon handed out, a personal discount, a tier reached.
/// What is given on a receipt travels inside it.
package struct DiscountGranted: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var grant = ""
    package var customer: String?
    package var kind = ""
    package var rule: String?
    package var version: Int64?
    package var coupon: String?
    package var percent: Int64?
    package var amount: Int64?
    package var currency: String?
    /// What the percent is of.
    package var base: Int64?
    package var from: String?
    package var to: String?
    /// What the rule looked at: turnover, window, position read.
    package var inputs: JSON?

    package static let kinds = ["coupon", "personal", "tier", "compensation", "other"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("grant", &grant)
        visitor.id("customer", &customer)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.id("rule", &rule)
        visitor.int("version", &version, .ordinal)
        visitor.id("coupon", &coupon)
        visitor.int("percent", &percent, .rate)
        visitor.int("amount", &amount, .money)
        visitor.text("currency", &currency, .currency)
        visitor.int("base", &base, .money)
        visitor.text("from", &from, .dayOrInstant)
        visitor.text("to", &to, .dayOrInstant)
        visitor.free("inputs", &inputs)
    }
}
