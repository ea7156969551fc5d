import Events
import Testing

@testable import Services

@Suite struct `Ordering from a supplier` {
    private typealias Known = PurchaseOrderDecider.Known

    private func order(_ lines: [(String, Int64, Int64)] = [("p", 10_000, 500)], supplier: String? = nil)
        -> PurchaseOrderFacts
    {
        var order = PurchaseOrderFacts()
        (order.purchaseOrder, order.currency, order.supplier) = ("o", "GEL", supplier)
        for (number, (product, quantity, cost)) in lines.enumerated() {
            var line = PurchaseOrderLine()
            (line.line, line.product, line.quantity, line.cost) = (Int64(number + 1), product, quantity, cost)
            order.lines.append(line)
        }
        return order
    }

    private var known: Known { Known(kinds: ["p": "goods", "q": "goods", "s": "service"]) }

    private func place(_ order: PurchaseOrderFacts, _ known: Known? = nil) -> PurchaseOrderDecider.Order {
        .place(order, at: "S01", known ?? self.known)
    }

    private var ended: PurchaseOrderEnded {
        var ended = PurchaseOrderEnded()
        ended.purchaseOrder = "o"
        return ended
    }

    private func came(_ product: String, _ quantity: Int64) -> Said {
        var delivery = Delivery()
        (delivery.delivery, delivery.purchaseOrder) = ("d", "o")
        var line = DeliveryLine()
        (line.line, line.product, line.quantity) = (1, product, quantity)
        delivery.lines = [line]
        return Said(.goodsReceived(delivery), store: "S01")
    }

    @Test func `stands in the shop's own book, once`() {
        let placed = Given(PurchaseOrderDecider.self).when(place(order())).then("purchaseOrder.placed.v1")
        #expect(placed.first?.place == .store("S01"))
        Given(PurchaseOrderDecider.self).after(place(order())).when(place(order())).thenRefused("purchaseOrder.stage")
    }

    @Test func `wants goods of the range and a supplier that takes orders, from its minimum on`() {
        Given(PurchaseOrderDecider.self).when(place(order([("x", 1, 1)]))).thenRefused("product.unknown")
        Given(PurchaseOrderDecider.self).when(place(order([("s", 1, 1)]))).thenRefused("product.stock")
        var gone = known
        gone.discontinued = [ExactText("p")]
        Given(PurchaseOrderDecider.self).when(place(order(), gone)).thenRefused("product.discontinued")
        Given(PurchaseOrderDecider.self).when(place(order(supplier: "z"))).thenRefused("supplier.unknown")
        var (supplier, strict) = (SupplierFacts(), known)
        (supplier.supplier, supplier.minimumOrder, supplier.currency) = ("z", 501, "GEL")
        strict.supplier = supplier
        Given(PurchaseOrderDecider.self).when(place(order(supplier: "z"), strict))
            .thenRefused("supplier.minimumOrder", ["least": 501, "asked": 500])
        supplier.minimumOrder = 500
        strict.supplier = supplier
        Given(PurchaseOrderDecider.self).when(place(order(supplier: "z"), strict)).then("purchaseOrder.placed.v1")
        supplier.status = "inactive"
        strict.supplier = supplier
        Given(PurchaseOrderDecider.self).when(place(order(supplier: "z"), strict)).thenRefused("supplier.inactive")
    }

    @Test func `is changed in revisions, and not below what has come`() {
        let placed = Given(PurchaseOrderDecider.self).after(place(order()))
        placed.when(.change(order(), known)).then()
        let more = placed.when(.change(order([("p", 20_000, 900)]), known)).then("purchaseOrder.changed.v1")
        guard case .purchaseOrderChanged(let fact)? = more.first?.fact else { return }
        #expect(fact.revision == 2)
        var first = order()
        first.revision = 1
        let partly = Given(
            PurchaseOrderDecider.self, [Said(.purchaseOrderPlaced(first), store: "S01"), came("p", 6_000)])
        partly.when(.change(order([("p", 5_000, 100)]), known))
            .thenRefused("purchaseOrder.received", ["least": 6_000, "asked": 5_000])
        partly.when(.change(order([("q", 5_000, 100)]), known))
            .thenRefused("purchaseOrder.received", ["least": 6_000, "asked": 0])
        partly.when(.change(order([("p", 6_000, 100)]), known)).then("purchaseOrder.changed.v1")
    }

    @Test func `is cancelled while nothing has come, and closed with what came`() {
        let placed = Given(PurchaseOrderDecider.self).after(place(order()))
        placed.when(.cancel(ended)).then("purchaseOrder.cancelled.v1")
        placed.after(.cancel(ended)).when(.cancel(ended)).then()
        placed.after(.cancel(ended)).when(.close(ended)).thenRefused("purchaseOrder.stage")
        let partly = Given(
            PurchaseOrderDecider.self, [Said(.purchaseOrderPlaced(order()), store: "S01"), came("p", 6_000)])
        partly.when(.cancel(ended)).thenRefused("purchaseOrder.received", ["received": 6_000])
        partly.when(.close(ended)).then("purchaseOrder.closed.v1")
        partly.after(.close(ended)).when(.change(order(), known)).thenRefused("purchaseOrder.stage")
        Given(PurchaseOrderDecider.self).when(.cancel(ended)).thenRefused("purchaseOrder.unknown")
    }
}

@Suite struct `Correcting what a delivery cost` {
    private func order(_ cost: Int64, line: Int64 = 1, product: String? = nil, currency: String = "GEL")
        -> CostCorrectionDecider.Order
    {
        var (fact, part) = (CostCorrected(), CostCorrectedLine())
        (fact.delivery, fact.currency) = ("office:7", currency)
        (part.line, part.product, part.cost) = (line, product, cost)
        fact.lines = [part]
        return .init(fact: fact, store: "S01", storeCurrency: "GEL", lines: [1: "p"])
    }

    @Test func `is the next revision, of lines that the delivery has`() {
        let first = Given(CostCorrectionDecider.self).when(order(90)).then("cost.corrected.v1")
        guard case .costCorrected(let fact)? = first.first?.fact else { return }
        #expect(fact.revision == 1 && fact.lines.first?.product == "p")
        let again = Given(CostCorrectionDecider.self).after(order(90))
        again.when(order(90)).then()
        guard case .costCorrected(let second)? = again.when(order(80)).then("cost.corrected.v1").first?.fact else {
            return
        }
        #expect(second.revision == 2)
        again.when(order(80, line: 2)).thenRefused("delivery.line", ["line": 2])
        again.when(order(80, product: "q")).thenRefused("delivery.line")
        again.when(order(80, currency: "USD")).thenRefused("delivery.currency")
    }
}
