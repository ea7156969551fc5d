import Events
import Testing

@testable import Services

@Suite struct `A customer's order` {
    private typealias Order = OrderDecider.Order

    private func facts(_ quantity: Int64 = 3_000) -> OrderFacts {
        var order = OrderFacts()
        (order.order, order.currency, order.gross) = ("o", "GEL", 900)
        var line = OrderLine()
        (line.line, line.product, line.quantity, line.gross) = (1, "p", quantity, 900)
        order.lines = [line]
        return order
    }

    private var placed: Given<OrderDecider> { Given(OrderDecider.self).after(.place(facts(), at: "S01")) }

    private func lines(_ quantity: Int64, product: String = "p") -> [OrderGoodsLine] {
        [OrderGoodsLine(line: 1, product: product, quantity: quantity)]
    }

    private func reserve(_ quantity: Int64, product: String = "p") -> Order {
        var fact = OrderReserved()
        (fact.order, fact.lines) = ("o", lines(quantity, product: product))
        return .reserve(fact)
    }

    private func deposit(_ id: String, _ amount: Int64) -> Order {
        var fact = OrderDepositTaken()
        (fact.order, fact.deposit, fact.amount, fact.currency) = ("o", id, amount, "GEL")
        return .takeDeposit(fact)
    }

    private func handedOver(_ quantity: Int64, deposits: [(String, Int64)] = []) -> Order {
        var fact = OrderHandedOver()
        (fact.order, fact.receipt, fact.lines) = ("o", "S01-t1:5", lines(quantity))
        fact.deposits = deposits.map { id, amount in
            var part = DepositPart()
            (part.deposit, part.amount) = (id, amount)
            return part
        }
        return .record(fact)
    }

    private func cancel(charge: Int64 = 0) -> Order {
        var fact = OrderCancelled()
        (fact.order, fact.charge) = ("o", charge)
        return .cancel(fact)
    }

    @Test func `is quoted, accepted as it was quoted, or placed at once`() {
        let quoted = Given(OrderDecider.self).after(.quote(facts(), at: "S01"))
        quoted.when(reserve(1_000)).thenRefused("order.stage")
        let accepted = quoted.when(.accept(Circumstances())).then("order.placed.v1")
        if case .orderPlaced(let fact)? = accepted.first?.fact {
            #expect(fact.revision == 2 && fact.gross == 900)
        }
        #expect(accepted.first?.place == .store("S01"))
        placed.when(.place(facts(), at: "S01")).thenRefused("order.stage")
        Given(OrderDecider.self).when(reserve(1)).thenRefused("order.unknown")
    }

    @Test func `holds no more than was ordered`() {
        placed.when(reserve(3_001)).thenRefused("order.quantity", ["most": 3_000, "asked": 3_001])
        placed.after(reserve(2_000)).when(reserve(2_000)).thenRefused("order.quantity", ["most": 1_000])
        placed.when(reserve(1_000, product: "q")).thenRefused("order.line")
        var released = OrderReleased()
        (released.order, released.lines) = ("o", lines(2_500))
        placed.after(reserve(2_000)).when(.release(released)).thenRefused("order.held", ["most": 2_000])
    }

    @Test func `a change keeps what is held or handed over`() {
        placed.after(reserve(2_000)).when(.change(facts(1_000))).thenRefused("order.line", ["least": 2_000])
        placed.after(reserve(2_000)).after(.change(facts(2_000))).thenState {
            $0.revision == 2 && $0.lines[1]?.held == 2_000
        }
    }

    @Test func `is handed over in parts, consumes its deposits, and is settled with the last`() {
        let paid = placed.after(deposit("d", 500)).after(reserve(3_000))
        paid.when(deposit("d", 1)).thenRefused("deposit.repeated")
        paid.when(deposit("e", 401)).thenRefused("deposit.amount", ["most": 400])
        paid.when(handedOver(2_000, deposits: [("d", 300)])).then("order.handedOver.v1")
        let part = paid.after(handedOver(2_000, deposits: [("d", 300)]))
        part.thenState { $0.lines[1]?.held == 1_000 && $0.deposits["d"] == 200 }
        part.when(handedOver(1_000)).then("order.handedOver.v1", "order.settled.v1")
        // It has happened, even when it is more than was ordered.
        part.when(handedOver(5_000)).then("order.handedOver.v1", "order.settled.v1")
        part.after(handedOver(1_000)).when(reserve(1)).thenRefused("order.stage")
    }

