import Events
import JSON
import Log
import Postgres
import Projections
import Queries
import Rules
import TestSupport
import Testing

/// What the goods' documents do to stock and its costs, through a real log and real tables.
@Suite struct `Goods` {
    let chain: TestChain

    init() throws { chain = try TestChain() }

    // MARK: Facts

    @discardableResult
    private func receive(_ quantity: Int64, _ cost: Int64, in store: String = "W1", at: String = "2026-03-01T08:00:00Z")
        throws -> String
    {
        try chain.post(
            "goods.received.v1", TestChain.delivery([("p", quantity, cost)]), store: store, writer: "o-\(store)", at: at
        )
    }

    @discardableResult
    private func sell(_ quantity: Int64, in store: String = "W1", at: String = "2026-03-05T12:00:00Z") throws -> String
    {
        try chain.post(
            "receipt.completed.v1", TestChain.receipt([("p", quantity, 100)]), store: store, writer: "t-\(store)",
            at: at)
    }

    @discardableResult
    private func send(_ quantity: Int64, from: String = "W1", to: String = "W2", at: String = "2026-03-02T08:00:00Z")
        throws -> String
    {
        try chain.post(
            "transfer.dispatched.v1",
            [
                "transfer": "t", "to": .string(to),
                "lines": [["line": 1, "product": "p", "quantity": .int(quantity)]],
            ], store: from, writer: "o-\(from)", at: at)
    }

    private func arrive(
        _ quantity: Int64, of dispatch: String?, in store: String = "W2", booked: Int64? = nil,
        at: String = "2026-03-03T08:00:00Z"
    ) throws {
        var line: JSON = ["line": 1, "product": "p", "quantity": .int(quantity)]
        if dispatch != nil { line["dispatchLine"] = 1 }
        if let booked { line["cost"] = .int(booked) }
        var data: JSON = ["transfer": "t", "from": "W1", "currency": "GEL", "lines": [line]]
        if let dispatch { data["dispatch"] = .string(dispatch) }
        try chain.post("transfer.received.v1", data, store: store, writer: "o-\(store)", at: at)
    }

    private func lose(_ quantity: Int64, _ kind: String, _ dispatch: String, in store: String = "W1") throws {
        try chain.post(
            "transfer.discrepancyFound.v1",
            [
                "transfer": "t", "dispatch": .string(dispatch),
                "lines": [
                    [
                        "line": 1, "product": "p", "quantity": .int(quantity), "dispatchLine": 1,
                        "kind": .string(kind),
                    ]
                ],
            ], store: store, writer: "o-\(store)", at: "2026-03-04T08:00:00Z")
    }

    private func count(_ quantity: Int64, at: String) throws {
        try chain.post(
            "stock.counted.v1",
            [
                "stocktake": "s",
                "lines": [["line": 1, "product": "p", "quantity": .int(quantity), "countedAt": .string(at)]],
            ], store: "W1", writer: "o-W1", at: "2026-03-09T08:00:00Z")
    }

    private func correct(_ delivery: String, _ cost: Int64, revision: Int64 = 1, in store: String = "W1") throws {
        try chain.post(
            "cost.corrected.v1",
            [
                "delivery": .string(delivery), "revision": .int(revision), "currency": "GEL",
                "lines": [["line": 1, "product": "p", "cost": .int(cost)]],
            ], store: store, writer: "o-\(store)", at: "2026-03-08T08:00:00Z")
    }

    // MARK: Figures

    private func numbers(_ query: SQL) throws -> [[Int64]] {
        try CatchUp.run(chain.conninfo, chain.log)
        let rows = try Connection(chain.conninfo).query(query)
        return try rows.map { row in try (0..<rows.columns.count).map { try row.int64($0) } }
    }

    private func stock(_ store: String = "W1") throws -> [Int64] {
        try numbers("SELECT quantity, value FROM trade_1.stock WHERE store = \(store)").first ?? []
    }

    /// In transit: quantity and value; what the dispatch cost, corrected and booked.
    private func transit() throws -> [[Int64]] {
        try numbers(
            "SELECT in_transit, in_transit_value, cost, booked FROM trade_1.transfer_line ORDER BY writer, writerseq")
    }

    private func movements(_ store: String = "W1") throws -> [JSON] {
        try CatchUp.run(chain.conninfo, chain.log)
        return try Movements.list(
            try Connection(chain.conninfo), store: store, product: "p", limit: 100, cursor: nil, for: .everything
        ).rows
    }

