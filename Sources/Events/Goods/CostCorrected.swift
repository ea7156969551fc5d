/// A delivery cost something else than was written: takes effect at the delivery. The highest revision counts, then the
/// last in the total order.
package struct CostCorrected: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// The `goods.received` that is corrected, as `writer:writerseq`, in the same shop.
    package var delivery = ""
    package var revision: Int64 = 1
    package var document: String?
    package var supplier: String?
    package var currency = ""
    package var lines: [CostCorrectedLine] = []

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("delivery", &delivery)
        visitor.int("revision", &revision, .ordinal, default: 1)
        visitor.text("document", &document)
        visitor.id("supplier", &supplier)
        visitor.text("currency", &currency, .currency)
        visitor.parts("lines", &lines, required: true)
    }
}

package struct CostCorrectedLine: FactPart, Equatable {
    /// The delivery's line.
    package var line: Int64 = 0
    package var product: String?
    /// What the whole line cost, without tax: the new sum, not the difference.
    package var cost: Int64 = 0
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.money("cost", &cost)
    }
}

/// Freight, customs and the like for what was delivered: takes effect at the deliveries that it names, already shared
/// out over their lines.
package struct LandedCostAdded: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var charge = ""
    package var kind: String?
    package var document: String?
    package var supplier: String?
    package var currency = ""
    package var amount: Int64 = 0
    package var foreign: ForeignAmount?
    /// By what it was shared out.
    package var basis: String?
    package var lines: [LandedCostLine] = []

    package static let kinds = ["freight", "customs", "insurance", "handling", "other"]
    package static let bases = ["value", "quantity", "weight", "volume", "manual"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("charge", &charge)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.text("document", &document)
        visitor.id("supplier", &supplier)
        visitor.text("currency", &currency, .currency)
        visitor.money("amount", &amount)
        visitor.part("foreign", &foreign)
        visitor.text("basis", &basis, .choice(Self.bases))
        visitor.parts("lines", &lines, required: true)
    }
}

package struct LandedCostLine: FactPart, Equatable {
    package var line: Int64 = 0
    /// The `goods.received` that carries this part, as `writer:writerseq`, and its line.
    package var delivery = ""
    package var deliveryLine: Int64 = 0
    package var product: String?
    package var amount: Int64 = 0
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("delivery", &delivery)
        visitor.int("deliveryLine", &deliveryLine, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.money("amount", &amount)
    }
}

/// What is on hand is worth something else from now on: sets the cost of what is there at its time.
package struct StockRevalued: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var revaluation = ""
    package var document: String?
    package var currency = ""
    package var lines: [StockRevaluedLine] = []

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("revaluation", &revaluation)
        visitor.text("document", &document)
        visitor.text("currency", &currency, .currency)
        visitor.parts("lines", &lines, required: true)
    }
}

package struct StockRevaluedLine: FactPart, Equatable {
    package var line: Int64 = 0
    package var product = ""
    package var cost: UnitAmount?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.part("cost", &cost, required: true)
    }
}
