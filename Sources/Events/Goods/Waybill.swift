/// The waybill under which goods go from one place to another, as the Revenue Service of Georgia has it (its types and statuses by
/// name, not by number).
package struct Waybill: FactPart, Equatable {
    /// As the Revenue Service gave it; none while it is only saved.
    package var number: String?
    package var type: String?
    package var status: String?
    /// Its registration plate.
    package var vehicle: String?
    /// An employee who drives; a supplier's driver is a person whom no fact names.
    package var driver: String?
    package var startAddress: String?
    package var endAddress: String?
    package var beginsAt: String?

    package static let types = [
        "internal", "withTransport", "withoutTransport", "distribution", "return", "subWaybill",
    ]
    package static let statuses = ["saved", "active", "completed", "cancelled", "rejected"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("number", &number)
        visitor.text("type", &type, .choice(Self.types))
        visitor.text("status", &status, .choice(Self.statuses))
        visitor.text("vehicle", &vehicle)
        visitor.id("driver", &driver)
        visitor.text("startAddress", &startAddress)
        visitor.text("endAddress", &endAddress)
        visitor.text("beginsAt", &beginsAt, .dayOrInstant)
    }
}
