import JSON
import Log
import Postgres
import Projections
import Queries
import Rules
import TestSupport
import Testing

/// Costs that goods' documents state in another currency than their shop's.
@Suite struct `Costs in another currency` {
    private struct Told {
        var type: String
        var data: JSON
        var at: String
        var number: Int64
        var store: String? = "W1"
        var writer = "o-W1"
    }

    private static let opened = Told(
        type: "store.opened.v1", data: ["store": "W1", "currency": "GEL"], at: "2026-01-01T08:00:00Z", number: 1,
        store: nil, writer: "office")
    private static let dollars = delivery(10_000, 5_000, "USD", at: "2026-03-01T08:00:00Z", number: 1)
    private static let lari = delivery(10_000, 20_000, "GEL", at: "2026-03-02T08:00:00Z", number: 2)
    private static let sale = Told(
        type: "receipt.completed.v1", data: TestChain.receipt([("p", 5_000, 9_000)]), at: "2026-03-05T12:00:00Z",
        number: 1, writer: "t-W1")

    private static func delivery(_ quantity: Int64, _ cost: Int64, _ currency: String, at: String, number: Int64)
        -> Told
    {
        var data = TestChain.delivery([("p", quantity, cost)])
        data["currency"] = .string(currency)
        return Told(type: "goods.received.v1", data: data, at: at, number: number)
    }

    private static func correction(_ cost: Int64, _ currency: String, number: Int64) -> Told {
        Told(
            type: "cost.corrected.v1",
            data: [
                "delivery": "o-W1:1", "revision": .int(number), "currency": .string(currency),
                "lines": [["line": 1, "product": "p", "cost": .int(cost)]],
            ], at: "2026-03-08T08:00:00Z", number: number)
    }

    private struct Outcome: Equatable {
        var stock: [Int64]
        /// What the sale cost.
        var cost: Int64
        var told: [String]
    }

    /// - Parameter isStepwise: each fact is folded before the next is heard.
    private func fold(_ facts: [Told], isStepwise: Bool = false) throws -> TestChain {
        let chain = try TestChain()
        for fact in facts {
            try chain.post(
                fact.type, fact.data, store: fact.store, writer: fact.writer, at: fact.at, number: fact.number)
            if isStepwise { try CatchUp.run(chain.conninfo, chain.log) }
        }
        try CatchUp.run(chain.conninfo, chain.log)
        return chain
    }

    private func outcome(_ chain: TestChain) throws -> Outcome {
        let connection = try Connection(chain.conninfo)
        let stock = try connection.query("SELECT quantity, value FROM trade_1.stock WHERE store = 'W1'").first
        let cost = try connection.query("SELECT cost FROM trade_1.store_day").first
        return Outcome(
            stock: try stock.map { [try $0.int64(0), try $0.int64(1)] } ?? [],
            cost: try cost.map { try $0.int64(0) } ?? 0,
            told: try connection.query(
                "SELECT writer || ':' || writerseq || ' ' || refers_to FROM trade_1.unapplied ORDER BY 1"
            ).map { try $0.text(0) })
    }

    private func orders(_ facts: [Told]) -> [[Told]] {
        guard facts.count > 1 else { return [facts] }
        return facts.indices.flatMap { place in
            var rest = facts
            let first = rest.remove(at: place)
            return orders(rest).map { [first] + $0 }
        }
    }

    /// In every order (of more than four facts in some), one by one and at once by turns; and the digest is one.
    private func check(_ facts: [Told], _ expected: Outcome) throws {
        var digests: Set<String> = []
        let all = orders(facts)
        for place in stride(from: 0, to: all.count, by: all.count > 24 ? 7 : 1) {
            let chain = try fold(all[place], isStepwise: place.isMultiple(of: 2))
            #expect(try outcome(chain) == expected, "order \(place): \(all[place].map(\.type))")
            digests.insert(try Digest.serving(try Connection(chain.conninfo), Trade.self, .facts))
        }
        #expect(digests.count == 1)
    }

    @Test func `goods come in without their cost, in any order, and are told`() throws {
        // 10 at nothing and 10 at 20.00 make 1.00 a piece.
        try check(
            [Self.opened, Self.dollars, Self.lari, Self.sale],
            Outcome(stock: [15_000, 15_000], cost: 5_000, told: ["o-W1:1 USD:1"]))
    }

    @Test func `a correction in the shop's currency costs them, and one in another is told and does not`() throws {
        try check(
            [
                Self.opened, Self.dollars, Self.correction(13_000, "GEL", number: 2),
                Self.correction(900, "USD", number: 3),
            ],
            Outcome(stock: [10_000, 13_000], cost: 0, told: ["o-W1:3 o-W1:1"]))
    }

    @Test func `a shop that nobody has opened reckons in what its books state first`() throws {
        try check(
            [Self.dollars, Self.lari, Self.sale],
            Outcome(stock: [15_000, 7_500], cost: 2_500, told: ["o-W1:2 GEL:1"]))
    }

