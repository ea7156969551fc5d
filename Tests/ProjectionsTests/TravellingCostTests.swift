import Events
import JSON
import Log
import Postgres
import Projections
import TestSupport
import Testing

/// Costs that travel or come back rest on what stands before them, whatever the order and the batches of arrival
/// (docs/RULES.md, A cost never rests on itself).
@Suite struct `Travelling costs` {
    private struct Fact {
        var type: String
        var data: JSON
        var store: String?
        var writer: String
        var number: Int64
        var at: String
    }

    private static func sale(
        _ quantity: Int64, _ store: String, _ number: Int64, _ day: Int, of original: String? = nil
    ) -> Fact {
        Fact(
            type: "receipt.completed.v1",
            data: TestChain.receipt(
                [("p", quantity, quantity)], day: "2026-03-01", original: original.map { ($0, 1) }),
            store: store, writer: "t-\(store)", number: number, at: "2026-03-0\(day)T12:00:00Z")
    }

    private static func delivery(_ quantity: Int64, _ cost: Int64, _ store: String, _ number: Int64, _ day: Int) -> Fact
    {
        Fact(
            type: "goods.received.v1", data: TestChain.delivery([("p", quantity, cost)]), store: store,
            writer: "o-\(store)", number: number, at: "2026-03-0\(day)T08:00:00Z")
    }

    private static func defaultCost(_ amount: Int64, _ day: Int) -> Fact {
        Fact(
            type: "product.listed.v1",
            data: [
                "product": "p", "kind": "goods", "unit": "C62", "defaultCost": ["amount": .int(amount), "per": 1_000],
            ],
            store: nil, writer: "office", number: 1, at: "2026-03-0\(day)T07:00:00Z")
    }

    private static func dispatch(_ quantity: Int64, _ from: String, _ to: String, _ number: Int64, _ day: Int) -> Fact {
        Fact(
            type: "transfer.dispatched.v1",
            data: [
                "transfer": "t", "to": .string(to),
                "lines": [["line": 1, "product": "p", "quantity": .int(quantity)]],
            ], store: from, writer: "o-\(from)", number: number, at: "2026-03-0\(day)T08:00:00Z")
    }

    private static func arrival(
        _ quantity: Int64, _ from: String, _ to: String, _ number: Int64, _ day: Int, of dispatch: String
    ) -> Fact {
        Fact(
            type: "transfer.received.v1",
            data: [
                "transfer": "t", "from": .string(from), "dispatch": .string(dispatch),
                "lines": [["line": 1, "dispatchLine": 1, "product": "p", "quantity": .int(quantity)]],
            ], store: to, writer: "o-\(to)", number: number, at: "2026-03-0\(day)T08:00:00Z")
    }

