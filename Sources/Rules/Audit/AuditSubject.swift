import Events
import JSON

/// Of what a fact speaks, by which all that was said of one thing is found: an entity's entry, a document of goods by the fact that
/// first said it, else what the fact names first (an order, a payment).
package struct AuditSubject: Sendable, Equatable {
    package let entity: String
    package let id: String
    /// Whether the id itself tells which person.
    package let isPersonal: Bool

    package static let goodsDocument = "goodsDocument"
    package static let signIn = "signIn"
    package static let token = "token"

    /// nil of a receipt, which is its own subject, and of what names nothing.
    package init?(_ event: Event) {
        // Nearly every fact is one.
        if case .receiptCompleted = event.fact { return nil }
        if let (shape, id) = EntityShapes.entry(of: event.fact) {
            guard !id.isEmpty else { return nil }
            (entity, self.id, isPersonal) = (shape.name, id, shape.isIDPersonal)
        } else if let original = GoodsDocumentKind.original(of: event) {
            (entity, id, isPersonal) = (Self.goodsDocument, original, false)
        } else if let named = event.fact.body.flatMap(FirstID.found) {
            let subject = event.envelope.type.prefix { $0 != "." }.description
            (entity, id) = (subject, named.id)
            isPersonal = EntityShapes.named(named.member)?.isIDPersonal ?? false
        } else {
            return nil
        }
    }
}

/// The first id that a fact says behind its circumstances: facts are declared with what they speak of first.
private struct FirstID: FactVisitor {
    private static let circumstances: Set<String> = ["operator", "approver", "causation"]
    private(set) var found: (member: String, id: String)?

    static func found(_ body: any FactBody) -> (member: String, id: String)? {
        var body = body
        var visitor = FirstID()
        body.visit(&visitor)
        return visitor.found
    }

    private mutating func note(_ name: StaticString, _ value: String?, _ kind: TextKind) {
        guard found == nil, kind == .id, let value, !value.isEmpty, !Self.circumstances.contains("\(name)") else {
            return
        }
        found = ("\(name)", value)
    }

    mutating func text(_ name: StaticString, _ value: inout String?, _ kind: TextKind) { note(name, value, kind) }
    mutating func text(_ name: StaticString, _ value: inout String, _ kind: TextKind) { note(name, value, kind) }
    mutating func int(_ name: StaticString, _ value: inout Int64?, _ kind: IntKind) {}
    mutating func int(_ name: StaticString, _ value: inout Int64, _ kind: IntKind, default preset: Int64?) {}
    mutating func bool(_ name: StaticString, _ value: inout Bool) {}
    mutating func day(_ name: StaticString, _ value: inout CalendarDay?, required: Bool) {}
    mutating func texts(_ name: StaticString, _ value: inout [String]) {}
    mutating func part<Part: FactPart>(_ name: StaticString, _ value: inout Part?, required: Bool) {}
    mutating func parts<Part: FactPart>(_ name: StaticString, _ value: inout [Part], required: Bool) {}
    mutating func free(_ name: StaticString, _ value: inout JSON?) {}
}
