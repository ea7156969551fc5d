/// A coupon that a rule asks for exists. Scarce across shops, so decided one after the other by its number.
package struct CouponIssued: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var coupon = ""
    package var rule = ""
    package var version: Int64?
    /// Absent: whoever brings it.
    package var customer: String?
    package var from: String?
    package var to: String?
    package var uses: Int64 = 1
    /// The receipt that it came with, as `writer:writerseq`.
    package var receipt: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("coupon", &coupon)
        visitor.id("rule", &rule)
        visitor.int("version", &version, .ordinal)
        visitor.id("customer", &customer)
        visitor.text("from", &from, .dayOrInstant)
        visitor.text("to", &to, .dayOrInstant)
        visitor.int("uses", &uses, .ordinal, default: 1)
        visitor.id("receipt", &receipt)
    }
}

/// One use of a coupon is held for a till.
package struct CouponReserved: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var coupon = ""
    package var hold = ""
    package var customer: String?
    package var writer: String?
    /// The shop whose till holds it; absent: the office does.
    package var store: String?
    package var expiresAt: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("coupon", &coupon)
        visitor.id("hold", &hold)
        visitor.id("customer", &customer)
        visitor.id("writer", &writer)
        visitor.id("store", &store)
        visitor.text("expiresAt", &expiresAt, .instant)
    }
}

/// One use of a coupon is gone; what it gave is a grant of the receipt or order.
package struct CouponRedeemed: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var coupon = ""
    package var hold: String?
    package var customer: String?
    package var receipt: String?
    package var order: String?
    package var grant: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("coupon", &coupon)
        visitor.id("hold", &hold)
        visitor.id("customer", &customer)
        visitor.id("receipt", &receipt)
        visitor.id("order", &order)
        visitor.id("grant", &grant)
    }
}

/// A hold ends unused.
package struct CouponReleased: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var coupon = ""
    package var hold = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("coupon", &coupon)
        visitor.id("hold", &hold)
    }
}

/// A coupon is worth nothing any more.
package struct CouponCancelled: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var coupon = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("coupon", &coupon)
    }
}
