import Events
import Rules

/// A category of customers and what it is called.
package enum CustomerCategorySubject: Subject {
    package static let kind = "customerCategory"
    package static let idName = "category"

    package static func told(_ fact: Fact) -> Told<CustomerCategoryDefined>? { fact.toldOfCustomerCategory }

    package static func fact(_ body: CustomerCategoryDefined, isNew: Bool) -> Fact { .customerCategoryDefined(body) }

    static let actions = SubjectActions.all(
        "customer-categories/{category}", .customers, CustomerCategorySubject.self)
}

/// Someone is to be reminded of something, until it is seen to.
package enum ReminderSubject: Subject {
    package static let kind = "reminder"

    package static func told(_ fact: Fact) -> Told<ReminderSet>? { fact.toldOfReminder }

    package static func fact(_ body: ReminderSet, isNew: Bool) -> Fact { .reminderSet(body) }

    package static func end(_ id: String, _ circumstances: Circumstances) -> Fact? {
        var done = ReminderDone()
        (done.reminder, done.circumstances) = (id, circumstances)
        return .reminderDone(done)
    }

    static let actions = SubjectActions.all(
        "reminders/{reminder}", .customers, ReminderSubject.self, without: ["customer", "sealed"])
}

/// A document that belongs to something; what it is and its hash, not its bytes.
package enum DocumentSubject: Subject {
    package static let kind = "document"

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

    static let actions = SubjectActions.all(
        "documents/{document}", .customers, DocumentSubject.self, without: ["customer", "sealed"])
}
