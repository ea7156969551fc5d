import Events

/// Every decider of the house. A fact is folded into each stream that one of them says it concerns.
enum Deciders {
    static let all: [any Decider.Type] =
        [
            StoreDecider.self, TillDecider.self, ProductDecider.self, CustomerDecider.self, PriceDecider.self,
            DiscountRuleDecider.self, GoodsDocumentDecider.self, TransferDecider.self, OrderDecider.self,
            ShelfDecider.self,
            PaymentDecider.self, GiftCardDecider.self, CostCorrectionDecider.self, PurchaseOrderDecider.self,
            CouponDecider.self, PointsDecider.self, AccountDecider.self, StoreBooksDecider.self, ReceiptDecider.self,
            CashMovementDecider.self, ApprovalDecider.self,
        ] + Described.all.map(\.decider)

    static func streams(of said: Said) -> [StreamKey] {
        all.flatMap { decider in decider.streams(of: said).map { StreamKey(kind: decider.kind, id: $0) } }
    }

    static func named(_ kind: String) -> (any Decider.Type)? { all.first { $0.kind == kind } }
}

/// Which thing: a kind and an id.
package struct StreamKey: Hashable, Comparable, Sendable {
    package let kind: String
    private let exactID: ExactText
    package var id: String { exactID.text }

    package init(kind: String, id: String) { (self.kind, exactID) = (kind, ExactText(id)) }

    package static func < (one: StreamKey, other: StreamKey) -> Bool {
        one.kind != other.kind ? one.kind < other.kind : one.exactID < other.exactID
    }
}
