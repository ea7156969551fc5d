import Events
import Rules

/// A category of customers and what it is called.
package enum CustomerCategorySubject: Subject {
    package static var shape: EntityShape { .customerCategory }

    package static func told(_ fact: Fact) -> Told<CustomerCategoryDefined>? { fact.toldOfCustomerCategory }

    package static func fact(_ body: CustomerCategoryDefined, isNew: Bool) -> Fact { .customerCategoryDefined(body) }

    static let described = Described(Self.self)
}

/// Someone is to be reminded of something, until it is seen to.
package enum ReminderSubject: Subject {
    package static var shape: EntityShape { .reminder }

    package static func told(_ fact: Fact) -> Told<ReminderSet>? { fact.toldOfReminder }

    package static func fact(_ body: ReminderSet, isNew: Bool) -> Fact { .reminderSet(body) }

    package static func end(_ id: String, _ circumstances: Circumstances) -> Fact? {
        var done = ReminderDone()
        (done.reminder, done.circumstances) = (id, circumstances)
        return .reminderDone(done)
    }

    static let described = Described(Self.self, without: ["customer", "sealed"])
}

/// A document that belongs to something; what it is and its hash, not its bytes.
package enum DocumentSubject: Subject {
    package static var shape: EntityShape { .document }

    package static func told(_ fact: Fact) -> Told<DocumentAttached>? { fact.toldOfDocument }

    package static func fact(_ body: DocumentAttached, isNew: Bool) -> Fact { .documentAttached(body) }

    package static func end(_ id: String, _ circumstances: Circumstances) -> Fact? {
        var removed = DocumentRemoved()
        (removed.document, removed.circumstances) = (id, circumstances)
        return .documentRemoved(removed)
    }

    package static func check(_ body: DocumentAttached, before: DocumentAttached?) throws(Refusal) {
        try keeps("entity", body.entity, before.map(\.entity)) { ["kind": .text($0?.kind), "id": .text($0?.id)] }
    }

    static let described = Described(Self.self, without: ["customer", "sealed"])
}
