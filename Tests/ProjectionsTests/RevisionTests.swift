import Events
import Foundation
import JSON
import Log
import Postgres
import Projections
import TestSupport
import Testing

/// Voids, cancellations and corrections of receipts, in any order (docs/RULES.md, Revisions).
@Suite struct `Revisions of receipts` {
    private struct Fact {
        var type: String
        var data: JSON
        var writer: String
        var number: Int64
        var at: String
    }

    private static let delivery = Fact(
        type: "goods.received.v1", data: TestChain.delivery([("p", 10_000, 7_000)]), writer: "o", number: 1,
        at: "2026-03-01T08:00:00Z")
    private static let sale = Fact(
        type: "receipt.completed.v1",
        data: TestChain.receipt([("p", 4_000, 6_000)], day: "2026-03-02", customer: "c"), writer: "t", number: 1,
        at: "2026-03-02T12:00:00Z")

    private static func void(_ revision: Int64, _ number: Int64, type: String = "receipt.voided.v1") -> Fact {
        Fact(
            type: type, data: ["receipt": "t:1", "revision": .int(revision)], writer: "o", number: number,
            at: "2026-03-02T12:0\(number):00Z")
    }

    private static func correction(_ revision: Int64, _ quantity: Int64, _ number: Int64, approver: String? = nil)
        -> Fact
    {
        var data: JSON = [
            "receipt": "t:1", "revision": .int(revision),
            "replacement": TestChain.receipt([("p", quantity, quantity)], day: "2026-03-02", customer: "c"),
        ]
        if let approver { data["approver"] = .string(approver) }
        return Fact(
            type: "receipt.corrected.v1", data: data, writer: "o", number: number, at: "2026-03-02T12:0\(number):00Z")
    }

