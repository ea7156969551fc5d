/// A customer pays what stands on account. What a receipt puts there is its tender of kind `account`; cash that comes into
/// a drawer is beside this a cash movement of the shift.
package struct AccountPaid: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    /// Above 0: so much less is owed.
    package var amount: Int64 = 0
    package var currency = ""
    package var method: String?
    package var payment: String?
    package var document: String?
    package var contract: String?
    package var businessDate: CalendarDay?
    package var shift: String?
    /// The receipts that it pays for; absent: the oldest first.
    package var settles: [AccountSettlement] = []

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
        visitor.id("method", &method)
        visitor.id("payment", &payment)
        visitor.text("document", &document)
        visitor.id("contract", &contract)
        visitor.day("businessDate", &businessDate, required: false)
        visitor.id("shift", &shift)
        visitor.parts("settles", &settles)
    }
}

package struct AccountSettlement: FactPart, Equatable {
    package var receipt = ""
    package var amount: Int64 = 0
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("receipt", &receipt)
        visitor.money("amount", &amount)
    }
}

/// The office changes what a customer owes.
package struct AccountAdjusted: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package var kind = ""
    /// Positive: so much more is owed.
    package var amount: Int64 = 0
    package var currency = ""
    package var document: String?
    package var contract: String?
    package var dueOn: CalendarDay?

    package static let kinds = ["opening", "invoice", "interest", "correction", "writeOff"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
        visitor.text("document", &document)
        visitor.id("contract", &contract)
        visitor.day("dueOn", &dueOn, required: false)
    }
}
