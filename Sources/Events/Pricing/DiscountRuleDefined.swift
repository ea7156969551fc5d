/// One version of a rule by which discounts are given. Grants name rule and version, so a version never changes: what
/// changes is a higher version, and a rule is ended by a version with a `to`.
package struct DiscountRuleDefined: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var rule = ""
    package var version: Int64 = 0
    package var name: LocalName?
    /// Where in the pipeline it stands.
    package var stage = ""
    /// How it competes inside its stage.
    package var mode = ""
    /// The highest goes first; ties by rule id.
    package var priority: Int64 = 0
    /// The first moment, or a date: its first millisecond in each store's zone. Absent: the fact's `effectiveAt`.
    package var from: String?
    package var to: String?
    /// Empty: the whole chain.
    package var stores: [String] = []
    /// Of every amount in the rule.
    package var currency: String?
    package var conditions: DiscountConditions?
    package var effects: [DiscountEffect] = []
    package var limits: DiscountLimits?
    package var needsApprover = false
    package var needsReason = false

    /// In the order of the pipeline.
    package static let stages = ["override", "line", "mixAndMatch", "customer", "receipt", "coupon", "points"]
    package static let modes = ["exclusive", "bestPrice", "compound"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("rule", &rule)
        visitor.int("version", &version, .ordinal, default: nil)
        visitor.part("name", &name)
        visitor.text("stage", &stage, .choice(Self.stages))
        visitor.text("mode", &mode, .choice(Self.modes))
        visitor.int("priority", &priority, .number, default: 0)
        visitor.text("from", &from, .dayOrInstant)
        visitor.text("to", &to, .dayOrInstant)
        visitor.texts("stores", &stores)
        visitor.text("currency", &currency, .currency)
        visitor.part("conditions", &conditions)
        visitor.parts("effects", &effects, required: true)
        visitor.part("limits", &limits)
        visitor.bool("needsApprover", &needsApprover)
        visitor.bool("needsReason", &needsReason)
    }
}

/// When a rule applies: every member that is given must hold. Lists hold when one of theirs is met; an empty list asks
/// nothing.
package struct DiscountConditions: FactPart, Equatable {
    package var products: [String] = []
    /// Any level of the product's hierarchy.
    package var categories: [String] = []
    package var brands: [String] = []
    package var excludedProducts: [String] = []
    package var excludedCategories: [String] = []
    package var customers: [String] = []
    package var customerCategories: [String] = []
    package var channels: [String] = []
    /// Kinds of tender that pay for it.
    package var tenders: [String] = []
    /// A coupon that names this rule is handed in.
    package var coupon = false
    /// Thousandths of qualifying goods on the receipt.
    package var minimumQuantity: Int64?
    /// The running amount of qualifying lines.
    package var minimumAmount: Int64?
    package var turnover: TurnoverCondition?
    package var hours: [HoursCondition] = []
    /// Of a mix and match: all groups must be met.
    package var groups: [MixGroup] = []

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.texts("products", &products)
        visitor.texts("categories", &categories)
        visitor.texts("brands", &brands)
        visitor.texts("excludedProducts", &excludedProducts)
        visitor.texts("excludedCategories", &excludedCategories)
        visitor.texts("customers", &customers)
        visitor.texts("customerCategories", &customerCategories)
        visitor.texts("channels", &channels)
        visitor.texts("tenders", &tenders)
        visitor.bool("coupon", &coupon)
        visitor.int("minimumQuantity", &minimumQuantity, .quantity)
        visitor.int("minimumAmount", &minimumAmount, .money)
        visitor.part("turnover", &turnover)
        visitor.parts("hours", &hours)
        visitor.parts("groups", &groups)
    }
}

/// What the customer bought within a window that ends when the receipt begins: `[minimum, below)`.
package struct TurnoverCondition: FactPart, Equatable {
    package var window = ""
    /// Of a rolling window.
    package var days: Int64?
    package var minimum: Int64 = 0
    package var below: Int64?

    package static let windows = ["rollingDays", "month", "year", "lifetime"]

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("window", &window, .choice(Self.windows))
        visitor.int("days", &days, .ordinal)
        visitor.money("minimum", &minimum, default: 0)
        visitor.int("below", &below, .money)
    }
}

/// Hours of a weekday, or of every day, in store time: `[fromMinute, toMinute)`.
package struct HoursCondition: FactPart, Equatable {
    package var weekday: String?
    package var fromMinute: Int64 = 0
    package var toMinute: Int64 = 1440

    package static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("weekday", &weekday, .choice(Self.weekdays))
        visitor.int("fromMinute", &fromMinute, .number, default: 0)
        visitor.int("toMinute", &toMinute, .number, default: 1440)
    }
}

/// Goods of which a mix and match wants some.
package struct MixGroup: FactPart, Equatable {
    package var group = ""
    package var products: [String] = []
    package var categories: [String] = []
    /// Thousandths.
    package var quantity: Int64 = 0
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("group", &group)
        visitor.texts("products", &products)
        visitor.texts("categories", &categories)
        visitor.int("quantity", &quantity, .quantity, default: nil)
    }
}

/// What a rule gives on the goods that qualify, or on one group of a mix and match.
package struct DiscountEffect: FactPart, Equatable {
    package var kind = ""
    package var group: String?
    /// Of `percent`: millionths off.
    package var percent: Int64?
    /// Of `amount`: minor units off. Of `bundlePrice`: what all of it costs together.
    package var amount: Int64?
    /// Of `setPrice`: what a unit costs.
    package var price: UnitAmount?
    /// Of `points`: points a minor unit of net, as a pair.
    package var points: Ratio?
    /// Thousandths that it is given for, the cheapest first; absent: all.
    package var quantity: Int64?

    package static let kinds = ["setPrice", "amount", "percent", "bundlePrice", "points"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.id("group", &group)
        visitor.int("percent", &percent, .rate)
        visitor.int("amount", &amount, .money)
        visitor.part("price", &price)
        visitor.part("points", &points)
        visitor.int("quantity", &quantity, .quantity)
    }
}

/// How far a rule goes at most.
package struct DiscountLimits: FactPart, Equatable {
    package var amountPerReceipt: Int64?
    package var usesPerReceipt: Int64?
    package var usesPerCustomer: Int64?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("amountPerReceipt", &amountPerReceipt, .money)
        visitor.int("usesPerReceipt", &usesPerReceipt, .ordinal)
        visitor.int("usesPerCustomer", &usesPerCustomer, .ordinal)
    }
}
