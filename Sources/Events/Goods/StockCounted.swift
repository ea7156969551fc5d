/// Goods were counted. Each line is an observation at its time: stock is what was counted and what moved after, and a
/// late sale from before the count changes the variance, not the stock. A product not listed was not counted.
package struct StockCounted: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var stocktake = ""
    package var document: String?
    package var lines: [StockCountedLine] = []

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("stocktake", &stocktake)
        visitor.text("document", &document)
        visitor.parts("lines", &lines, required: true)
    }
}

/// One product in all its places.
package struct StockCountedLine: GoodsLine, Equatable {
    package var line: Int64 = 0
    package var product: String?
    /// 0 or more.
    package var quantity: Int64?
    /// When it was counted; absent: the fact's `effectiveAt`.
    package var countedAt: String?
    package var places: [CountedPlace] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity)
        visitor.text("countedAt", &countedAt, .instant)
        visitor.parts("places", &places)
    }
}

/// A shelf, a lot or a single piece that was counted; together they make the line's quantity.
package struct CountedPlace: FactPart, Equatable {
    package var place: String?
    package var lot: String?
    package var serial: String?
    package var quantity: Int64 = 0
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("place", &place)
        visitor.text("lot", &lot)
        visitor.text("serial", &serial)
        visitor.int("quantity", &quantity, .quantity, default: nil)
    }
}
