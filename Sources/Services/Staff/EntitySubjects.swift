import Events
import Rules

/// A kind of thing of the users' own, by a name that addresses and rights can have.
package enum EntitySubject: Subject {
    package static var shape: EntityShape { .entity }

    package static func told(_ fact: Fact) -> Told<EntityDefined>? { fact.toldOfEntity }

    package static func fact(_ body: EntityDefined, isNew: Bool) -> Fact { .entityDefined(body) }

    package static func check(_ body: EntityDefined, before: EntityDefined?) throws(Refusal) {
        guard OwnEntities.isName(body.entity) else {
            throw Refusal.invalid(
                "entity", "entity.name",
                "an entity’s name has up to \(OwnEntities.nameLimit) letters a–z, digits and hyphens, and is none of ours"
            )
        }
        guard body.name?.ka != nil || body.name?.en != nil else {
            throw Refusal.invalid("name", "required", "an entity is defined with a name")
        }
    }

    static let described = Described(Self.self)
}

/// An entry of an entity of the users' own.
package enum EntrySubject: Subject {
    package static var shape: EntityShape { .entry }
    package static let idNames = ["entity", "entry"]

    package static func told(_ fact: Fact) -> Told<EntryRecorded>? { fact.toldOfEntry }

    package static func fact(_ body: EntryRecorded, isNew: Bool) -> Fact { .entryRecorded(body) }

    package static func end(_ id: String, _ circumstances: Circumstances) -> Fact? {
        let key = EntryKey(id) ?? EntryKey(entity: "", entry: id)
        var ended = EntryEnded()
        (ended.entity, ended.entry, ended.circumstances) = (key.entity, key.entry, circumstances)
        return .entryEnded(ended)
    }

    static let described = Described(Self.self) { work, _, said in
        guard let entity = try work.look(SubjectDecider<EntitySubject>.self, said.entity).said(at: work.now),
            !entity.retired
        else { throw Refusal.notThere("entity", said.entity) }
        let key = EntryKey(entity: said.entity, entry: said.entry)
        // A change leaves out what stays; what must be there is asked of the first.
        guard try !work.look(SubjectDecider<EntrySubject>.self, key.text).isKnown else { return }
        try OwnFields(work).check(said.circumstances.fields, of: said.entity, isWhole: true, at: "fields")
    }
}
