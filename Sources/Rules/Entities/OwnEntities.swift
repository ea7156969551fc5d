import Events
import JSON

/// Entities of the users' own, which facts define: each has the shape that follows from its definition and from the own fields
/// that are said of it.
package enum OwnEntities {
    package static let nameLimit = 40

    /// Whether an entity may be called so: a word of addresses, and none of the house's.
    package static func isName(_ name: String) -> Bool {
        let isWord = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        return isWord && !name.isEmpty && name.utf8.count <= nameLimit && EntityShapes.named(name) == nil
            && !FieldDefined.entities.values.contains(name) && name != "new"
    }

    /// Whether a field's id can be a column (of which Postgres reads 63 bytes), a control and a path.
    static func isColumn(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= nameLimit
            && id.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
            }
    }
}

/// A field of the users' own: its id, and what `field.defined` says of it.
package struct OwnField: Sendable {
    let id: String
    let said: FactMembers

    package init(_ id: String, _ said: FactMembers) { (self.id, self.said) = (id, said) }

    var isPersonal: Bool { said["sensitivity"]?.string == "personal" }
    var isShown: Bool { OwnEntities.isColumn(id) && said["retired"]?.bool != true }
}

extension EntityShape {
    /// What the users' own entities are.
    package static let entity = EntityShape(
        "entity", path: "entities", one: Title(ka: "საკუთარი ცნობარი", en: "Own directory"),
        many: Title(ka: "საკუთარი ცნობარები", en: "Own directories"), area: .staff, EntityDefined.self,
        isCodeSaid: true,
        searched: ["name.ka", "name.en"]
    ) { $0.toldOfEntity }

    /// Entries of all of them, as they are kept: by both ids (`EntryKey`), whatever is defined of them.
    package static let entry = EntityShape(
        "entry", path: "entries", one: Title(ka: "ჩანაწერი", en: "Entry"), many: Title(ka: "ჩანაწერები", en: "Entries"),
        area: .shops, EntryRecorded.self, isPartial: true, ending: .end, without: ["entity"],
        searched: ["name.ka", "name.en"]
    ) { $0.toldOfEntry }

    /// The shape of an entity of the users' own.
    ///
    /// - Parameters:
    ///   - definition: what `entity.defined` says of it.
    ///   - fields: what `field.defined` says of its fields, by their ids.
    package init(own entity: String, _ definition: FactMembers, fields: [OwnField]) {
        let one = Self.title(definition, "name", entity) ?? Title(ka: entity, en: entity)
        self.init(
            ofEntries: entity, one: one, many: Self.title(definition, "plural", nil) ?? one,
            fields: EntityShape.entry.fields
                + fields.filter(\.isShown).map { EntityField(own: $0) })
    }

    static func title(_ members: FactMembers, _ path: String, _ otherwise: String?) -> Title? {
        let (ka, en) = (members["\(path).ka"]?.string, members["\(path).en"]?.string)
        return (ka ?? en ?? otherwise).map { any in Title(ka: ka ?? any, en: en ?? any) }
    }
}

extension EntityField {
    /// A field of the users' own, whose value stands in `fields`; of people sealed, in `personalFields`.
    package init(own field: OwnField, isSealed: Bool = false) {
        let (id, said) = (field.id, field.said)
        let choices = said["choices"]?.array ?? []
        let kind: Kind =
            switch said["type"]?.string {
            case "integer": .integer
            case "quantity": .quantity
            case "rate": .rate
            case "boolean": .flag
            case "date": .day
            case "moment": .moment
            case "money": .money
            case "choice": .choice(choices.compactMap { $0["choice"]?.string })
            case "reference": said["reference"]?.string.map { .reference($0) } ?? .text
            default: .text
            }
        let titles = choices.compactMap { choice -> (String, Title)? in
            guard let word = choice["choice"]?.string else { return nil }
            return (word, EntityShape.title(FactMembers(choice), "name", word) ?? Title(ka: word, en: word))
        }
        self.init(
            "\(isSealed ? "personalFields" : "fields").\(id)", kind,
            EntityShape.title(said, "name", id) ?? Title(ka: id, en: id),
            choices: Dictionary(titles) { first, _ in first }, isPersonal: field.isPersonal,
            isCost: said["sensitivity"]?.string == "cost")
        if isSealed { self = asSealed }
    }
}
