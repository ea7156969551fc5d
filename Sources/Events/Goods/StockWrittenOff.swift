/// Goods are gone or unfit: they leave at the average cost.
package struct StockWrittenOff: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var writeOff = ""
    package var document: String?
    package var kind: String?
    package var lines: [StockWrittenOffLine] = []

    package static let kinds = ["damage", "expiry", "theft", "ownUse", "sample", "other"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("writeOff", &writeOff)
        visitor.text("document", &document)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.parts("lines", &lines, required: true)
    }
}

package struct StockWrittenOffLine: GoodsLine, Equatable {
    package var line: Int64 = 0
    package var product: String?
    /// Above 0.
    package var quantity: Int64?
    package var lot: String?
    package var serial: String?
    package var reason: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity)
        visitor.text("lot", &lot)
        visitor.text("serial", &serial)
        visitor.text("reason", &reason)
    }
}
