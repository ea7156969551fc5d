import Events
import JSON
import Log
import Postgres
import Simulation
import TestSupport
import Testing

@testable import Projections

/// What is derived from all that was said of a thing does not follow the order in which it was heard.
@Suite(.long) struct `Dossiers of things` {
    struct Told {
        var store: String?
        var bytes: [UInt8]
    }

    /// Products that change, customers that merge, orders that come to an end, payments that are declined and come all
    /// the same.
    static let facts: [Told] = {
        var facts: [Told] = []
        var numbers: [String: Int64] = [:]
        func say(_ type: String, _ data: JSON, _ store: String? = nil, _ minute: Int) {
            let writer = store.map { "office-\($0)" } ?? "office"
            numbers[writer, default: 0] += 1
            let at = Instant(milliseconds: Instant("2026-03-01T06:00:00Z")!.milliseconds + Int64(minute) * 60_000)
            facts.append(
                Told(
                    store: store,
                    bytes: TestChain.event(
                        type, data, store: store, writer: writer, sequence: numbers[writer]!, at: at.description)))
        }
        for (minute, category) in ["dairy", "milk", "drinks"].enumerated() {
            say(
                minute == 0 ? "product.listed.v1" : "product.changed.v1",
                ["product": "p", "name": ["en": .string("Milk \(minute)")], "hierarchy": ["food", .string(category)]],
                nil, minute * 60)
        }
        // Two of one moment: the last in the total order holds.
        say("product.changed.v1", ["product": "p", "brand": "A"], nil, 60)
        for (minute, category) in ["gold", "silver", "gold"].enumerated() {
            say("customer.categorySet.v1", ["customer": "c3", "category": .string(category)], nil, minute)
        }
        for (one, other) in [("c5", "c4"), ("c3", "c9"), ("c9", "c5"), ("x1", "x2"), ("c3", "c5"), ("y", "y")] {
            say("customer.merged.v1", ["customer": .string(one), "with": .string(other)], nil, 10)
        }
        for order in 1...4 {
            let id = JSON.string("o\(order)")
            func content(_ revision: Int64, _ quantity: Int64) -> JSON {
                [
                    "order": id, "revision": .int(revision), "customer": "c3", "currency": "GEL",
                    "gross": .int(quantity),
                    "lines": [
                        ["line": 1, "product": "p", "quantity": .int(quantity), "gross": .int(quantity)],
                        ["line": 2, "kind": "charge", "gross": 0],
                    ],
                ]
            }
            let goods: JSON = [["line": 1, "product": "p", "quantity": 1_000]]
            say("order.quoted.v1", content(1, 9_000), "S1", order)
            say("order.placed.v1", content(2, 5_000), "S1", order + 10)
            say("order.changed.v1", content(3, 4_000), "S1", order + 20)
            say("order.reserved.v1", ["order": id, "lines": goods], "S1", order + 30)
            say(
                "order.depositTaken.v1", ["order": id, "deposit": id, "amount": 100, "currency": "GEL"], "S1",
                order + 40)
            if order > 1 {
                say(
                    "order.handedOver.v1",
                    ["order": id, "receipt": "S1-t1:1", "lines": goods, "deposits": [["deposit": id, "amount": 60]]],
                    "S1",
                    order + 50)
            }
            if order == 3 { say("order.cancelled.v1", ["order": id, "charge": 10], "S1", order + 60) }
            if order == 4 { say("order.settled.v1", ["order": id], "S1", order + 60) }
        }
        let line: JSON = ["line": 1, "product": "p", "quantity": 7_000, "cost": 70]
        say(
            "purchaseOrder.placed.v1", ["purchaseOrder": "u", "supplier": "s", "currency": "GEL", "lines": [line]],
            "S1", 1)
        var delivery = TestChain.delivery([("p", 2_000, 20)])
        delivery["purchaseOrder"] = "u"
        say("goods.received.v1", delivery, "S1", 2)
        for (index, steps) in [
            ["initiated"], ["initiated", "unknown"], ["initiated", "unknown", "declined"],
            ["initiated", "declined", "captured"], ["initiated", "captured", "refunded"],
        ].enumerated() {
            for (minute, step) in steps.enumerated() {
                var data: JSON = ["payment": .string("m\(index)"), "currency": "GEL", "amount": 500]
                if step == "initiated" { data["method"] = "card" }
                if step == "refunded" { data["refund"] = "r" }
                if step == "unknown" || step == "declined" {
                    data = ["payment": data["payment"]!, "code": .string(step)]
                }
                say("payment.\(step).v1", data, "S1", minute)
            }
        }
        say("account.adjusted.v1", ["customer": "c5", "kind": "opening", "amount": 900, "currency": "GEL"], "S1", 1)
        say("account.paid.v1", ["customer": "c9", "amount": 300, "currency": "GEL"], "S1", 2)
        for percent in [50_000, 70_000] {
            say(
                "discount.granted.v1",
                [
                    "grant": "g", "customer": "c3", "kind": "personal", "percent": .int(Int64(percent)),
                    "reason": "thanks",
                ],
                nil, percent / 10_000)
        }
        return facts
    }()

