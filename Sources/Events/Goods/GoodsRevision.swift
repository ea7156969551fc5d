/// What is said of a document of goods after it: that it was wrong, or is taken back. Stands at the document's own time, which is
/// repeated as `effectiveAt`.
package protocol GoodsRevision: FactBody {
    var circumstances: Circumstances { get set }
    /// The fact that first said the document, as `writer:writerseq`.
    var original: String { get set }
    /// 1 is the first correction or reversal; the highest counts.
    var revision: Int64 { get set }
    /// Every line that the document had before, so that it can be taken back wherever it stands.
    var replaced: [GoodsReplacedLine] { get set }
    /// The order whose goods a delivery was said to bring before.
    var purchaseOrder: String? { get set }
}

/// A document of goods was wrong: it says something else now, whole. Exactly one of the documents is there.
package struct GoodsCorrected: GoodsRevision, Equatable {
    package var circumstances = Circumstances()
    package var original = ""
    package var revision: Int64 = 0
    package var replaced: [GoodsReplacedLine] = []
    package var purchaseOrder: String?
    package var delivery: Delivery?
    package var vendorReturn: GoodsReturned?
    package var writeOff: StockWrittenOff?
    package var stocktake: StockCounted?
    package var revaluation: StockRevalued?
    package var dispatch: TransferDispatched?

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("original", &original)
        visitor.int("revision", &revision, .ordinal, default: nil)
        visitor.parts("replaced", &replaced, required: true)
        visitor.id("purchaseOrder", &purchaseOrder)
        visitor.part("delivery", &delivery)
        visitor.part("vendorReturn", &vendorReturn)
        visitor.part("writeOff", &writeOff)
        visitor.part("stocktake", &stocktake)
        visitor.part("revaluation", &revaluation)
        visitor.part("dispatch", &dispatch)
    }
}

extension GoodsCorrected {
    /// The orders whose goods it brings, or brought before, each once.
    package var purchaseOrders: [String] {
        Set([purchaseOrder, delivery?.purchaseOrder].compactMap { $0.map { ExactText($0) } }).sorted().map(\.text)
    }
}

/// A document of goods is taken back whole: nothing of it counts.
package struct GoodsReversed: GoodsRevision, Equatable {
    package var circumstances = Circumstances()
    package var original = ""
    package var revision: Int64 = 0
    package var replaced: [GoodsReplacedLine] = []
    /// What kind of document it was, and the id that it had.
    package var kind = ""
    package var document = ""
    package var purchaseOrder: String?
    /// Where the document's own day is closed, the last closed day: the document stays where it stands, and its opposite
    /// stands at this fact's `effectiveAt`, the first open day.
    package var closedThrough: CalendarDay?

    package static let kinds = ["delivery", "vendorReturn", "writeOff", "stocktake", "revaluation", "transfer"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("original", &original)
        visitor.int("revision", &revision, .ordinal, default: nil)
        visitor.parts("replaced", &replaced, required: true)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.id("document", &document)
        visitor.id("purchaseOrder", &purchaseOrder)
        visitor.day("closedThrough", &closedThrough, required: false)
    }
}

/// A line that a document had.
package struct GoodsReplacedLine: FactPart, Equatable {
    package var line: Int64 = 0
    package var product: String?
    /// Thousandths; of a revaluation none.
    package var quantity: Int64?

    package init() {}

    package init(line: Int64, product: String?, quantity: Int64? = nil) {
        (self.line, self.product, self.quantity) = (line, product, quantity)
    }

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity)
    }
}
