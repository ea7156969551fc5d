/// That an employee has a PIN for tills now, another one, or none any more; the digits stand in no log.
package struct PinChanged: FactBody, Equatable {
    package enum Change: String, Sendable, CaseIterable { case set, removed }

    package var circumstances = Circumstances()
    package var employee = ""
    package var change = ""

    package static let changes = Change.allCases.map(\.rawValue)

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("employee", &employee)
        visitor.text("change", &change, .choice(Self.changes))
    }
}
