/// A customer as a random id; who it is stands sealed beside it, never in the open.
package struct CustomerRegistered: FactPart, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    /// Whether it is a person or an organisation; nil: a person.
    package var kind: String?
    package var category: String?
    /// What identifies the person, sealed with that person's key.
    package var sealed: String?
    package var consents: [Consent] = []
    package static let kinds = ["person", "organisation"]
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.id("category", &category)
        visitor.text("sealed", &sealed, .base64)
        visitor.parts("consents", &consents)
    }
}
