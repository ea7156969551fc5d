import Events

/// What was ordered from a supplier, and what has come of it, by product.
struct PurchaseState {
    struct Line {
        // Wide, since deliveries come in no order.
        var ordered: Int128 = 0
        var received: Int128 = 0
        var cost: Int128 = 0
    }

    private(set) var content: PurchaseOrderFacts?
    private(set) var store: String?
    private(set) var lines: [ID: Line] = [:]
    private(set) var status = "expected"
    private(set) var firstAt: Int64 = 0

    init(_ order: String, _ said: Said) {
        firstAt = said.facts.first?.milliseconds ?? 0
        var ended: String?
        var deliveries = Deliveries()
        for fact in said.facts {
            store = fact.store ?? store
            switch fact.event.fact {
            case .purchaseOrderPlaced(let facts), .purchaseOrderChanged(let facts):
                if let content, facts.revision < content.revision { break }
                content = facts
            case .purchaseOrderCancelled: ended = "cancelled"
            case .purchaseOrderClosed: ended = ended ?? "closed"
            case .goodsReceived(let delivery):
                deliveries.add(fact.event.id, 0, delivery.lines)
            case .goodsCorrected(let correction):
                let isHere = correction.delivery?.purchaseOrder.map { ExactText($0) == ExactText(order) } ?? false
                deliveries.add(
                    FactID(correction.original), correction.revision, isHere ? correction.delivery?.lines ?? [] : [])
            case .goodsReversed(let reversal):
                deliveries.add(FactID(reversal.original), reversal.revision, [])
            default: break
            }
        }
        for line in deliveries.lines {
            lines[ID(line.product ?? ""), default: Line()].received &+= Int128(line.quantity ?? 0)
        }
        for line in content?.lines ?? [] {
            lines[ID(line.product ?? ""), default: Line()].ordered &+= Int128(line.quantity ?? 0)
            lines[ID(line.product ?? ""), default: Line()].cost &+= Int128(line.cost ?? 0)
        }
        lines[ID("")] = nil
        let isDone = content != nil && lines.values.allSatisfy { $0.received >= $0.ordered }
        status = ended ?? (content == nil ? "expected" : isDone ? "received" : "placed")
    }

    /// What deliveries bring, each as it was said last: the highest revision, then the last in the total order.
    private struct Deliveries {
        private var counting: [FactID: (revision: Int64, lines: [DeliveryLine])] = [:]

        mutating func add(_ delivery: FactID?, _ revision: Int64, _ lines: [DeliveryLine]) {
            guard let delivery, revision >= counting[delivery]?.revision ?? 0 else { return }
            counting[delivery] = (revision, lines)
        }

        var lines: [DeliveryLine] { counting.values.flatMap(\.lines) }
    }

    /// What is still to come.
    func open(_ line: Line) -> Int128 { status == "placed" ? max(0, line.ordered &- line.received) : 0 }

    static let table = SaidBook.Table(
        name: "purchase_line", kind: "purchase",
        columns: [
            "purchase_order", "product", "store", "number", "supplier", "status", "currency", "expected_on",
            "placed_at",
            "ordered", "received", "open", "cost",
        ]
    ) { id, said in
        let purchase = PurchaseState(id, said)
        return purchase.lines.sorted { $0.key < $1.key }.map { product, line in
            { writer in
                writer.text(id)
                writer.text(product.text)
                writer.optionalText(purchase.store)
                writer.optionalText(purchase.content?.number)
                writer.optionalText(purchase.content?.supplier)
                writer.text(purchase.status)
                writer.text(purchase.content?.currency ?? "")
                writer.optionalDate(purchase.content?.expectedOn?.daysSince1970)
                writer.int64(purchase.firstAt)
                for sum in [line.ordered, line.received, purchase.open(line), line.cost] {
                    writer.int64(Int64(clamping: sum))
                }
            }
        }
    }
}
