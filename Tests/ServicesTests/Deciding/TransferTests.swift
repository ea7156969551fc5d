import Events
import Testing

@testable import Services

@Suite struct `Sending goods to another shop` {
    private let dispatchID = FactID(writer: "office.1.a", sequence: 7)

    private func dispatch(_ quantity: Int64 = 10_000, to: String = "W2") -> TransferDecider.Order {
        var fact = TransferDispatched()
        (fact.transfer, fact.to) = ("t", to)
        var line = TransferDispatchedLine()
        (line.line, line.product, line.quantity) = (1, "p", quantity)
        fact.lines = [line]
        return .dispatch(fact, from: "W1", kinds: ["p": "goods"])
    }

    private func arrival(_ quantity: Int64, at store: String = "W2", costs: [Int64: Int64] = [:])
        -> TransferDecider.Order
    {
        var fact = TransferReceived()
        fact.transfer = "t"
        var line = TransferReceivedLine()
        (line.line, line.product, line.quantity) = (1, "p", quantity)
        fact.lines = [line]
        return .receive(fact, at: store, costs: costs, currency: "GEL")
    }

    private func missing(_ quantity: Int64) -> TransferDecider.Order {
        var fact = TransferDiscrepancyFound()
        fact.transfer = "t"
        var line = TransferDiscrepancyLine()
        (line.line, line.product, line.quantity, line.kind) = (1, "p", quantity, "missing")
        fact.lines = [line]
        return .report(fact, from: "W1")
    }

    private var close: TransferDecider.Order {
        var fact = TransferClosed()
        fact.transfer = "t"
        return .close(fact, from: "W1")
    }

    private func stamped(_ outcome: Outcome<TransferDecider>) -> Int64? {
        guard case .success(let decided) = outcome.result, case .transferReceived(let fact)? = decided.first?.fact
        else { return nil }
        return fact.lines[0].cost
    }

    /// Golden vector 7: 10 at a cost of 15.00 each leave for 150.00, and arrive for 150.00.
    @Test func `an arrival is stamped with what its dispatch was booked at, part by part, to the last tetri`() {
        let sent = Given(TransferDecider.self).after(dispatch())
        #expect(stamped(sent.when(arrival(10_000, costs: [1: 15_000]))) == 15_000)
        // Thirds of 100: 33, 34, 33.
        let three = Given(TransferDecider.self).after(dispatch(3_000))
        let (one, costs) = (Int64(1_000), [Int64(1): Int64(100)])
        #expect(stamped(three.when(arrival(one, costs: costs))) == 33)
        let first = three.after(arrival(one, costs: costs))
        #expect(stamped(first.when(arrival(one, costs: costs))) == 34)
        #expect(stamped(first.after(arrival(one, costs: costs)).when(arrival(one, costs: costs))) == 33)
        // What the books do not know is not made up.
        #expect(stamped(sent.when(arrival(10_000))) == nil)
    }

    @Test func `no more arrives than was sent, and only where it was sent to`() {
        let sent = Given(TransferDecider.self).after(dispatch())
        sent.when(arrival(10_001)).thenRefused("transfer.quantity", ["open": 10_000, "asked": 10_001])
        sent.after(arrival(4_000)).when(arrival(7_000)).thenRefused("transfer.quantity", ["open": 6_000])
        sent.when(arrival(1_000, at: "W3")).thenRefused("transfer.to")
        Given(TransferDecider.self).when(arrival(1)).thenRefused("transfer.unknown")
        Given(TransferDecider.self).when(dispatch(to: "W1")).thenRefused("transfer.self")
        sent.when(dispatch()).thenRefused("transfer.dispatched")
    }

    @Test func `it closes once everything has arrived or is said to be missing, from the sender's side`() {
        let part = Given(TransferDecider.self).after(dispatch()).after(arrival(8_000))
        part.when(close).thenRefused("transfer.open", ["line": 1, "open": 2_000])
        part.when(missing(3_000)).thenRefused("transfer.quantity", ["open": 2_000])
        let closed = part.after(missing(2_000)).after(close)
        closed.when(arrival(1)).thenRefused("transfer.closed")
        closed.when(close).then()
        var fact = TransferClosed()
        fact.transfer = "t"
        part.when(.close(fact, from: "W2")).thenRefused("transfer.from")
    }

    @Test func `the facts stand with the shop whose goods they move`() {
        let sent = Given(TransferDecider.self).after(dispatch())
        #expect(
            Given(TransferDecider.self).when(dispatch()).then("transfer.dispatched.v1").first?.place == .store("W1"))
        #expect(sent.when(arrival(1)).then("transfer.received.v1").first?.place == .store("W2"))
        #expect(sent.when(missing(1)).then("transfer.discrepancyFound.v1").first?.place == .store("W1"))
    }
}
