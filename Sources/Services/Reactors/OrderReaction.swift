import Events

/// A receipt that hands over goods of an order: what it sold consumes what was held, its tenders the deposits they name.
enum OrderReaction {
    static func react(to receipt: Receipt, _ event: Event, _ work: Work) throws {
        guard let order = receipt.order, EntityID.isOne(order) else { return }
        let state = try work.state(OrderDecider.self, order)
        guard state.stage == .placed || state.stage == .quoted else { return }
        var fact = OrderHandedOver()
        (fact.order, fact.receipt) = (order, event.id.description)
        fact.lines = lines(of: receipt, state)
        fact.deposits = deposits(of: receipt, state)
        fact.circumstances = Reactions.caused(by: event)
        guard !fact.lines.isEmpty else { return }
        try work.decide(OrderDecider.self, order, .record(fact))
    }

    /// What the receipt's tenders take of each deposit that they name, and no more than is left of it.
    private static func deposits(of receipt: Receipt, _ state: OrderDecider.State) -> [DepositPart] {
        var taken: ByID<Int64> = [:]
        for tender in receipt.tenders where tender.amount > 0 {
            if let id = tender.payment, state.deposits[id] != nil { taken[id, default: 0] &+= tender.amount }
        }
        return taken.sorted.compactMap { id, amount in
            var part = DepositPart()
            (part.deposit, part.amount) = (id, min(state.deposits[id] ?? 0, amount))
            return part.amount > 0 ? part : nil
        }
    }

    /// The goods of the receipt, on the order's lines of the same product that still want some, in their order. What goes
    /// beyond the order was sold and not ordered.
    private static func lines(of receipt: Receipt, _ state: OrderDecider.State) -> [OrderGoodsLine] {
        var open = state.lines.mapValues(\.open)
        var given: [Int64: OrderGoodsLine] = [:]
        for sold in receipt.lines where sold.kind == "sale" {
            guard let product = sold.product, var left = sold.quantity, left > 0 else { continue }
            for (number, line) in state.lines.sorted(by: { $0.key < $1.key }) {
                guard left > 0, ExactText.same(line.product, product) else { continue }
                let part = min(left, open[number] ?? 0)
                guard part > 0 else { continue }
                open[number] = (open[number] ?? 0) &- part
                left &-= part
                let before = given[number]?.quantity ?? 0
                given[number] = OrderGoodsLine(line: number, product: product, quantity: before &+ part)
            }
        }
        return given.sorted { $0.key < $1.key }.map(\.value)
    }
}
