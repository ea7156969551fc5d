import Events
import Rules

/// An order as all that was said of it leaves it.
struct OrderState {
    enum Status: String { case expected, quoted, placed, ready, partlyHandedOver, handedOver, settled, cancelled }

    struct Line {
        var line: Int64
        var kind: String
        var product: String?
        var ordered: Int64
        var gross: Int64
        var discount: Int64
        var net: Int64
        var reserved: Int64 = 0
        var handedOver: Int64 = 0
    }

    /// The content that counts: the highest revision, of several the last in the total order; nil while only steps came.
    private(set) var content: OrderFacts?
    private(set) var store: String?
    private(set) var lines: [Line] = []
    private(set) var deposited: Int64 = 0
    private(set) var consumed: Int64 = 0
    private(set) var charge: Int64 = 0
    private(set) var receipts: [String] = []
    private(set) var firstAt: Int64 = 0
    private(set) var lastAt: Int64 = 0
    private(set) var lastFact = ""
    private var isPlaced = false
    private var isReady = false
    private var isSettled = false
    private var isCancelled = false

    init(_ said: Said) {
        firstAt = said.facts.first?.milliseconds ?? 0
        lastAt = said.facts.last?.milliseconds ?? 0
        lastFact = said.facts.last?.event.id.description ?? ""
        for fact in said.facts { takeContent(fact) }
        lines = (content?.lines ?? []).map { line in
            Line(
                line: line.line, kind: line.kind ?? "sale", product: line.product, ordered: line.quantity ?? 0,
                gross: line.gross, discount: line.discount, net: line.netOrDefault)
        }
        // Lines of one number would be one row; the first counts.
        var seen: Set<Int64> = []
        lines.removeAll { !seen.insert($0.line).inserted }
        for fact in said.facts { takeStep(fact) }
    }

    private mutating func takeContent(_ fact: Said.Fact) {
        store = fact.store ?? store
        switch fact.event.fact {
        case .orderPlaced(let facts):
            isPlaced = true
            take(facts)
        case .orderQuoted(let facts), .orderChanged(let facts): take(facts)
        default: break
        }
    }

    private mutating func take(_ facts: OrderFacts) {
        if let content, facts.revision < content.revision { return }
        content = facts
    }

    private mutating func takeStep(_ fact: Said.Fact) {
        switch fact.event.fact {
        case .orderReserved(let step): for line in step.lines { add(line) { $0.reserved = $0.reserved.plus($1) } }
        case .orderReleased(let step): for line in step.lines { add(line) { $0.reserved = $0.reserved.minus($1) } }
        case .orderDepositTaken(let step): deposited = deposited.plus(step.amount)
        case .orderReady: isReady = true
        case .orderHandedOver(let step):
            for line in step.lines {
                add(line) { line, quantity in
                    line.handedOver = line.handedOver.plus(quantity)
                    line.reserved = line.reserved.minus(quantity)
                }
            }
            consumed = step.deposits.reduce(consumed) { $0.plus($1.amount) }
            receipts.append(step.receipt)
        case .orderSettled: isSettled = true
        case .orderCancelled(let step):
            isCancelled = true
            consumed = step.deposits.reduce(consumed) { $0.plus($1.amount) }
            charge = charge.plus(step.charge)
        default: break
        }
    }

    private mutating func add(_ step: OrderGoodsLine, _ change: (inout Line, Int64) -> Void) {
        guard let place = lines.firstIndex(where: { $0.line == step.line }) else { return }
        change(&lines[place], step.quantity ?? 0)
    }

    var isOpen: Bool { isPlaced && !isSettled && !isCancelled }

    /// What is still to be handed over.
    func open(_ line: Line) -> Int64 { isOpen && line.kind == "sale" ? max(0, line.ordered.minus(line.handedOver)) : 0 }
    /// What is held for it.
    func reserved(_ line: Line) -> Int64 { isOpen ? max(0, line.reserved) : 0 }

    var status: Status {
        if isCancelled { return .cancelled }
        if isSettled { return .settled }
        if content == nil { return .expected }
        if lines.contains(where: { $0.handedOver > 0 }) {
            return lines.contains { open($0) > 0 } ? .partlyHandedOver : .handedOver
        }
        return isReady ? .ready : isPlaced ? .placed : .quoted
    }

    // MARK: Rows

    static let table = SaidBook.Table(
        name: "customer_order", kind: "order",
        columns: [
            "order_id", "store", "number", "status", "revision", "customer", "customer_category", "channel", "currency",
            "operator", "fulfilment", "promised_for", "valid_until", "first_at", "last_at", "gross", "discount", "net",
            "tax",
            "deposited", "consumed", "charge", "lines", "receipts", "last_fact",
        ]
    ) { id, said in
        let order = OrderState(said)
        let content = order.content
        return [
            { writer in
                writer.text(id)
                writer.optionalText(order.store)
                writer.optionalText(content?.number)
                writer.text(order.status.rawValue)
                writer.int64(content?.revision ?? 0)
                for text in [content?.customer, content?.customerCategory, content?.channel] {
                    writer.optionalText(text)
                }
                writer.text(content?.currency ?? "")
                for text in [
                    content?.circumstances.operator, content?.fulfilment, content?.promisedFor, content?.validUntil,
                ] { writer.optionalText(text) }
                for number in [
                    order.firstAt, order.lastAt, content?.gross ?? 0, content?.discount ?? 0,
                    content?.netOrDefault ?? 0,
                    content?.tax ?? 0, order.deposited, order.consumed, order.charge,
                    Int64(order.lines.count),
                ] { writer.int64(number) }
                writer.textArray(order.receipts)
                writer.text(order.lastFact)
            }
        ]
    }

    static let lineTable = SaidBook.Table(
        name: "order_line", kind: "order",
        columns: [
            "order_id", "line", "kind", "product", "ordered", "reserved", "handed_over", "open", "gross", "discount",
            "net",
        ]
    ) { id, said in
        let order = OrderState(said)
        return order.lines.map { line in
            { writer in
                writer.text(id)
                writer.int64(line.line)
                writer.text(line.kind)
                writer.optionalText(line.product)
                for number in [
                    line.ordered, order.reserved(line), line.handedOver, order.open(line), line.gross, line.discount,
                    line.net,
                ] { writer.int64(number) }
            }
        }
    }
}