    @Test func `a shop that is opened again in another currency reckons in that`() throws {
        var again = Self.opened
        (again.data["currency"], again.number, again.at) = ("USD", 2, "2026-02-01T08:00:00Z")
        try check(
            [Self.opened, again, Self.lari, Self.correction(700, "USD", number: 3), Self.dollars],
            Outcome(stock: [20_000, 1_400], cost: 0, told: ["o-W1:2 GEL:1"]))
    }

    @Test func `what is added to a cost, and a new value, count in the shop's currency alone`() throws {
        let charge = Told(
            type: "landedCost.added.v1",
            data: [
                "charge": "c", "currency": "USD", "amount": 600,
                "lines": [["line": 1, "delivery": "o-W1:2", "deliveryLine": 1, "product": "p", "amount": 600]],
            ], at: "2026-03-08T08:00:00Z", number: 3)
        let value = Told(
            type: "stock.revalued.v1",
            data: [
                "revaluation": "r", "currency": "USD",
                "lines": [["line": 1, "product": "p", "cost": ["amount": 300, "per": 1_000]]],
            ], at: "2026-03-04T08:00:00Z", number: 4)
        try check(
            [Self.opened, Self.lari, charge, value],
            Outcome(stock: [10_000, 20_000], cost: 0, told: ["o-W1:3 o-W1:2", "o-W1:4 USD:1"]))
    }

    @Test func `what a supplier gives back in another currency stands beside no cost`() throws {
        func sent(_ currency: String, number: Int64) -> Told {
            Told(
                type: "goods.returned.v1",
                data: [
                    "vendorReturn": "v", "currency": .string(currency),
                    "lines": [["line": 1, "product": "p", "quantity": 1_000, "credit": 1_900]],
                ], at: "2026-03-04T08:00:00Z", number: number)
        }
        let chain = try fold([Self.opened, Self.lari, sent("USD", number: 3), sent("GEL", number: 4)])
        #expect(try outcome(chain).told == ["o-W1:3 USD:1"])
        let credits = try Movements.list(
            try Connection(chain.conninfo), store: "W1", product: "p", limit: 10, cursor: nil, for: .everything
        ).rows.map { $0["credit"] }
        #expect(credits == [.null, .null, 1_900])
    }

    @Test func `what comes from a shop that reckons in another currency brings no cost along, and an arrival is told`()
        throws
    {
        var other = Self.opened
        (other.data, other.number) = (["store": "W2", "currency": "USD"], 2)
        let sent = Told(
            type: "transfer.dispatched.v1",
            data: ["transfer": "t", "to": "W2", "lines": [["line": 1, "product": "p", "quantity": 4_000]]],
            at: "2026-03-03T08:00:00Z", number: 3)
        let arrived = Told(
            type: "transfer.received.v1",
            data: [
                "transfer": "t", "from": "W1", "dispatch": "o-W1:3", "currency": "GEL",
                "lines": [["line": 1, "product": "p", "quantity": 4_000, "cost": 8_000]],
            ], at: "2026-03-04T08:00:00Z", number: 1, store: "W2", writer: "o-W2")
        let returned = Told(
            type: "receipt.completed.v1",
            data: TestChain.receipt([("p", -1_000, -1_800)], original: ("t-W1:1", 1)), at: "2026-03-06T12:00:00Z",
            number: 1, store: "W2", writer: "t-W2")
        var digests: Set<String> = []
        let all = orders([Self.opened, other, sent, arrived, Self.sale, returned])
        for place in stride(from: 0, to: all.count, by: 31) {
            let chain = try fold([Self.lari] + all[place], isStepwise: place.isMultiple(of: 2))
            let connection = try Connection(chain.conninfo)
            let stock = try connection.query("SELECT quantity, value FROM trade_1.stock ORDER BY store")
            #expect(
                try stock.map { [try $0.int64(0), try $0.int64(1)] } == [[1_000, 2_000], [5_000, 0]], "order \(place)")
            #expect(try outcome(chain).told == ["o-W2:1 GEL:1"], "order \(place)")
            digests.insert(try Digest.serving(connection, Trade.self, .facts))
        }
        #expect(digests.count == 1)
    }

    @Test func `booked figures leave them out too, and the shop's own count`() throws {
        let early = Told(
            type: "receipt.completed.v1", data: TestChain.receipt([("q", 1_000, 100)]), at: "2026-02-28T12:00:00Z",
            number: 2, writer: "t-W1")
        let chain = try fold([early, Self.dollars, Self.lari, Self.opened, Self.sale])
        let booked = try Connection(chain.conninfo).query("SELECT sum(booked)::int8 FROM trade_1.store_day")
        #expect(try booked[0].int64(0) == 5_000)
        var said: [String] = []
        try Rebuild(chain.conninfo, chain.log, [Trade.self]) { said.append($0) }.run(accept: false)
    }
}
