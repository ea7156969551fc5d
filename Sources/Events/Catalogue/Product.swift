/// What the chain says of a product: everything when it is listed, afterwards only what changed.
package struct ProductFacts: FactPart, Equatable {
    package var circumstances = Circumstances()
    package var product = ""
    package var name: LocalName?
    package var kind: String?
    package var unit: String?
    /// Department, category, … from the top.
    package var hierarchy: [String] = []
    package var barcodes: [String] = []
    package var brand: String?
    package var taxRate: Int64?
    package var listPrice: UnitAmount?
    package var defaultCost: UnitAmount?

    package static let kinds = ["goods", "service", "kit", "giftCard"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("product", &product)
        visitor.part("name", &name)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.text("unit", &unit)
        visitor.texts("hierarchy", &hierarchy)
        visitor.texts("barcodes", &barcodes)
        visitor.text("brand", &brand)
        visitor.int("taxRate", &taxRate, .rate)
        visitor.part("listPrice", &listPrice)
        visitor.part("defaultCost", &defaultCost)
    }
}
