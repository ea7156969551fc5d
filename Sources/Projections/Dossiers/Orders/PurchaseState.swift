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
    private(set) var lastAt: Int64 = 0
    private(set) var lastFact = ""

    init(_ order: String, _ said: Said) {
        firstAt = said.facts.first?.milliseconds ?? 0
        lastAt = said.facts.last?.milliseconds ?? 0
        lastFact = said.facts.last?.event.id.description ?? ""
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

    /// Sums over its lines: ordered, received, still to come, and what it costs.
    private var sums: [Int128] {
        lines.values.reduce(into: [0, 0, 0, 0]) { sums, line in
            for (place, part) in [line.ordered, line.received, open(line), line.cost].enumerated() {
                sums[place] &+= part
            }
        }
    }

    // MARK: Rows

    static let table = SaidBook.Table(
        name: "purchase_order", kind: "purchase",
        columns: [
            "purchase_order", "store", "number", "supplier", "status", "currency", "operator", "expected_on",
            "placed_at", "last_at", "lines", "ordered", "received", "open", "cost", "last_fact",
        ]
    ) { id, said in
        let purchase = PurchaseState(id, said)
        let content = purchase.content
        return [
            { writer in
                writer.text(id)
                for text in [purchase.store, content?.number, content?.supplier] { writer.optionalText(text) }
                writer.text(purchase.status)
                writer.text(content?.currency ?? "")
                writer.optionalText(content?.circumstances.operator)
                writer.optionalDate(content?.expectedOn?.daysSince1970)
                for number in [purchase.firstAt, purchase.lastAt, Int64(content?.lines.count ?? 0)] {
                    writer.int64(number)
                }
                for sum in purchase.sums { writer.int64(Int64(clamping: sum)) }
                writer.text(purchase.lastFact)
            }
        ]
    }

    static let lineTable = SaidBook.Table(
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