    /// On hand, its value; revenue and receipts of the day; what the customer bought.
    private func figures(_ facts: [Fact], batch: Int) throws -> [Int64] {
        let chain = try TestChain()
        for fact in facts {
            try chain.post(fact.type, fact.data, store: "S1", writer: fact.writer, at: fact.at, number: fact.number)
        }
        try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: batch))
        // The log is the same by either batch, so one of them is folded anew.
        if batch == 1 { try Rebuild(chain.conninfo, chain.log, [Trade.self]) { _ in }.run(accept: false) }
        return try Connection(chain.conninfo).query(
            """
            SELECT ARRAY[(SELECT quantity FROM trade_1.stock), (SELECT value FROM trade_1.stock),
                coalesce((SELECT net FROM trade_1.store_day), 0), coalesce((SELECT receipts FROM trade_1.store_day), 0),
                coalesce((SELECT gross FROM trade_1.customer), 0), (SELECT count(*) FROM trade_1.unapplied)]
            """)[0].int64Array(0)
    }

    private func always(_ facts: [Fact], is expected: [Int64]) throws {
        for order in facts.inTurns {
            for batch in [1, 100] {
                let found = try figures(order, batch: batch)
                #expect(found == expected, "\(order.map { "\($0.writer):\($0.number)" }) by \(batch)")
            }
        }
    }

    @Test(arguments: ["receipt.voided.v1", "receipt.cancelled.v1"])
    func `a receipt that comes to nothing leaves neither goods nor money`(type: String) throws {
        try always([Self.delivery, Self.sale, Self.void(1, 2, type: type)], is: [10_000, 7_000, 0, 0, 0, 0])
    }

    @Test func `the highest revision counts, and what was undone is revived only by what was approved`() throws {
        let (first, second) = (Self.correction(1, 3_000, 2), Self.void(2, 3))
        try always([Self.delivery, Self.sale, first, second], is: [10_000, 7_000, 0, 0, 0, 0])
        try always([Self.delivery, Self.sale, second, Self.correction(3, 1_000, 4)], is: [10_000, 7_000, 0, 0, 0, 0])
        try always(
            [Self.delivery, Self.sale, second, Self.correction(3, 1_000, 4, approver: "nino")],
            is: [9_000, 6_300, 1_000, 1, 1_000, 0])
    }

    @Test func `what is undone shows the head of what was undone, whichever is heard first`() throws {
        func corrected(_ revision: Int64, _ number: Int64, _ customer: String) -> Fact {
            let said = TestChain.receipt([("p", 1_000, 1_000)], day: "2026-03-01", customer: customer)
            return Fact(
                type: "receipt.corrected.v1",
                data: ["receipt": "t:1", "revision": .int(revision), "replacement": said], writer: "o", number: number,
                at: "2026-03-02T12:0\(number):00Z")
        }
        let first: [Fact] = [Self.sale, corrected(2, 2, "d"), Self.void(3, 3), corrected(4, 4, "e")]
        let second: [Fact] = [Self.sale, Self.void(2, 2), corrected(3, 3, "d")]
        for (facts, expected) in [(first, "d 2026-03-01"), (second, "c 2026-03-02")] {
            var digests: Set<String> = []
            for order in facts.inTurns {
                let chain = try TestChain()
                for fact in order {
                    try chain.post(
                        fact.type, fact.data, store: "S1", writer: fact.writer, at: fact.at, number: fact.number)
                }
                try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: 1))
                let connection = try Connection(chain.conninfo)
                let head = try connection.query("SELECT customer || ' ' || business_date, status FROM trade_1.receipt")
                #expect(try head.map { try $0.text(0) + " " + $0.text(1) } == ["\(expected) voided"])
                digests.insert(try Digest.serving(connection, Trade.self, .facts))
            }
            #expect(digests.count == 1)
        }
    }

    @Test func `a correction that had no say counts once another has revived the receipt`() throws {
        try always(
            [
                Self.delivery, Self.sale, Self.void(1, 2), Self.correction(2, 1_000, 3, approver: "nino"),
                Self.correction(3, 2_000, 4),
            ], is: [8_000, 5_600, 2_000, 1, 2_000, 0])
    }

    @Test func `lines whose number is repeated move each by itself, by one as in a batch`() throws {
        var receipt = TestChain.receipt([("p", 1_000, 100), ("p", 2_000, 200), ("q", 500, 50)], day: "2026-03-02")
        let lines = receipt["lines"]!.array!.map { line -> JSON in
            var line = line
            line["line"] = 1
            return line
        }
        receipt["lines"] = .array(lines)
        let twice = Fact(
            type: "receipt.completed.v1", data: receipt, writer: "t", number: 1, at: "2026-03-02T12:00:00Z")
        var digests: Set<String> = []
        for order in [[Self.delivery, twice], [twice, Self.delivery]] {
            for batch in [1, 2, 100] {
                let chain = try TestChain()
                for fact in order {
                    try chain.post(
                        fact.type, fact.data, store: "S1", writer: fact.writer, at: fact.at, number: fact.number)
                }
                try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: batch))
                try Rebuild(chain.conninfo, chain.log, [Trade.self]) { _ in }.run(accept: false)
                digests.insert(try Digest.serving(try Connection(chain.conninfo), Trade.self, .facts))
                let stock = try Connection(chain.conninfo).query(
                    "SELECT quantity FROM trade_1.stock WHERE product = 'p'")
                #expect(try stock[0].int64(0) == 7_000)
            }
        }
        #expect(digests.count == 1)
    }

    @Test func `a void of another till's or another shift's receipt counts and is marked, whichever comes first`()
        throws
    {
        var receipt = Self.sale
        receipt.data["shift"] = "sh-1"
        func void(_ writer: String, _ number: Int64, _ shift: JSON, type: String = "receipt.voided.v1") -> Fact {
            var fact = Self.void(1, number, type: type)
            (fact.writer, fact.data["shift"]) = (writer, shift)
            return fact
        }
        let cases: [(Fact, [String])] = [
            (void("t", 2, "sh-1"), []), (void("t", 2, .null, type: "receipt.cancelled.v1"), []),
            (void("t", 2, "sh-2"), ["void.shift"]), (void("u", 2, "sh-1"), ["void.till"]),
            (void("u", 2, "sh-2"), ["void.shift", "void.till"]), (void("office.x", 2, "sh-1"), []),
            (void("u", 2, .null, type: "receipt.cancelled.v1"), ["void.till"]),
        ]
        for (fact, rules) in cases {
            for order in [[Self.delivery, receipt, fact], [fact, receipt, Self.delivery]] {
                for batch in [1, 100] {
                    let chain = try TestChain()
                    for fact in order {
                        try chain.post(
                            fact.type, fact.data, store: "S1", writer: fact.writer, at: fact.at, number: fact.number)
                    }
                    try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: batch))
                    try Rebuild(chain.conninfo, chain.log, [Trade.self]) { _ in }.run(accept: false)
                    let connection = try Connection(chain.conninfo)
                    let marks = try connection.query("SELECT rules FROM trade_2.marked_revision")
                    #expect(try marks.flatMap { try $0.textArray(0) } == rules, "\(fact)")
                    #expect(try connection.query("SELECT status FROM trade_2.receipt")[0].text(0) == "voided")
                }
            }
        }
    }

    // MARK: The rate of sale

    /// A day from today, in UTC.
    private func day(_ offset: Int) -> String {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        return String(Instant(milliseconds: now + Int64(offset) * 86_400_000).description.prefix(10))
    }

    private func rate(_ chain: TestChain) throws -> [Int64] {
        try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: 7))
        try Rebuild(chain.conninfo, chain.log, [Trade.self]) { _ in }.run(accept: false)
        let connection = try Connection(chain.conninfo)
        let schema = try Versions.serving(connection, "trade").schema
        return try connection.query(
            """
            SELECT ARRAY[sold_28, coalesce(days_left, -1), last_sale - DATE '1970-01-01']
            FROM \(identifier: schema).stock
            """)[0].int64Array(0)
    }

    @Test(arguments: [60, 27_000]) func `a clock that ran ahead once does not hide what sells`(ahead: Int) throws {
        let chain = try TestChain()
        try chain.post(
            "goods.received.v1", TestChain.delivery([("p", 100_000, 70_000)]), store: "S1", writer: "o",
            at: "\(day(-40))T08:00:00Z")
        func sell(_ offset: Int) throws {
            try chain.post(
                "receipt.completed.v1", TestChain.receipt([("p", 1_000, 100)], day: day(offset)), store: "S1",
                writer: "t", at: "\(day(offset))T12:00:00Z")
        }
        for offset in -28 ... -1 { try sell(offset) }
        let today = try Connection(chain.conninfo).query("SELECT (now() AT TIME ZONE 'UTC')::date - DATE '1970-01-01'")[
            0
        ]
        .int64(0)
        #expect(try rate(chain) == [28_000, 72, today - 1])
        try sell(ahead)
        // It stands: what was sold by then is what counts.
        #expect(try rate(chain) == [28_000, 71, today - 1])
        try chain.post(
            "receipt.corrected.v1",
            [
                "receipt": "t:29", "revision": 1,
                "replacement": TestChain.receipt([("p", 1_000, 100)], day: day(-1)),
            ], store: "S1", writer: "o")
        #expect(try rate(chain) == [29_000, 68, today - 1])
    }

    @Test func `where the last sale is taken back, days count again that were let go of`() throws {
        let chain = try TestChain()
        for (number, offset) in [-100, -99, -40, -2, -1].enumerated() {
            try chain.post(
                "receipt.completed.v1", TestChain.receipt([("p", 1_000 << number, 100)], day: day(offset)), store: "S1",
                writer: "t", at: "\(day(offset))T12:00:00Z")
        }
        #expect(try rate(chain)[0] == 24_000)
        for number in [5, 4, 3] {
            try chain.post(
                "receipt.voided.v1", ["receipt": .string("t:\(number)"), "revision": 1], store: "S1", writer: "t",
                at: "\(day(0))T00:00:00Z")
        }
        #expect(try rate(chain)[0] == 3_000)
    }
}
