import Events
import JSON
import Log
import Postgres
import Projections
import TestSupport
import Testing

/// Documents of goods that are corrected or taken back, in any order (docs/RULES.md, Revisions of documents).
@Suite struct `Revisions of documents of goods` {
    private struct Fact {
        var type: String
        var data: JSON
        var number: Int64
        var at: String
        var writer = "o"
    }

    private static let day = "2026-03-01T08:00:00.000Z"
    private static let delivery = Fact(
        type: "goods.received.v1", data: TestChain.delivery([("p", 10_000, 7_000), ("q", 1_000, 900)]), number: 1,
        at: day)
    private static let sale = Fact(
        type: "receipt.completed.v1", data: TestChain.receipt([("p", 4_000, 6_000)], day: "2026-03-02"), number: 1,
        at: "2026-03-02T12:00:00Z", writer: "t")

    private static func lines(_ products: [String]) -> JSON {
        .array(
            products.enumerated().map { ["line": .int(Int64($0.offset + 1)), "product": .string($0.element)] })
    }

    private static func corrected(
        _ original: String, _ revision: Int64, _ kind: String, _ document: JSON, _ replaced: [String], at: String = day
    ) -> Fact {
        var data: JSON = [
            "original": .string(original), "revision": .int(revision), "effectiveAt": .string(at),
            "replaced": lines(replaced),
        ]
        data[kind] = document
        return Fact(type: "goods.corrected.v1", data: data, number: 100 + revision, at: "2026-03-09T08:00:00Z")
    }

    private static func reversed(
        _ original: String, _ revision: Int64, _ kind: String, _ replaced: [String], at: String = day,
        closedThrough: String? = nil
    ) -> Fact {
        var data: JSON = [
            "original": .string(original), "revision": .int(revision), "effectiveAt": .string(at),
            "replaced": lines(replaced), "kind": .string(kind), "document": "d",
        ]
        data["closedThrough"] = closedThrough.map { .string($0) }
        return Fact(type: "goods.reversed.v1", data: data, number: 100 + revision, at: "2026-04-09T08:00:00Z")
    }

    /// Taken back on the first open day.
    private static func opposed(
        _ original: String, _ kind: String, _ replaced: [String], revision: Int64 = 1
    ) -> Fact {
        reversed(original, revision, kind, replaced, at: "2026-04-01", closedThrough: "2026-03-31")
    }

