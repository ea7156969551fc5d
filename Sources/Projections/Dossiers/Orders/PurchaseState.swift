import Events

/// What was ordered from a supplier, and what has come of it, by product.
struct PurchaseState {
    struct Line {
        var ordered: Int64 = 0
        var received: Int64 = 0
        var cost: Int64 = 0
    }

    private(set) var content: PurchaseOrderFacts?
    private(set) var store: String?
    private(set) var lines: [ID: Line] = [:]
    private(set) var status = "expected"
    private(set) var firstAt: Int64 = 0

    init(_ said: Said) {
        firstAt = said.facts.first?.milliseconds ?? 0
        var ended: String?
        for fact in said.facts {
            store = fact.store ?? store
            switch fact.event.fact {
            case .purchaseOrderPlaced(let facts), .purchaseOrderChanged(let facts):
                if let content, facts.revision < content.revision { break }
                content = facts
            case .purchaseOrderCancelled: ended = "cancelled"
            case .purchaseOrderClosed: ended = ended ?? "closed"
            case .goodsReceived(let delivery):
                for line in delivery.lines {
                    lines[ID(line.product ?? ""), default: Line()].received &+= line.quantity ?? 0
                }
            default: break
            }
        }
        for line in content?.lines ?? [] {
            lines[ID(line.product ?? ""), default: Line()].ordered &+= line.quantity ?? 0
            lines[ID(line.product ?? ""), default: Line()].cost &+= line.cost ?? 0
        }
        lines[ID("")] = nil
        let isDone = content != nil && lines.values.allSatisfy { $0.received >= $0.ordered }
        status = ended ?? (content == nil ? "expected" : isDone ? "received" : "placed")
    }

    /// What is still to come.
    func open(_ line: Line) -> Int64 { status == "placed" ? max(0, line.ordered &- line.received) : 0 }

    static let table = SaidBook.Table(
        name: "purchase_line", kind: "purchase",
        columns: [
            "purchase_order", "product", "store", "number", "supplier", "status", "currency", "expected_on",
            "placed_at",
            "ordered", "received", "open", "cost",
        ]
    ) { id, said in
        let purchase = PurchaseState(said)
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
                for number in [purchase.firstAt, line.ordered, line.received, purchase.open(line), line.cost] {
                    writer.int64(number)
                }
            }
        }
    }
}