    private func unapplied() throws -> [String] {
        try CatchUp.run(chain.conninfo, chain.log)
        return try Connection(chain.conninfo).query(
            "SELECT writer || ':' || writerseq || ' ' || refers_to FROM trade_1.unapplied ORDER BY 1"
        ).map { try $0.text(0) }
    }

    // MARK: Transfers

    @Test func `7: what is sent is in transit at its cost, and arrives at it`() throws {
        try receive(10_000, 15_000)
        try receive(10_000, 25_000, in: "W2")
        let dispatch = try send(10_000)
        #expect(try stock() == [0, 0])
        #expect(try transit() == [[10_000, 15_000, 15_000, 15_000]])
        #expect(try stock("W2") == [10_000, 25_000])
        try arrive(10_000, of: dispatch)
        #expect(try stock("W2") == [20_000, 40_000])
        #expect(try transit() == [[0, 0, 15_000, 15_000]])
        let arrival = try movements("W2").last
        #expect(arrival?["kind"] == "arrival" && arrival?["cause"] == .string(dispatch), "\(arrival?.text ?? "")")
        #expect(try movements().last?["kind"] == "dispatch")
    }

    @Test func `7, backwards: what arrives before its dispatch is heard of takes its cost then`() throws {
        try receive(10_000, 25_000, in: "W2")
        try arrive(10_000, of: "o-W1:1")
        #expect(try stock("W2") == [20_000, 50_000])
        try send(10_000)
        #expect(try stock("W2") == [20_000, 25_000])
        try receive(10_000, 15_000)
        #expect(try stock() == [0, 0])
        #expect(try stock("W2") == [20_000, 40_000])
        // Nothing was known when it was sent, so nothing was booked.
        #expect(try transit() == [[0, 0, 15_000, 0]])
    }

