/// Shops that are looked at together (a city, a format): a shop may be of several. Whole each time.
package struct StoreGroupDefined: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var storeGroup = ""
    package var name: LocalName?
    package var stores: [String] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("storeGroup", &storeGroup)
        visitor.part("name", &name)
        visitor.texts("stores", &stores)
    }
}

/// Shops are no longer looked at together; what is said of the group later brings it back.
package struct StoreGroupEnded: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var storeGroup = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("storeGroup", &storeGroup)
    }
}
