/// What the chain says of somebody who works for it: everything when registered, afterwards only what changed. Who it is
/// stands sealed; receipts name the id.
package struct EmployeeFacts: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var employee = ""
    package var roles: [String] = []
    package var stores: [String] = []
    /// What they are there, as people call it.
    package var post: String?
    package var from: CalendarDay?
    /// The first day on which they no longer work here.
    package var to: CalendarDay?
    /// What identifies the person, sealed with that person's key.
    package var sealed: String?
    /// Members that hold nothing any more, as `roles`: what is left out of a change stays as it was.
    package var cleared: [String] = []
    package static let clearable = ["roles", "stores", "from", "to", "sealed"]
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("employee", &employee)
        visitor.texts("roles", &roles)
        visitor.texts("stores", &stores)
        visitor.text("post", &post)
        visitor.day("from", &from, required: false)
        visitor.day("to", &to, required: false)
        visitor.text("sealed", &sealed, .base64)
        visitor.texts("cleared", &cleared)
    }
}

/// Somebody no longer works for the chain from `effectiveAt` on; or their key is destroyed, and what was sealed cannot be
/// read any more, by anyone.
package struct EmployeeEnded: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var employee = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("employee", &employee)
    }
}
