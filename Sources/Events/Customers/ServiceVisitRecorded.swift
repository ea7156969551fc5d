/// A customer was served in person, by appointment, at home or under a contract. What was sold is on the receipt.
package struct ServiceVisitRecorded: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var visit = ""
    package var customer: String?
    package var contract: String?
    package var kind: String?
    package var startedAt: String?
    package var endedAt: String?
    /// What was worked on: a machine, a car, by its id.
    package var asset: String?
    package var employees: [SalesShare] = []
    package var services: [Component] = []
    package var receipt: String?
    package var order: String?
    /// Notes and whatever else says something about the person, sealed with that person's key.
    package var sealed: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("visit", &visit)
        visitor.id("customer", &customer)
        visitor.id("contract", &contract)
        visitor.id("kind", &kind)
        visitor.text("startedAt", &startedAt, .instant)
        visitor.text("endedAt", &endedAt, .instant)
        visitor.id("asset", &asset)
        visitor.parts("employees", &employees)
        visitor.parts("services", &services)
        visitor.id("receipt", &receipt)
        visitor.id("order", &order)
        visitor.text("sealed", &sealed, .base64)
    }
}
