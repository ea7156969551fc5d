/// Something about a customer is new. Who it is stands sealed, never in the open.
package struct CustomerChanged: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    /// As of `CustomerRegistered`; absent: as before.
    package var kind: String?
    /// All that identifies the person, sealed with that person's key; absent: as before.
    package var sealed: String?
    package var consents: [Consent] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.text("kind", &kind, .choice(CustomerRegistered.kinds))
        visitor.text("sealed", &sealed, .base64)
        visitor.parts("consents", &consents)
    }
}

/// What a customer allows (`given`) or no longer allows, by its kind: mail, SMS, profiling.
package struct Consent: FactPart, Equatable {
    package var kind = ""
    package var given = false
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("kind", &kind)
        visitor.bool("given", &given)
    }
}

/// Two ids are one person: an edge. The smallest id of a connected set stands for it.
package struct CustomerMerged: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package var with = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.id("with", &with)
    }
}

/// Two ids that were said to be one person are not: the edge between them is taken away.
package struct CustomerUnmerged: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package var with = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.id("with", &with)
    }
}

/// The person's key is destroyed: what was sealed cannot be read any more, by anyone. Figures keep the id.
package struct CustomerErased: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
    }
}

/// A customer belongs to a category from `effectiveAt` on; without one, to none.
package struct CustomerCategorySet: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package var category: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.id("category", &category)
    }
}

/// What a category of customers is called.
package struct CustomerCategoryDefined: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var category = ""
    package var name: LocalName?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("category", &category)
        visitor.part("name", &name)
    }
}
