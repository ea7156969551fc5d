/// What whoever has a role may do, and how far. Defined again, it is replaced whole.
package struct RoleDefined: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var role = ""
    package var name: LocalName?
    package var rights: [String] = []
    package var limits: [RoleLimit] = []
    /// Which shops its rights reach: every one, or the person's own.
    package var reach: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("role", &role)
        visitor.part("name", &name)
        visitor.text("reach", &reach, .choice(["every", "own"]))
        visitor.texts("rights", &rights)
        visitor.parts("limits", &limits)
    }
}

/// How far a right goes without somebody else's approval.
package struct RoleLimit: FactPart, Equatable {
    package var right = ""
    package var percent: Int64?
    package var amount: Int64?
    package var currency: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("right", &right)
        visitor.int("percent", &percent, .rate)
        visitor.int("amount", &amount, .money)
        visitor.text("currency", &currency, .currency)
    }
}