    /// Product, quantity, value and booked cost of what was sold, by product; how much waits.
    private func figures(_ facts: [Fact], batch: Int) throws -> [String] {
        let chain = try TestChain()
        for fact in facts {
            try chain.post(fact.type, fact.data, store: "S1", writer: fact.writer, at: fact.at, number: fact.number)
        }
        try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: batch))
        // The log is the same by either batch, so one of them is folded anew.
        if batch == 1 { try Rebuild(chain.conninfo, chain.log, [Trade.self]) { _ in }.run(accept: false) }
        let connection = try Connection(chain.conninfo)
        return try connection.query(
            "SELECT product, quantity::text, value::text FROM trade_1.stock WHERE quantity <> 0 OR value <> 0 ORDER BY product"
        ).map { "\(try $0.text(0)) \(try $0.text(1)) \(try $0.text(2))" }
            + connection.query(
                """
                SELECT 'cost ' || cost FROM trade_1.store_day
                UNION ALL SELECT 'waits ' || type FROM trade_1.unapplied
                UNION ALL SELECT 'on its way ' || in_transit || ' ' || in_transit_value FROM trade_1.transfer_line
                ORDER BY 1
                """
            ).map { try $0.text(0) }
    }

    private func always(_ facts: [Fact], is expected: [String]) throws {
        for order in facts.inTurns {
            for batch in [1, 100] {
                let found = try figures(order, batch: batch)
                #expect(found == expected, "\(order.map { "\($0.writer):\($0.number)" }) by \(batch)")
            }
        }
    }

    @Test func `a corrected delivery stands at its own time with what it says now`() throws {
        let whole = TestChain.delivery([("p", 5_000, 5_000), ("r", 2_000, 600)])
        try always(
            [Self.delivery, Self.sale, Self.corrected("o:1", 1, "delivery", whole, ["p", "q"])],
            is: ["p 1000 1000", "r 2000 600", "cost 4000"])
        // Of two the higher counts, whichever comes first.
        let again = TestChain.delivery([("p", 10_000, 20_000)])
        try always(
            [
                Self.delivery, Self.sale, Self.corrected("o:1", 1, "delivery", whole, ["p", "q"]),
                Self.corrected("o:1", 2, "delivery", again, ["p", "r"]),
            ], is: ["p 6000 12000", "cost 8000"])
    }

    @Test func `a delivery that is taken back leaves what was sold of it below zero`() throws {
        try always(
            [Self.delivery, Self.sale, Self.reversed("o:1", 1, "delivery", ["p", "q"])], is: ["p -4000 0", "cost 0"])
    }

    @Test func `what was said of a delivery follows its correction`() throws {
        let freight = Fact(
            type: "landedCost.added.v1",
            data: [
                "charge": "c", "currency": "GEL", "amount": 500,
                "lines": [["line": 1, "delivery": "o:1", "deliveryLine": 1, "product": "p", "amount": 500]],
            ], number: 2, at: "2026-03-03T08:00:00Z")
        let sentBack = Fact(
            type: "goods.returned.v1",
            data: [
                "vendorReturn": "v", "currency": "GEL",
                "lines": [["line": 1, "product": "p", "quantity": 1_000, "delivery": "o:1", "deliveryLine": 1]],
            ], number: 3, at: "2026-03-04T08:00:00Z")
        let whole = TestChain.delivery([("p", 5_000, 5_000)])
        try always(
            [Self.delivery, freight, sentBack, Self.corrected("o:1", 1, "delivery", whole, ["p", "q"])],
            is: ["p 4000 4400"])
        try always(
            [Self.delivery, freight, sentBack, Self.reversed("o:1", 1, "delivery", ["p", "q"])],
            is: ["p -1000 0", "waits landedCost.added.v1"])
        // The vendor return itself is taken back: the delivery has all its goods again.
        let back = Self.reversed("o:3", 1, "vendorReturn", ["p"], at: "2026-03-04T08:00:00.000Z")
        try always([Self.delivery, freight, sentBack, back], is: ["p 10000 7500", "q 1000 900"])
    }

    @Test func `write-offs, counts and revaluations are corrected and taken back`() throws {
        let at = "2026-03-03T08:00:00.000Z"
        func said(_ type: String, _ data: JSON) -> Fact { Fact(type: type, data: data, number: 2, at: at) }
        func line(_ quantity: Int64) -> JSON { [["line": 1, "product": "p", "quantity": .int(quantity)]] }
        let gone = said("stock.writtenOff.v1", ["writeOff": "w", "lines": line(2_000)])
        let q = "q 1000 900"
        try always(
            [
                Self.delivery, gone,
                Self.corrected("o:2", 1, "writeOff", ["writeOff": "w", "lines": line(3_000)], ["p"], at: at),
            ], is: ["p 7000 4900", q])
        try always(
            [Self.delivery, gone, Self.reversed("o:2", 1, "writeOff", ["p"], at: at)], is: ["p 10000 7000", q])

        let counted = said("stock.counted.v1", ["stocktake": "s", "lines": line(8_000)])
        try always(
            [
                Self.delivery, counted,
                Self.corrected("o:2", 1, "stocktake", ["stocktake": "s", "lines": line(9_000)], ["p"], at: at),
            ], is: ["p 9000 6300", q])
        try always(
            [Self.delivery, counted, Self.reversed("o:2", 1, "stocktake", ["p"], at: at)], is: ["p 10000 7000", q])

        func worth(_ amount: Int64) -> JSON {
            [
                "revaluation": "r", "currency": "GEL",
                "lines": [["line": 1, "product": "p", "cost": ["amount": .int(amount), "per": 1_000]]],
            ]
        }
        let valued = said("stock.revalued.v1", worth(1_000))
        try always(
            [Self.delivery, valued, Self.corrected("o:2", 1, "revaluation", worth(800), ["p"], at: at)],
            is: ["p 10000 8000", q])
        try always(
            [Self.delivery, valued, Self.reversed("o:2", 1, "revaluation", ["p"], at: at)], is: ["p 10000 7000", q])
    }

    @Test func `a dispatch is corrected and taken back with what is on its way`() throws {
        let at = "2026-03-03T08:00:00.000Z"
        func sent(_ quantity: Int64) -> JSON {
            [
                "transfer": "t", "to": "S2",
                "lines": [["line": 1, "product": "p", "quantity": .int(quantity)]],
            ]
        }
        let dispatched = Fact(type: "transfer.dispatched.v1", data: sent(2_000), number: 2, at: at)
        try always([Self.delivery, dispatched], is: ["p 8000 5600", "q 1000 900", "on its way 2000 1400"])
        try always(
            [Self.delivery, dispatched, Self.corrected("o:2", 1, "dispatch", sent(3_000), ["p"], at: at)],
            is: ["p 7000 4900", "q 1000 900", "on its way 3000 2100"])
        try always(
            [Self.delivery, dispatched, Self.reversed("o:2", 1, "transfer", ["p"], at: at)],
            is: ["p 10000 7000", "q 1000 900"])
    }

    @Test func `a document of a closed day stays, and its opposite stands on the first open one`() throws {
        // What was sold keeps its cost; what is lacking is worth what the delivery was.
        let all = ["p", "q"]
        try always(
            [Self.delivery, Self.sale, Self.opposed("o:1", "delivery", all)], is: ["p -4000 -2800", "cost 2800"])
        let cost = Fact(
            type: "cost.corrected.v1",
            data: [
                "delivery": "o:1", "currency": "GEL", "lines": [["line": 1, "product": "p", "cost": 9_000]],
            ], number: 2, at: "2026-04-02T08:00:00Z")
        try always(
            [Self.delivery, Self.sale, cost, Self.opposed("o:1", "delivery", all)], is: ["p -4000 -3600", "cost 3600"])
        // Of two the higher counts.
        try always(
            [
                Self.delivery, Self.opposed("o:1", "delivery", ["p"]),
                Self.opposed("o:1", "delivery", ["q"], revision: 2),
            ], is: ["p 10000 7000"])

        let at = "2026-03-03T08:00:00.000Z"
        func said(_ type: String, _ data: JSON, number: Int64 = 2) -> Fact {
            Fact(type: type, data: data, number: number, at: at)
        }
        func line(_ quantity: Int64) -> JSON { [["line": 1, "product": "p", "quantity": .int(quantity)]] }
        let q = "q 1000 900"
        let dearer = Fact(
            type: "goods.received.v1", data: TestChain.delivery([("p", 10_000, 20_000)]), number: 3,
            at: "2026-03-05T08:00:00Z")
        let gone = said("stock.writtenOff.v1", ["writeOff": "w", "lines": line(2_000)])
        try always([Self.delivery, gone, dearer, Self.opposed("o:2", "writeOff", ["p"])], is: ["p 20000 27000", q])
        let counted = said("stock.counted.v1", ["stocktake": "s", "lines": line(8_000)])
        try always(
            [Self.delivery, counted, dearer, Self.opposed("o:2", "stocktake", ["p"])], is: ["p 20000 27000", q])
        let found = said("stock.counted.v1", ["stocktake": "s", "lines": line(11_000)])
        try always([Self.delivery, found, Self.opposed("o:2", "stocktake", ["p"])], is: ["p 10000 7000", q])
        let worth: JSON = [
            "revaluation": "r", "currency": "GEL",
            "lines": [["line": 1, "product": "p", "cost": ["amount": 1_000, "per": 1_000]]],
        ]
        let valued = said("stock.revalued.v1", worth)
        try always([Self.delivery, valued, Self.opposed("o:2", "revaluation", ["p"])], is: ["p 10000 7000", q])
        let sentBack = said(
            "goods.returned.v1",
            [
                "vendorReturn": "v", "currency": "GEL",
                "lines": [["line": 1, "product": "p", "quantity": 1_000, "delivery": "o:1", "deliveryLine": 1]],
            ])
        try always([Self.delivery, sentBack, Self.opposed("o:2", "vendorReturn", ["p"])], is: ["p 10000 7000", q])
        let sent = said("transfer.dispatched.v1", ["transfer": "t", "to": "S2", "lines": line(2_000)])
        try always(
            [Self.delivery, sent, Self.opposed("o:2", "transfer", ["p"])], is: ["p 10000 7000", q, "on its way 0 0"])
        // It waits for its document as any other.
        try always(
            [Self.delivery, Self.opposed("o:7", "delivery", ["p"])],
            is: ["p 10000 7000", q, "waits goods.reversed.v1"])
    }

    @Test func `what speaks of no document waits and is told`() throws {
        try always(
            [Self.delivery, Self.reversed("o:7", 1, "delivery", ["p"])],
            is: ["p 10000 7000", "q 1000 900", "waits goods.reversed.v1"])
        // A receipt is no document of goods, nor is an arrival.
        try always(
            [Self.delivery, Self.sale, Self.reversed("t:1", 1, "delivery", ["p"], at: "2026-03-02T12:00:00Z")],
            is: ["p 6000 4200", "q 1000 900", "cost 2800", "waits goods.reversed.v1"])
        let arrival = Fact(
            type: "transfer.received.v1",
            data: [
                "transfer": "t", "from": "S2", "lines": [["line": 1, "product": "p", "quantity": 1_000]],
            ], number: 2, at: "2026-03-02T08:00:00Z")
        try always(
            [Self.delivery, arrival, Self.reversed("o:2", 1, "transfer", ["p"], at: "2026-03-02T08:00:00Z")],
            is: ["p 11000 7700", "q 1000 900", "waits goods.reversed.v1"])
        try always(
            [Self.delivery, Self.reversed("7", 1, "delivery", ["p"])],
            is: ["p 10000 7000", "q 1000 900", "waits goods.reversed.v1"])
    }
}
