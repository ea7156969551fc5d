/// Something about a shop is new: only what changed.
package struct StoreChanged: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var store = ""
    package var name: LocalName?
    package var address: String?
    package var opensOn: CalendarDay?
    package var legalEntity: String?
    /// Members that hold nothing any more, as `address` or `name.ka`: what is left out of a change stays as it was.
    package var cleared: [String] = []
    package static let clearable = ["name.ka", "name.en", "address", "opensOn", "legalEntity"]
    package init() {}
    /// The store's time zone is the circumstances' `zone`.
    package var zone: String? { circumstances.zone }
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("store", &store)
        visitor.part("name", &name)
        visitor.text("address", &address)
        visitor.day("opensOn", &opensOn, required: false)
        visitor.id("legalEntity", &legalEntity)
        visitor.texts("cleared", &cleared)
    }
}

/// A shop sells no more after a day. What its tills still hold is taken all the same.
package struct StoreClosed: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var store = ""
    package var closedOn: CalendarDay?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("store", &store)
        visitor.day("closedOn", &closedOn, required: false)
    }
}

/// A till installation is not used any more: its silence is no sign of trouble.
package struct TillRetired: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var writer = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("writer", &writer)
    }
}
