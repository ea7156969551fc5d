import Events
import JSON

/// A kind of document of goods (a delivery, a stocktake): what it is called, what it says, and where it is commanded.
///
/// A document is said once by a fact, and afterwards corrected, whole, or taken back (`goods.corrected`, `goods.reversed`).
package struct GoodsDocumentKind: Sendable {
    /// As a reversal calls it: `vendorReturn`.
    package let name: String
    /// What its commands' addresses have behind the shop: `vendor-returns`.
    package let path: String
    package let one: Title
    package let many: Title
    /// What it says, without its id; its lines are one of them.
    package let fields: [EntityField]
    /// Whether it can be corrected and taken back.
    package let isRevisable: Bool
    /// The fields that a form asks for; whoever has more to say says it as a program does.
    package let asked: [EntityField]
    /// Whether people enter it in a form; else programs do.
    package let isEntered: Bool
    /// What stands first in a fact that says one: its id, where it has one, and its members; nil of any other fact.
    private let first: @Sendable (Fact) -> (id: String?, members: FactMembers)?
    /// What a correction says of one of this kind.
    private let corrected: @Sendable (GoodsCorrected) -> FactMembers?

    package static let lines = "lines"

    private static let rareOfAll: Set<String> = ["lines.lot", "lines.serial"]

    /// - Parameters:
    ///   - id: the member of its facts that is its id, where that is not called as it is.
    ///   - subject: whose labels its members have (`PathTable`).
    ///   - costs: fields that tell what goods cost, by path; `rare`: those that forms do not ask for.
    private init<Body: FactBody>(
        _ name: String, _ path: String, id: String? = nil, one: Title, many: Title, _ subject: String,
        costs: Set<String> = [],
        rare: Set<String> = [], isEntered: Bool = true,
        corrected: (KeyPath<GoodsCorrected, Body?> & Sendable)? = nil,
        _ said: @escaping @Sendable (Fact) -> (id: String?, body: Body)?
    ) {
        let id = id ?? name
        (self.name, self.path, self.one, self.many, isRevisable) = (name, path, one, many, corrected != nil)
        let marks = EntityField.Marks(costs: costs)
        fields = EntityField.all(of: Body.self, subject, without: [id]).map { $0.marked(marks) }
        self.isEntered = isEntered
        asked = fields.kept { !rare.contains($0) && !Self.rareOfAll.contains($0) }
        first = { fact in said(fact).map { ($0.id, FactMembers($0.body).without(id)) } }
        self.corrected = { correction in
            corrected.flatMap { correction[keyPath: $0] }.map { FactMembers($0).without(id) }
        }
    }

    package static let all = [delivery, transfer, stocktake, writeOff, vendorReturn, landedCost, revaluation]

    package static func named(_ name: String) -> GoodsDocumentKind? { all.first { $0.name == name } }

    package static let delivery = GoodsDocumentKind(
        "delivery", "deliveries", one: Title(ka: "მიღება", en: "Delivery"),
        many: Title(ka: "მიღებები", en: "Deliveries"), "goods.received", costs: ["lines.cost"],
        corrected: \GoodsCorrected.delivery
    ) { if case .goodsReceived(let said) = $0 { (said.delivery, said) } else { nil } }

    package static let vendorReturn = GoodsDocumentKind(
        "vendorReturn", "vendor-returns", one: Title(ka: "მომწოდებელთან დაბრუნება", en: "Vendor return"),
        many: Title(ka: "მომწოდებელთან დაბრუნებები", en: "Vendor returns"), "goods.returned", costs: ["lines.credit"],
        rare: ["lines.delivery", "lines.deliveryLine"],
        corrected: \GoodsCorrected.vendorReturn
    ) { if case .goodsReturned(let said) = $0 { (said.vendorReturn, said) } else { nil } }

    package static let transfer = GoodsDocumentKind(
        "transfer", "transfers", one: Title(ka: "გადატანა", en: "Transfer"),
        many: Title(ka: "გადატანები", en: "Transfers"), "transfer.dispatched", rare: ["carrier"],
        corrected: \GoodsCorrected.dispatch
    ) { if case .transferDispatched(let said) = $0 { (said.transfer, said) } else { nil } }

    package static let stocktake = GoodsDocumentKind(
        "stocktake", "stocktakes", one: Title(ka: "ინვენტარიზაცია", en: "Stocktake"),
        many: Title(ka: "ინვენტარიზაციები", en: "Stocktakes"), "stock.counted",
        rare: ["lines.countedAt", "lines.places"],
        corrected: \GoodsCorrected.stocktake
    ) { if case .stockCounted(let said) = $0 { (said.stocktake, said) } else { nil } }

    package static let writeOff = GoodsDocumentKind(
        "writeOff", "write-offs", one: Title(ka: "ჩამოწერა", en: "Write-off"),
        many: Title(ka: "ჩამოწერები", en: "Write-offs"), "stock.writtenOff", corrected: \GoodsCorrected.writeOff
    ) { if case .stockWrittenOff(let said) = $0 { (said.writeOff, said) } else { nil } }

    package static let revaluation = GoodsDocumentKind(
        "revaluation", "revaluations", one: Title(ka: "გადაფასება", en: "Revaluation"),
        many: Title(ka: "გადაფასებები", en: "Revaluations"), "stock.revalued", costs: ["lines.cost"],
        corrected: \GoodsCorrected.revaluation
    ) { if case .stockRevalued(let said) = $0 { (said.revaluation, said) } else { nil } }

    package static let landedCost = GoodsDocumentKind(
        "landedCost", "landed-costs", id: "charge", one: Title(ka: "თანმდევი ხარჯი", en: "Landed cost"),
        many: Title(ka: "თანმდევი ხარჯები", en: "Landed costs"), "landedCost.added",
        costs: ["amount", "foreign.amount", "lines.amount"], isEntered: false
    ) { if case .landedCostAdded(let said) = $0 { (said.charge, said) } else { nil } }

    // MARK: What facts say

    /// The document that a fact first says; nil where it says none.
    package static func first(_ fact: Fact) -> (kind: GoodsDocumentKind, id: String?, members: FactMembers)? {
        // Nearly every fact is a receipt, and each kind would be asked.
        if case .receiptCompleted = fact { return nil }
        for kind in all {
            if let said = kind.first(fact) { return (kind, said.id, said.members) }
        }
        return nil
    }

    /// The fact that first said the document which an event says or revises; nil where it speaks of none.
    package static func original(of event: Event) -> String? {
        switch event.fact {
        case .goodsCorrected(let correction): correction.original
        case .goodsReversed(let reversal): reversal.original
        default: first(event.fact) == nil ? nil : event.id.description
        }
    }

    /// What a revision makes of a document of this kind: its number, and the members; nil of them where it is taken back. nil: it is no
    /// revision of one.
    package func revision(_ fact: Fact) -> (number: Int64, members: FactMembers?)? {
        switch fact {
        case .goodsCorrected(let correction): corrected(correction).map { (correction.revision, $0) }
        case .goodsReversed(let reversal): (reversal.revision, nil)
        default: nil
        }
    }
}