    @Test func `cancelled, it frees what it held and gives deposits back less the charge`() {
        let paid = placed.after(deposit("a", 100)).after(deposit("b", 200)).after(reserve(1_000))
        let decided = paid.when(cancel(charge: 150)).then("order.released.v1", "order.cancelled.v1")
        if case .orderCancelled(let fact)? = decided.last?.fact {
            #expect(fact.deposits.map(\.deposit) == ["b"] && fact.deposits.map(\.amount) == [150])
        }
        paid.when(cancel(charge: 301)).thenRefused("order.charge", ["most": 300])
        paid.after(cancel()).when(cancel()).then()
        paid.after(cancel()).when(reserve(1)).thenRefused("order.stage")
    }

    @Test func `the last piece on a shelf is promised once`() {
        var reserved = OrderReserved()
        (reserved.order, reserved.lines) = ("o", lines(6_000))
        let shelf = ShelfDecider.evolve(
            .init(), Said(.orderReserved(reserved), store: "S01"), in: ShelfDecider.stream("S01", "p"))
        #expect(shelf.total == 6_000)
        #expect(throws: Refusal.self) {
            try ShelfDecider.decide(.init(product: "p", quantity: 5_000, onHand: 10_000, path: ""), shelf)
        }
        #expect(throws: Never.self) {
            try ShelfDecider.decide(.init(product: "p", quantity: 4_000, onHand: 10_000, path: ""), shelf)
        }
        // Another product of the same fact is another shelf's.
        let other = ShelfDecider.evolve(
            .init(), Said(.orderReserved(reserved), store: "S01"), in: ShelfDecider.stream("S01", "q"))
        #expect(other.total == 0)
    }
}

@Suite struct `A payment outside a till` {
    private func initiated(_ amount: Int64 = 100) -> PaymentDecider.Order {
        var fact = PaymentInitiated()
        (fact.payment, fact.method, fact.amount, fact.currency) = ("y", "link", amount, "GEL")
        return .initiate(fact, at: "S01")
    }

    private func capture(_ amount: Int64) -> PaymentDecider.Order {
        var fact = PaymentCaptured()
        (fact.payment, fact.amount, fact.currency) = ("y", amount, "GEL")
        return .capture(fact)
    }

    private func refund(_ id: String, _ amount: Int64) -> PaymentDecider.Order {
        var fact = PaymentRefunded()
        (fact.payment, fact.refund, fact.amount, fact.currency) = ("y", id, amount, "GEL")
        return .refund(fact)
    }

    private var unpaid: PaymentUnpaid {
        var fact = PaymentUnpaid()
        fact.payment = "y"
        return fact
    }

    @Test func `is captured once, up to what was asked for`() {
        let asked = Given(PaymentDecider.self).after(initiated())
        asked.when(capture(101)).thenRefused("payment.amount", ["most": 100, "asked": 101])
        asked.when(capture(100)).then("payment.captured.v1")
        asked.after(capture(100)).when(capture(100)).thenRefused("payment.stage")
        asked.when(initiated()).thenRefused("payment.repeated")
        Given(PaymentDecider.self).when(capture(1)).thenRefused("payment.unknown")
    }

    @Test func `an answer that is not known yet may still come`() {
        let lost = Given(PaymentDecider.self).after(initiated()).after(.loseSight(unpaid))
        lost.when(capture(100)).then("payment.captured.v1")
        lost.when(.decline(unpaid)).then("payment.declined.v1")
        lost.after(.decline(unpaid)).when(capture(100)).thenRefused("payment.stage")
    }

    @Test func `no more goes back than was captured`() {
        let captured = Given(PaymentDecider.self).after(initiated()).after(capture(100))
        captured.when(refund("r", 101)).thenRefused("refund.amount", ["left": 100, "asked": 101])
        captured.after(refund("r", 60)).when(refund("s", 41)).thenRefused("refund.amount", ["left": 40])
        captured.after(refund("r", 60)).when(refund("r", 10)).thenRefused("refund.repeated")
        Given(PaymentDecider.self).after(initiated()).when(refund("r", 1)).thenRefused("payment.stage")
    }
}