    /// Folds the facts in an order, so many a batch, and rebuilds; returns what `ask` answers.
    private func fold(_ facts: [Fact], batch: Int, _ ask: String) throws -> [[Int64]] {
        let chain = try TestChain()
        for fact in facts {
            try chain.post(
                fact.type, fact.data, store: fact.store, writer: fact.writer, at: fact.at, number: fact.number)
        }
        try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: batch))
        let answer = try Connection(chain.conninfo).query("\(unsafeSQL: ask)")
        // At the deepest digest: booked figures and places in the log.
        var said: [String] = []
        do {
            try Rebuild(chain.conninfo, chain.log, [Trade.self]) { said.append($0) }.run(accept: false)
        } catch { Issue.record("\(error): \(said)") }
        return try answer.map { try $0.int64Array(0) }
    }

    /// Every order of a few facts.
    private func orders<Element>(_ elements: [Element]) -> [[Element]] {
        guard let last = elements.last else { return [[]] }
        return orders(Array(elements.dropLast())).flatMap { order in
            (0...order.count).map { place in
                var longer = order
                longer.insert(last, at: place)
                return longer
            }
        }
    }

    private func always(_ facts: [Fact], _ ask: String, is expected: [[Int64]]) throws {
        for (number, order) in orders(facts).enumerated() {
            for batch in [1, 2, 100] where facts.count < 4 || number % 24 == batch % 24 {
                let names = order.map { "\($0.writer):\($0.number)" }
                let found = try fold(order, batch: batch, ask)
                #expect(found == expected, "\(names) by \(batch)")
            }
        }
    }

    private static let costs = "SELECT ARRAY[line_figures[7]] FROM trade_1.receipt ORDER BY writer, writerseq"
    private static let stock = "SELECT ARRAY[quantity, value] FROM trade_1.stock ORDER BY store"

    @Test func `a default cost serves what was folded before it, with it, or after it`() throws {
        // Sold before it is in any pool; listed the day before with 5.00 a piece.
        try always([Self.sale(1_000, "S1", 1, 2), Self.defaultCost(500, 1)], Self.stock, is: [[-1_000, -500]])
        // A blind return.
        try always([Self.sale(-1_000, "S1", 1, 2), Self.defaultCost(500, 1)], Self.stock, is: [[1_000, 500]])
        // Two shops, one of which had a cost by then.
        try always(
            [
                Self.delivery(1_000, 900, "S1", 1, 1), Self.sale(2_000, "S1", 1, 2), Self.sale(1_000, "S2", 1, 2),
                Self.defaultCost(500, 3),
            ], Self.stock, is: [[-1_000, -900], [-1_000, -500]])
    }

    @Test func `what is sold below zero, returned elsewhere and sent round costs what stood before it`() throws {
        // Sold in B at the default cost; returned in A at that; sent from A to B.
        let facts = [
            Self.defaultCost(500, 1), Self.sale(2_000, "S2", 1, 2), Self.sale(-2_000, "S1", 1, 3, of: "t-S2:1"),
            Self.dispatch(2_000, "S1", "S2", 1, 4), Self.arrival(2_000, "S1", "S2", 1, 5, of: "o-S1:1"),
        ]
        try always(facts, Self.costs, is: [[-1_000], [1_000]])
    }

    @Test func `a sale below zero returned in the other shop, both ways, has one cost`() throws {
        let facts = [
            Self.delivery(1_000, 2_095, "S1", 1, 1), Self.sale(2_000, "S1", 1, 2),
            Self.sale(-2_000, "S2", 1, 3, of: "t-S1:1"), Self.sale(3_000, "S2", 2, 4),
            Self.sale(-3_000, "S1", 2, 5, of: "t-S2:2"),
        ]
        // 2 at 20.95; back in the other shop at that, 3 sold there at 62.85, of which 1 is owed; those come back and settle 1.
        try always(facts, Self.costs, is: [[4_190], [-6_285], [-4_190], [6_285]])
    }

    @Test func `a return in another shop takes what its sale costs before it, and what settles that later stays there`()
        throws
    {
        let facts = [
            Self.sale(1_000, "S1", 1, 1), Self.delivery(1_000, 300, "S1", 1, 2),
            Self.sale(-1_000, "S2", 1, 3, of: "t-S1:1"),
        ]
        try always(facts, Self.costs, is: [[300], [-300]])
        let late = [
            Self.sale(1_000, "S1", 1, 1), Self.sale(-1_000, "S2", 1, 2, of: "t-S1:1"),
            Self.delivery(1_000, 300, "S1", 1, 3),
        ]
        try always(late, Self.costs, is: [[300], [0]])
    }

    @Test func `a transfer to oneself moves nothing`() throws {
        let facts = [
            Self.delivery(5_000, 500, "S1", 1, 1), Self.dispatch(2_000, "S1", "S1", 2, 2),
            Self.arrival(2_000, "S1", "S1", 3, 3, of: "o-S1:2"),
        ]
        try always(facts, Self.stock, is: [[5_000, 500]])
        try always(
            facts, "SELECT ARRAY[sent, received, in_transit, in_transit_value] FROM trade_1.transfer_line",
            is: [[2_000, 2_000, 0, 0]])
    }

    @Test func `a sale heard after its own return is booked with it`() throws {
        let facts = [
            Self.delivery(1_000, 100, "S1", 1, 1), Self.delivery(1_000, 900, "S1", 2, 3),
            Self.sale(-3_000, "S1", 2, 4, of: "t-S1:1"), Self.sale(3_000, "S1", 1, 2),
        ]
        let booked = "SELECT ARRAY[line_figures[8]] FROM trade_1.receipt ORDER BY writerseq"
        for batch in [1, 2, 3, 100] { #expect(try fold(facts, batch: batch, booked)[0] == [1_633]) }
        #expect(try fold(facts, batch: 100, Self.costs) == [[1_633], [-1_900]])
    }

    @Test func `a dispatch heard after its own return to the sender is booked with it`() throws {
        let facts = [
            Self.delivery(1_000, 100, "S1", 1, 1), Self.delivery(1_000, 900, "S1", 2, 3),
            Self.arrival(3_000, "S1", "S1", 4, 4, of: "o-S1:3"), Self.dispatch(3_000, "S1", "S2", 3, 2),
        ]
        for batch in [1, 2, 3, 100] {
            #expect(
                try fold(facts, batch: batch, "SELECT ARRAY[cost, booked] FROM trade_1.transfer_line") == [
                    [1_633, 1_633]
                ])
        }
    }
}
