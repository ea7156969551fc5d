/// Money is about to be asked for, outside the till: logged before the terminal or the bank is called, so that an answer
/// that never comes is known to be missing. Moves the reconciliation list, never a sale: that is the receipt's tender,
/// linked by the payment's id.
package struct PaymentInitiated: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var payment = ""
    /// Card, bank transfer, QR code, …
    package var method = ""
    package var purpose: String?
    /// Above 0; of a refund, what goes back.
    package var amount: Int64 = 0
    package var currency = ""
    package var customer: String?
    package var order: String?
    package var receipt: String?
    /// Of a refund: the payment that it gives back.
    package var original: String?
    package var provider: String?
    package var terminal: String?

    package static let purposes = ["sale", "deposit", "account", "refund"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("payment", &payment)
        visitor.id("method", &method)
        visitor.text("purpose", &purpose, .choice(Self.purposes))
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
        visitor.id("customer", &customer)
        visitor.id("order", &order)
        visitor.id("receipt", &receipt)
        visitor.id("original", &original)
        visitor.id("provider", &provider)
        visitor.id("terminal", &terminal)
    }
}

/// The money is ours.
package struct PaymentCaptured: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var payment = ""
    package var amount: Int64 = 0
    package var currency = ""
    package var receipt: String?
    package var order: String?
    package var customer: String?
    package var authorization: String?
    /// The provider's own number.
    package var reference: String?
    /// What the provider keeps.
    package var fee: Int64?
    /// When the bank pays it out.
    package var settlesOn: CalendarDay?

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("payment", &payment)
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
        visitor.id("receipt", &receipt)
        visitor.id("order", &order)
        visitor.id("customer", &customer)
        visitor.text("authorization", &authorization)
        visitor.text("reference", &reference)
        visitor.int("fee", &fee, .money)
        visitor.day("settlesOn", &settlesOn, required: false)
    }
}

/// No money came, for certain (declined), or nobody knows yet (unknown): the latter is to be reconciled.
package struct PaymentUnpaid: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var payment = ""
    /// The provider's answer or the fault's name.
    package var code: String?
    package var reference: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("payment", &payment)
        visitor.text("code", &code)
        visitor.text("reference", &reference)
    }
}

/// Captured money, or a part of it, went back.
package struct PaymentRefunded: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// The payment that is given back.
    package var payment = ""
    /// This refund's own id, which the receipt's tender carries.
    package var refund = ""
    package var amount: Int64 = 0
    package var currency = ""
    package var receipt: String?
    package var order: String?
    package var reference: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("payment", &payment)
        visitor.id("refund", &refund)
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
        visitor.id("receipt", &receipt)
        visitor.id("order", &order)
        visitor.text("reference", &reference)
    }
}
