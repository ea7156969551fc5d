import Events

/// A product of the chain, with what the shops know of it and the facts do not say.
struct Article: Sendable {
    var id: String
    var name: LocalName
    var kind = "goods"
    var department: String
    var category: String
    var brand: String?
    var barcode: String
    /// Sold by the kilogram.
    var isWeighed: Bool
    /// Tetri with tax for 1 000 thousandths, when it is listed.
    var listPrice: Int64
    /// Tetri without tax for 1 000 thousandths, as the supplier asks.
    var cost: Int64
    var hasDefaultCost = true
    /// Never delivered with papers: it is sold below zero.
    var isDelivered = true
    var supplier: String
    /// Pieces of a case, or kilograms of a crate.
    var pack: Int64
    /// How often it is bought, against the others.
    var weight: Int
    /// What a kit is made of, per kit.
    var components: [(article: Int, quantity: Int64)] = []

    static let taxRate: Int64 = 180_000

    var unit: String { isWeighed ? "kg" : "pcs" }
    var isKit: Bool { !components.isEmpty }

    var listing: ProductFacts {
        var fact = ProductFacts()
        fact.product = id
        fact.name = name
        fact.kind = kind
        fact.unit = unit
        fact.hierarchy = [department, category]
        fact.barcodes = [barcode]
        fact.brand = brand
        fact.taxRate = Self.taxRate
        fact.listPrice = UnitAmount(amount: listPrice, per: 1_000)
        if hasDefaultCost { fact.defaultCost = UnitAmount(amount: cost, per: 1_000) }
        return fact
    }
}
