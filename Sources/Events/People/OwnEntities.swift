/// A kind of thing of the users' own: a fridge, a vehicle, a rented shelf. Its fields are users' own fields of it
/// (`field.defined`). Defined again, it is replaced; what was recorded under it stays.
package struct EntityDefined: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var entity = ""
    /// Of one, and of several.
    package var name: LocalName?
    package var plural: LocalName?
    /// Nothing new is recorded of it.
    package var retired = false
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("entity", &entity)
        visitor.part("name", &name)
        visitor.part("plural", &plural)
        visitor.bool("retired", &retired)
    }
}

/// What is said of an entry of an entity of the users' own: what it leaves out stays as it was. The values stand in `fields`.
package struct EntryRecorded: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var entity = ""
    package var entry = ""
    package var name: LocalName?
    /// Members that hold nothing any more, as `name.ka`.
    package var cleared: [String] = []
    package static let clearable = ["name.ka", "name.en"]
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("entity", &entity)
        visitor.id("entry", &entry)
        visitor.part("name", &name)
        visitor.texts("cleared", &cleared)
    }
}

/// An entry is no more from `effectiveAt` on; what is recorded of it later brings it back.
package struct EntryEnded: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var entity = ""
    package var entry = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("entity", &entity)
        visitor.id("entry", &entry)
    }
}

/// An entry of the users' own by its entity and its id, as one name of its streams and rows: `fridge/7`. An entity's name has no slash.
package struct EntryKey: Equatable, Sendable {
    package let entity: String
    package let entry: String

    package init(entity: String, entry: String) { (self.entity, self.entry) = (entity, entry) }

    /// nil where it is none.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(entity: String(parts[0]), entry: String(parts[1]))
    }

    package var text: String { entity + "/" + entry }
}
