/// A field of the users' own, which facts about an entity carry in `fields` by its id. Defined again, it is replaced; its
/// type stays, because what was written under it stays.
package struct FieldDefined: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var field = ""
    /// What it is a field of: product, customer, receipt, order, …
    package var entity = ""
    package var name: LocalName?
    package var type = ""
    /// Of a choice.
    package var choices: [FieldChoice] = []
    package var unit: String?
    /// Of a reference: the entity whose entries it names.
    package var reference: String?
    package var sensitivity: String?
    package var required = false
    package var retired = false

    package static let types = [
        "text", "integer", "money", "quantity", "rate", "boolean", "date", "moment", "choice", "reference",
    ]
    package static let sensitivities = ["open", "cost", "personal"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("field", &field)
        visitor.id("entity", &entity)
        visitor.part("name", &name)
        visitor.text("type", &type, .choice(Self.types))
        visitor.parts("choices", &choices)
        visitor.text("unit", &unit)
        visitor.id("reference", &reference)
        visitor.text("sensitivity", &sensitivity, .choice(Self.sensitivities))
        visitor.bool("required", &required)
        visitor.bool("retired", &retired)
    }
}

package struct FieldChoice: FactPart, Equatable {
    package var choice = ""
    package var name: LocalName?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("choice", &choice)
        visitor.part("name", &name)
    }
}
