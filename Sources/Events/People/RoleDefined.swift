/// What whoever has a role may do, and how far. Defined again, it is replaced whole.
package struct RoleDefined: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var role = ""
    package var name: LocalName?
    package var rights: [String] = []
    package var limits: [RoleLimit] = []
    /// Which shops its rights reach: every one, or the person's own.
    package var reach: String?
    /// Fields that its rights do not show, or do not let change.
    package var fieldRights: [RoleField] = []
    /// Entries that its rights reach; of an entity that is not named, all.
    package var entryRights: [RoleEntries] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("role", &role)
        visitor.part("name", &name)
        visitor.text("reach", &reach, .choice(["every", "own"]))
        visitor.texts("rights", &rights)
        visitor.parts("limits", &limits)
        visitor.parts("fieldRights", &fieldRights)
        visitor.parts("entryRights", &entryRights)
    }
}

/// A field of an entity that a role does not see, or sees and does not change.
package struct RoleField: FactPart, Equatable {
    package enum Access: String, CaseIterable, Sendable { case hidden, read }

    /// The entity and the field's path, as `supplier.taxNumber`.
    package var field = ""
    package var access: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("field", &field)
        visitor.text("access", &access, .choice(Access.allCases.map(\.rawValue)))
    }
}

/// Which entries of an entity a role reaches: those whose field holds one of some values, or those that who has it said first. What is
/// said several times of one entity holds together.
package struct RoleEntries: FactPart, Equatable {
    /// The entity and the field's path, as `customer.category`.
    package var field: String?
    package var values: [String] = []
    /// The entity of which one's own entries are reached, as `reminder`.
    package var own: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("field", &field)
        visitor.texts("values", &values)
        visitor.id("own", &own)
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