    @Test func `a delivery that is late or corrected changes what is in transit and what has arrived`() throws {
        try receive(10_000, 10_000)
        let dispatch = try send(9_000)
        try arrive(3_000, of: dispatch, booked: 3_000)
        #expect(try transit() == [[6_000, 6_000, 9_000, 9_000]])
        try receive(10_000, 30_000, at: "2026-03-01T09:00:00Z")
        #expect(try transit() == [[6_000, 12_000, 18_000, 9_000]])
        #expect(try stock("W2") == [3_000, 6_000])
        #expect(
            try numbers("SELECT booked_value FROM trade_1.stock WHERE store = 'W2'") == [[3_000]],
            "booked at what the fact states")
        try correct("o-W1:1", 50_000)
        #expect(try transit() == [[6_000, 24_000, 36_000, 9_000]])
        #expect(try stock("W2") == [3_000, 12_000])
    }

    @Test
    func `a dispatch that owes takes the cost of the delivery that comes, and hands it on to what arrives after that`()
        throws
    {
        let dispatch = try send(10_000)
        try arrive(4_000, of: dispatch)
        try arrive(6_000, of: dispatch, at: "2026-03-05T08:00:00Z")
        #expect(try stock("W2") == [10_000, 0])
        try receive(10_000, 20_000, at: "2026-03-04T08:00:00Z")
        #expect(try stock() == [0, 0])
        // Four had arrived at no cost before the delivery; what it settles of them stays the sender's adjustment.
        #expect(try stock("W2") == [10_000, 12_000])
        #expect(try transit() == [[0, 0, 20_000, 0]])
    }

    @Test func `goods that come back to where they were missing do not cost themselves`() throws {
        // Sent without being there, and sent back; a delivery comes after that. Were it heard of before the goods' way back,
        // they would take its cost, and then keep it up between them.
        for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [0, 1, 2, 4, 3], [4, 0, 1, 2, 3], [3, 4, 0, 2, 1]] {
            let chain = try TestChain()
            let facts: [(String, JSON, String, Int64, String)] = [
                (
                    "transfer.dispatched.v1",
                    ["transfer": "a", "to": "W2", "lines": [["line": 1, "product": "p", "quantity": 10_000]]], "W1", 1,
                    "2026-03-01T08:00:00Z"
                ),
                (
                    "transfer.received.v1",
                    [
                        "transfer": "a", "from": "W1", "dispatch": "o-W1:1",
                        "lines": [["line": 1, "product": "p", "quantity": 10_000]],
                    ], "W2", 1, "2026-03-02T08:00:00Z"
                ),
                (
                    "transfer.dispatched.v1",
                    ["transfer": "b", "to": "W1", "lines": [["line": 1, "product": "p", "quantity": 10_000]]], "W2", 2,
                    "2026-03-03T08:00:00Z"
                ),
                (
                    "transfer.received.v1",
                    [
                        "transfer": "b", "from": "W2", "dispatch": "o-W2:2",
                        "lines": [["line": 1, "product": "p", "quantity": 10_000]],
                    ], "W1", 2, "2026-03-04T08:00:00Z"
                ),
                (
                    "goods.received.v1", TestChain.delivery([("p", 10_000, 50_000)]), "W1", 3, "2026-03-06T08:00:00Z"
                ),
            ]
            for place in order {
                let (type, data, store, number, at) = facts[place]
                try chain.post(type, data, store: store, writer: "o-\(store)", at: at, number: number)
                try CatchUp.run(chain.conninfo, chain.log)
            }
            let rows = try Connection(chain.conninfo).query("SELECT quantity, value FROM trade_1.stock ORDER BY store")
            #expect(try rows.map { [try $0.int64(0), try $0.int64(1)] } == [[10_000, 50_000], [0, 0]], "\(order)")
            let costs = try Connection(chain.conninfo).query("SELECT cost FROM trade_1.transfer_line ORDER BY transfer")
            #expect(try costs.map { try $0.int64(0) } == [0, 0], "\(order)")
        }
    }

    @Test func `what arrives before its dispatch is settled keeps what that cost by then`() throws {
        // W3 sends to W1 on the first; W1 sends on to W2 on the second what only comes on the third.
        try receive(10_000, 20_000, in: "W3", at: "2026-02-27T08:00:00Z")
        let first = try chain.post(
            "transfer.dispatched.v1",
            ["transfer": "t", "to": "W1", "lines": [["line": 1, "product": "p", "quantity": 10_000]]], store: "W3",
            writer: "o-W3", at: "2026-03-01T08:00:00Z")
        let second = try send(10_000)
        try arrive(10_000, of: second, at: "2026-03-02T12:00:00Z")
        #expect(try stock("W2") == [10_000, 0])
        try arrive(10_000, of: first, in: "W1", at: "2026-03-03T08:00:00Z")
        #expect(try stock() == [0, 0])
        #expect(try stock("W2") == [10_000, 0])
        #expect(try numbers("SELECT cost FROM trade_1.transfer_line WHERE store = 'W1'") == [[20_000]])
    }

    @Test func `sent and received on one day by dates alone, both ways: each arrives right after it was sent`()
        throws
    {
        try receive(10_000, 10_000)
        try receive(10_000, 40_000, in: "W2")
        func post(_ type: String, _ transfer: String, _ store: String, _ more: [JSON.Member]) throws -> String {
            let data = JSON.object(
                [
                    .init("transfer", .string(transfer)), .init("effectiveAt", "2026-03-02"),
                    .init("lines", [["line": 1, "product": "p", "quantity": 5_000]]),
                ] + more)
            return try chain.post(type, data, store: store, writer: "o-\(store)")
        }
        let there = try post("transfer.dispatched.v1", "a", "W1", [.init("to", "W2")])
        let back = try post("transfer.dispatched.v1", "b", "W2", [.init("to", "W1")])
        for (transfer, store, dispatch) in [("a", "W2", there), ("b", "W1", back)] {
            _ = try post(
                "transfer.received.v1", transfer, store,
                [.init("from", store == "W2" ? "W1" : "W2"), .init("dispatch", .string(dispatch))])
        }
        // W1 sends 5 of its 10 worth 100.00; with them W2 holds 15 worth 450.00 when it sends 5. Booked, W2 had 15 worth 600.00:
        // its own partition knows no cost of what arrived.
        let figures = try transit()
        #expect(figures == [[0, 0, 5_000, 5_000], [0, 0, 15_000, 20_000]])
        #expect(try stock() == [10_000, 20_000])
        #expect(try stock("W2") == [10_000, 30_000])
    }

    @Test func `what is missing or damaged leaves transit, a surplus moves nothing, and a close ends it`() throws {
        try receive(10_000, 15_000)
        let dispatch = try send(10_000)
        try arrive(6_000, of: dispatch)
        try lose(1_000, "missing", dispatch)
        try lose(1_000, "damaged", dispatch)
        try lose(500, "surplus", dispatch)
        #expect(try transit() == [[2_000, 3_000, 15_000, 15_000]])
        // Not the sender's: kept, shown, not applied.
        try lose(2_000, "missing", dispatch, in: "W2")
        #expect(try transit() == [[2_000, 3_000, 15_000, 15_000]])
        #expect(try unapplied() == ["o-W2:2 t"])
        try chain.post(
            "transfer.closed.v1", ["transfer": "t", "dispatch": .string(dispatch)], store: "W1", writer: "o-W1",
            at: "2026-03-05T08:00:00Z")
        #expect(try transit() == [[0, 0, 15_000, 15_000]])
        #expect(
            try numbers("SELECT received, missing, damaged, surplus FROM trade_1.transfer_line")
                == [[6_000, 1_000, 1_000, 500]])
        #expect(try stock("W2") == [6_000, 9_000])
    }

    @Test func `an arrival without a dispatch enters at the present average`() throws {
        try receive(10_000, 25_000, in: "W2")
        try arrive(2_000, of: nil)
        #expect(try stock("W2") == [12_000, 30_000])
    }

    @Test func `a transfer inside one pool changes nothing`() throws {
        try receive(10_000, 15_000)
        try receive(10_000, 30_000, at: "2026-03-02T12:00:00Z")
        let dispatch = try send(4_000, to: "W1", at: "2026-03-02T08:00:00Z")
        try arrive(4_000, of: dispatch, in: "W1", at: "2026-03-03T08:00:00Z")
        #expect(try stock() == [20_000, 45_000])
        // Received before it was sent, by somebody's clock.
        try chain.post(
            "transfer.received.v1",
            [
                "transfer": "u", "from": "W1", "dispatch": "o-W1:6",
                "lines": [["line": 1, "product": "p", "quantity": 1_000]],
            ], store: "W1", writer: "o-W1", at: "2026-03-01T12:00:00Z")
        try chain.post(
            "transfer.dispatched.v1",
            ["transfer": "u", "to": "W1", "lines": [["line": 1, "product": "p", "quantity": 1_000]]], store: "W1",
            writer: "o-W1", at: "2026-03-06T08:00:00Z")
        #expect(try stock() == [20_000, 45_000])
    }

    // MARK: Counts

    @Test func `18: what is issued after a count is not in it`() throws {
        try receive(100_000, 20_000)
        try count(100_000, at: "2026-03-04T20:00:00Z")
        try sell(100_000, at: "2026-03-05T12:00:00Z")
        #expect(try stock() == [0, 0])
        let counted = try movements().first { $0["kind"] == "count" }
        #expect(counted?["quantity"] == 0 && counted?["counted"] == 100_000)
    }

    @Test func `18: what was issued before a count and is late changes the variance, not the stock`() throws {
        try receive(100_000, 20_000)
        try count(100_000, at: "2026-03-04T20:00:00Z")
        #expect(try stock() == [100_000, 20_000])
        let sale = try sell(100_000, at: "2026-03-04T12:00:00Z")
        #expect(try stock() == [100_000, 20_000])
        let counted = try movements().first { $0["kind"] == "count" }
        #expect(counted?["quantity"] == 100_000 && counted?["cost"] == 20_000 && counted?["on_hand"] == 100_000)
        let id = FactID(sale)!
        #expect(
            try numbers("SELECT figures[8] FROM trade_1.receipt WHERE writer = \(id.writer)") == [[20_000]])
    }

    @Test func `a count below what the books say takes the rest out at the average`() throws {
        try receive(10_000, 10_000)
        try count(7_000, at: "2026-03-04T20:00:00Z")
        #expect(try stock() == [7_000, 7_000])
        try count(0, at: "2026-03-06T20:00:00Z")
        #expect(try stock() == [0, 0])
        #expect(try movements().filter { $0["kind"] == "count" }.map { $0["quantity"] } == [-3_000, -7_000])
    }

    @Test func `a count heals what was sold below zero`() throws {
        try receive(10_000, 10_000)
        try sell(12_000, at: "2026-03-03T12:00:00Z")
        try count(3_000, at: "2026-03-04T20:00:00Z")
        #expect(try stock() == [3_000, 3_000])
        #expect(try movements().last?["quantity"] == 5_000)
    }

    // MARK: The rest

    @Test func `what is written off leaves at the average`() throws {
        try receive(10_000, 10_000)
        try chain.post(
            "stock.writtenOff.v1", ["writeOff": "w", "lines": [["line": 1, "product": "p", "quantity": 500]]],
            store: "W1", writer: "o-W1", at: "2026-03-02T08:00:00Z")
        #expect(try stock() == [9_500, 9_500])
        #expect(try movements().last?["kind"] == "writeOff")
    }

    @Test func `what goes back to its supplier leaves at its delivery's cost, as corrected`() throws {
        let dear = try receive(10_000, 30_000)
        try receive(10_000, 10_000, at: "2026-03-01T09:00:00Z")
        try chain.post(
            "goods.returned.v1",
            [
                "vendorReturn": "v", "currency": "GEL",
                "lines": [
                    [
                        "line": 1, "product": "p", "quantity": 5_000, "credit": 14_000, "delivery": .string(dear),
                        "deliveryLine": 1,
                    ]
                ],
            ], store: "W1", writer: "o-W1", at: "2026-03-02T08:00:00Z")
        #expect(try stock() == [15_000, 25_000])
        let sent = try movements().last
        #expect(sent?["kind"] == "vendorReturn" && sent?["cost"] == 15_000 && sent?["credit"] == 14_000)
        #expect(sent?["cause"] == .string(dear))
        try correct(dear, 20_000)
        #expect(try stock() == [15_000, 20_000])
    }

    @Test func `of a delivery the highest revision of its cost counts, and what else it cost is added`() throws {
        // All of it before the delivery is heard of.
        try correct("o-W1:9", 4_000, revision: 2)
        try correct("o-W1:9", 9_000, revision: 1)
        try chain.post(
            "landedCost.added.v1",
            [
                "charge": "c", "currency": "GEL", "amount": 600,
                "lines": [
                    ["line": 1, "delivery": "o-W1:9", "deliveryLine": 1, "product": "p", "amount": 500],
                    ["line": 2, "delivery": "o-W1:9", "deliveryLine": 7, "product": "p", "amount": 100],
                ],
            ], store: "W1", writer: "o-W1", at: "2026-03-08T08:00:00Z")
        #expect(try unapplied() == ["o-W1:1 o-W1:9", "o-W1:2 o-W1:9", "o-W1:3 o-W1:9"])
        // Another shop's word about it is not taken.
        try correct("o-W1:9", 1, revision: 9, in: "W2")
        try chain.post(
            "goods.received.v1", TestChain.delivery([("p", 10_000, 1_000)]), store: "W1", writer: "o-W1",
            at: "2026-03-01T08:00:00Z", number: 9)
        #expect(try stock() == [10_000, 4_500])
        #expect(try unapplied() == ["o-W1:3 o-W1:9", "o-W2:1 o-W1:9"])
        try correct("o-W1:9", 8_000, revision: 3)
        #expect(try stock() == [10_000, 8_500])
    }

    @Test func `a revaluation sets the cost of what is on hand at its time`() throws {
        try receive(10_000, 10_000)
        try chain.post(
            "stock.revalued.v1",
            [
                "revaluation": "r", "currency": "GEL",
                "lines": [["line": 1, "product": "p", "cost": ["amount": 300, "per": 1_000]]],
            ], store: "W1", writer: "o-W1", at: "2026-03-04T08:00:00Z")
        #expect(try stock() == [10_000, 3_000])
        try sell(5_000, at: "2026-03-03T12:00:00Z")
        #expect(try stock() == [5_000, 1_500])
        try sell(1_000, at: "2026-03-05T12:00:00Z")
        #expect(try stock() == [4_000, 1_200])
        #expect(try movements().first { $0["kind"] == "revaluation" }?["cost"] == -3_500)
    }

    @Test func `a correction in another shop's books is kept and shown, and corrects nothing`() throws {
        try receive(10_000, 10_000)
        let sale = try sell(1_000)
        func correct(_ gross: Int64, _ store: String, revision: Int64) throws {
            try chain.post(
                "receipt.corrected.v1",
                [
                    "receipt": .string(sale), "revision": .int(revision),
                    "replacement": TestChain.receipt([("p", 1_000, gross)]),
                ], store: store, writer: "o-\(store)", at: "2026-03-06T08:00:00Z")
        }
        try correct(777, "W2", revision: 5)
        #expect(try numbers("SELECT gross, revision FROM trade_1.receipt") == [[100, 0]])
        #expect(try unapplied() == ["o-W2:1 \(sale)"])
        try correct(300, "W1", revision: 1)
        #expect(try numbers("SELECT gross, revision FROM trade_1.receipt") == [[300, 1]])
        #expect(try unapplied() == ["o-W2:1 \(sale)"])
    }
}
