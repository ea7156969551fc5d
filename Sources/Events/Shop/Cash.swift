/// Cash of one currency, by its coins and notes where they were counted.
package struct CashAmount: FactPart, Equatable {
    package var currency = ""
    package var amount: Int64 = 0
    package var denominations: [Denomination] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("currency", &currency, .currency)
        visitor.money("amount", &amount)
        visitor.parts("denominations", &denominations)
    }
}

/// So many coins or notes of one value.
package struct Denomination: FactPart, Equatable {
    /// Minor units.
    package var value: Int64 = 0
    package var count: Int64 = 0
    package init() {}
    package init(value: Int64, count: Int64) { (self.value, self.count) = (value, count) }
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("value", &value, .money, default: nil)
        visitor.int("count", &count, .number, default: nil)
    }
}

/// Cash comes into a drawer or leaves it without a receipt.
package struct CashMoved: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var movement: String?
    package var shift = ""
    package var drawer: String?
    package var kind = ""
    /// Above 0; the kind says which way.
    package var amount: Int64 = 0
    package var currency = ""
    package var denominations: [Denomination] = []
    /// The safe, bank or drawer on the other side.
    package var counterpart: String?
    package var bag: String?
    package var document: String?
    /// What it was for, in the bookkeeper's words: rent, taxi, a customer's debt.
    package var account: String?
    package var customer: String?

    /// Float and paid in come in; the others go out.
    package static let kinds = ["float", "paidIn", "removal", "safeDrop", "bankDrop", "paidOut"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("movement", &movement)
        visitor.id("shift", &shift)
        visitor.id("drawer", &drawer)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
        visitor.parts("denominations", &denominations)
        visitor.id("counterpart", &counterpart)
        visitor.text("bag", &bag)
        visitor.text("document", &document)
        visitor.id("account", &account)
        visitor.id("customer", &customer)
    }

    /// The amount as the drawer sees it: in is positive.
    package var drawerAmount: Int64 { kind == "float" || kind == "paidIn" ? amount : 0 &- amount }
}

/// What was counted in a drawer, by tender: over or short is this less what was to be expected.
package struct CashDeclared: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var shift = ""
    package var drawer: String?
    /// Said again, the highest revision counts, then the last.
    package var revision: Int64 = 1
    package var tenders: [DeclaredTender] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("shift", &shift)
        visitor.id("drawer", &drawer)
        visitor.int("revision", &revision, .ordinal, default: 1)
        visitor.parts("tenders", &tenders, required: true)
    }
}

package struct DeclaredTender: FactPart, Equatable {
    package var kind = ""
    package var currency = ""
    package var amount: Int64 = 0
    package var denominations: [Denomination] = []
    /// How many slips or coupons.
    package var count: Int64?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("kind", &kind)
        visitor.text("currency", &currency, .currency)
        visitor.money("amount", &amount)
        visitor.parts("denominations", &denominations)
        visitor.int("count", &count, .number)
    }
}

/// The drawer was opened without a sale (a no-sale).
package struct DrawerOpened: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var drawer: String?
    package var shift: String?
    package var till: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("drawer", &drawer)
        visitor.id("shift", &shift)
        visitor.id("till", &till)
    }
}
