/// Anything that facts speak of by kind and id: a customer, a product, a receipt, an order.
package struct EntityRef: FactPart, Equatable {
    package var kind = ""
    package var id = ""
    package init() {}
    package init(kind: String, id: String) { (self.kind, self.id) = (kind, id) }
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("kind", &kind)
        visitor.id("id", &id)
    }
}
