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
    /// The `tax.set` that it is taxed by.
    package var tax: String?
    /// Of a kit: what one base unit of it is made of.
    package var components: [Component] = []
    /// What else it is bought and sold in.
    package var units: [ProductUnit] = []
    package var supplier: String?
    package var status: String?
    /// Members that hold nothing any more, as `brand` or `name.ka`: what is left out of a change stays as it was.
    package var cleared: [String] = []

    /// What a scanner may read of it: its own barcodes, then its units'.
    package var allBarcodes: [String] { barcodes + units.compactMap(\.barcode) }

    package static let statuses = ["active", "discontinued"]
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
        visitor.id("tax", &tax)
        visitor.parts("components", &components)
        visitor.parts("units", &units)
        visitor.id("supplier", &supplier)
        visitor.text("status", &status, .choice(Self.statuses))
        visitor.texts("cleared", &cleared)
    }
}

/// A crate, a pack: so many base units of the product.
package struct ProductUnit: FactPart, Equatable {
    package var unit = ""
    /// Base units in one of it, as a pair.
    package var conversion: Ratio?
    package var barcode: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("unit", &unit)
        visitor.part("conversion", &conversion, required: true)
        visitor.text("barcode", &barcode)
    }
}
