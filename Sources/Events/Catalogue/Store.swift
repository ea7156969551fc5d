/// A name in the languages of the house.
package struct LocalName: FactPart, Equatable {
    package var ka: String?
    package var en: String?
    package init() {}
    package init(ka: String?, en: String?) { (self.ka, self.en) = (ka, en) }
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("ka", &ka)
        visitor.text("en", &en)
    }
}

/// A shop joins the chain.
package struct StoreOpened: FactPart, Equatable {
    package var circumstances = Circumstances()
    package var store = ""
    package var name: LocalName?
    package var currency = ""
    package var address: String?
    package var opensOn: CalendarDay?
    /// The company that sells in it.
    package var legalEntity: String?
    package init() {}
    /// The store's time zone is the circumstances' `zone`.
    package var zone: String? { circumstances.zone }
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("store", &store)
        visitor.part("name", &name)
        visitor.text("currency", &currency, .currency)
        visitor.text("address", &address)
        visitor.day("opensOn", &opensOn, required: false)
        visitor.id("legalEntity", &legalEntity)
    }
}

/// A till installation gets a book of its own in a store.
package struct TillRegistered: FactPart, Equatable {
    package var circumstances = Circumstances()
    package var writer = ""
    package var store = ""
    package var till: String?
    package var name: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("writer", &writer)
        visitor.id("store", &store)
        visitor.id("till", &till)
        visitor.text("name", &name)
    }
}
