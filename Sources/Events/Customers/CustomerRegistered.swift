/// A customer as a random id; who it is stands sealed beside it, never in the open.
package struct CustomerRegistered: FactPart, Equatable {
    package var circumstances = Circumstances()
    package var customer = ""
    package var category: String?
    /// What identifies the person, sealed with that person's key.
    package var sealed: String?
    package var consents: [Consent] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("customer", &customer)
        visitor.id("category", &category)
        visitor.text("sealed", &sealed, .base64)
        visitor.parts("consents", &consents)
    }
}
