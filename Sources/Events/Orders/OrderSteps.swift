/// Goods are held for an order at the shop that hands them over: adds to what is reserved there.
package struct OrderReserved: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var order = ""
    /// When the hold ends by itself.
    package var until: String?
    package var lines: [OrderGoodsLine] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("order", &order)
        visitor.text("until", &until, .dayOrInstant)
        visitor.parts("lines", &lines, required: true)
    }
}

/// Held goods are free again: takes from what is reserved.
package struct OrderReleased: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var order = ""
    package var lines: [OrderGoodsLine] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("order", &order)
        visitor.parts("lines", &lines, required: true)
    }
}

/// Goods of an order's line.
package struct OrderGoodsLine: GoodsLine, Equatable {
    /// The order's line.
    package var line: Int64 = 0
    package var product: String?
    /// Above 0.
    package var quantity: Int64?
    package var lot: String?
    package var serial: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity)
        visitor.text("lot", &lot)
        visitor.text("serial", &serial)
    }
}

/// A customer paid something in advance: a liability until it is consumed, at most once, by its id.
package struct OrderDepositTaken: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var order = ""
    package var deposit = ""
    package var amount: Int64 = 0
    package var currency = ""
    package var customer: String?
    /// The receipt that it was paid on, as `writer:writerseq`.
    package var receipt: String?
    package var payment: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("order", &order)
        visitor.id("deposit", &deposit)
        visitor.money("amount", &amount)
        visitor.text("currency", &currency, .currency)
        visitor.id("customer", &customer)
        visitor.id("receipt", &receipt)
        visitor.id("payment", &payment)
    }
}

/// What was ordered lies ready for the customer; without lines, all of it.
package struct OrderReady: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var order = ""
    package var place: String?
    package var lines: [OrderGoodsLine] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("order", &order)
        visitor.text("place", &place)
        visitor.parts("lines", &lines)
    }
}

/// A part of an order, or the rest of it, went to the customer. The goods and the money moved with the receipt that it
/// names; this consumes what was reserved and what was deposited.
package struct OrderHandedOver: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var order = ""
    /// The receipt, as `writer:writerseq`.
    package var receipt = ""
    package var lines: [OrderGoodsLine] = []
    package var deposits: [DepositPart] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("order", &order)
        visitor.id("receipt", &receipt)
        visitor.parts("lines", &lines, required: true)
        visitor.parts("deposits", &deposits)
    }
}

/// How much of a deposit is consumed or given back.
package struct DepositPart: FactPart, Equatable {
    package var deposit = ""
    package var amount: Int64 = 0
    package var payment: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("deposit", &deposit)
        visitor.money("amount", &amount)
        visitor.id("payment", &payment)
    }
}

/// Everything ordered was handed over and paid.
package struct OrderSettled: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var order = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("order", &order)
    }
}

/// What is left of an order will not be: its reservations end, its deposits go back less a charge.
package struct OrderCancelled: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var order = ""
    /// Of the charge and the deposits.
    package var currency: String?
    package var charge: Int64 = 0
    package var deposits: [DepositPart] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("order", &order)
        visitor.text("currency", &currency, .currency)
        visitor.money("charge", &charge, default: 0)
        visitor.parts("deposits", &deposits)
    }
}
