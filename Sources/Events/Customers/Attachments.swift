/// A document belongs to something: the scan of a contract, a supplier's invoice. The log keeps what it is and its hash,
/// and not the document.
package struct DocumentAttached: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var document = ""
    package var entity: EntityRef?
    package var kind: String?
    /// Says nothing about a person; what does is sealed.
    package var title: String?
    package var mediaType: String?
    package var byteCount: Int64?
    /// SHA-256 of the document, in hexadecimal.
    package var sha256: String?
    /// Where it is kept.
    package var place: String?
    /// Whose key seals.
    package var customer: String?
    package var sealed: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("document", &document)
        visitor.part("entity", &entity, required: true)
        visitor.id("kind", &kind)
        visitor.text("title", &title)
        visitor.text("mediaType", &mediaType)
        visitor.int("byteCount", &byteCount, .number)
        visitor.text("sha256", &sha256)
        visitor.text("place", &place)
        visitor.id("customer", &customer)
        visitor.text("sealed", &sealed, .base64)
    }
}

/// A document is gone from where it was kept, or was attached by mistake.
package struct DocumentRemoved: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var document = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("document", &document)
    }
}

/// Someone is to be reminded of something. Said again under the same id, it replaces.
package struct ReminderSet: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var reminder = ""
    package var dueAt = ""
    package var entity: EntityRef?
    package var kind: String?
    package var employee: String?
    package var role: String?
    /// Says nothing about a person; what does is sealed.
    package var title: String?
    package var everyDays: Int64?
    /// Whose key seals.
    package var customer: String?
    package var sealed: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("reminder", &reminder)
        visitor.text("dueAt", &dueAt, .dayOrInstant)
        visitor.part("entity", &entity)
        visitor.id("kind", &kind)
        visitor.id("employee", &employee)
        visitor.id("role", &role)
        visitor.text("title", &title)
        visitor.int("everyDays", &everyDays, .ordinal)
        visitor.id("customer", &customer)
        visitor.text("sealed", &sealed, .base64)
    }
}

/// A reminder was seen to.
package struct ReminderDone: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var reminder = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("reminder", &reminder)
    }
}