    private func fold(_ facts: [Told], batch: Int) throws -> (chain: TestChain, digest: String) {
        try TestChain.folded(facts.map { ($0.store, $0.bytes) }, batch: batch, Dossiers.self)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `permuted and repeated, in batches of any size, the same facts give the same`(_ seed: UInt64) throws {
        let reference = try fold(Self.facts, batch: 1_000).digest
        var random = SeededRandom(seed)
        var shuffled = Self.facts.shuffled(using: &random)
        shuffled += shuffled.prefix(10)
        #expect(try fold(shuffled, batch: 3).digest == reference)
    }

    @Test func `a rebuild gives what the live fold has`() throws {
        let folded = try fold(Self.facts, batch: 2)
        var lines: [String] = []
        try Rebuild(folded.chain.conninfo, folded.chain.log, [Dossiers.self]) { lines.append($0) }.run(accept: false)
        #expect(lines.contains { $0.contains("equal to the serving version") }, "\(lines)")
    }

    @Test func `what follows is what people would say`() throws {
        let connection = try Connection(fold(Self.facts, batch: 5).chain.conninfo)
        func rows(_ query: String) throws -> [String] {
            let rows = try connection.query(SQL(unsafeSQL: query))
            return try rows.map { row in
                try rows.columns.indices.map { try row.optionalText($0) ?? "-" }.joined(separator: " ")
            }
        }
        let hour: Int64 = 3_600_000
        let start = Instant("2026-03-01T06:00:00Z")!.milliseconds
        #expect(
            try rows(
                "SELECT category, coalesce(brand, '-'), from_ms::text, until_ms::text FROM entities_1.product_version ORDER BY from_ms"
            ) == [
                "dairy - \(Int64.min) \(start + hour)", "milk A \(start + hour) \(start + 2 * hour)",
                "drinks A \(start + 2 * hour) \(Int64.max)",
            ])
        #expect(
            try rows("SELECT customer, stands_for FROM dossiers_1.person ORDER BY 1") == [
                "c3 c3", "c4 c3", "c5 c3", "c9 c3", "x1 x1", "x2 x1",
            ])
        #expect(
            try rows(
                """
                SELECT order_id, status, gross::text, deposited::text, consumed::text, charge::text
                FROM dossiers_1.customer_order ORDER BY 1
                """) == [
                    "o1 placed 4000 100 0 0", "o2 partlyHandedOver 4000 100 60 0", "o3 cancelled 4000 100 60 10",
                    "o4 settled 4000 100 60 0",
                ])
        #expect(
            try rows(
                """
                SELECT order_id, ordered::text, reserved::text, handed_over::text, open::text
                FROM dossiers_1.order_line WHERE line = 1 ORDER BY 1
                """) == [
                    "o1 4000 1000 0 4000", "o2 4000 0 1000 3000", "o3 4000 0 1000 0", "o4 4000 0 1000 0",
                ])
        #expect(
            try rows("SELECT status, ordered::text, received::text, open::text FROM dossiers_1.purchase_line") == [
                "placed 7000 2000 5000"
            ])
        #expect(
            try rows("SELECT status, captured::text, refunded::text FROM dossiers_1.payment ORDER BY payment") == [
                "initiated 0 0", "unknown 0 0", "declined 0 0", "captured 500 0", "refunded 500 500",
            ])
        #expect(
            try rows("SELECT customer, kind, amount::text FROM dossiers_1.account_entry ORDER BY customer") == [
                "c5 opening 900", "c9 paid -300",
            ])
        #expect(try rows("SELECT kind, percent::text, reason FROM dossiers_1.granted") == ["personal 70000 thanks"])
    }
}
