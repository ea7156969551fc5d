import Crypto
import Events
import Foundation
import JSON
import Log
import Pages
import Postgres
import Projections
import Queries
import Rules
import TestSupport
import Testing

extension House {
    /// A page as who is signed in sees it.
    func page(_ path: [String], _ query: [(String, String)] = []) throws -> PageAnswer {
        let log = log
        let request = PageRequest(
            path: path, query: query, language: .en, userName: "nino", principal: .person("nino", .owner),
            logEnd: try log.end(),
            now: Instant("2026-03-02T10:00:00Z")!,
            readRecord: { try log.read($0, from: $1, limit: ReadLimit(records: 1)).first })
        return try Screens.answer(request, try Connection(conninfo))
    }

    /// Posts as an import, which may write as anybody.
    func imported(_ events: [[UInt8]], store: String?, writer: String) throws -> Answer {
        let token = try accounts.createToken(kind: .import, name: "import", stores: ["*"], writers: ["*"])
        let path = "/v1" + (store.map { "/stores/\(Self.encoded($0))" } ?? "/chain") + "/writers/\(writer)/events"
        return try Self.send(
            "POST", path, token: token, to: gateway, body: Self.batch(events),
            headers: [("Content-Type", "application/cloudevents-batch+json")])
    }

    /// Every byte but letters and digits, percent-encoded.
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let letter = Character(UnicodeScalar(byte))
            return byte < 128 && (letter.isLetter || letter.isNumber)
                ? String(letter) : "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }
}

/// What once ended the process, or took a page away, with one request or a few facts of an ordinary token.
@Suite struct `Nothing that comes from outside ends the process` {
    let house: House
    init() throws { house = try House() }

    private static let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}")

    @Test func `products whose ids only look alike on one receipt`() throws {
        for (number, product) in [Self.composed, Self.decomposed].enumerated() {
            try house.say(
                "product.listed.v1", ["product": .string(product), "name": ["en": .string("No. \(number)")]],
                number: Int64(number + 1))
        }
        let receipt = TestChain.receipt([(Self.composed, 1_000, 300), (Self.decomposed, 2_000, 500)], customer: "c1")
        let event = TestChain.event(
            "receipt.completed.v1", receipt, store: "S01", writer: "S01-t1", sequence: 1, at: "2026-03-01T12:00:00Z")
        #expect(try house.post([event]).status == 200)
        try house.settle()
        let page = try house.page(["receipts", "S01-t1:1"])
        #expect(page.status == 200 && page.html.contains("No. 0") && page.html.contains("No. 1"))
        let lines = try house.get("/v1/receipts/S01-t1:1").json["receipt"]?["lines"]?.array ?? []
        #expect(lines.map { $0["name_en"] } == ["No. 0", "No. 1"])
        let best = try house.get("/v1/customers/c1/history").json["history"]?["favourite_products"]?.array ?? []
        #expect(best.map { $0["gross"] } == [500, 300])
        #expect(best.map { $0["name_en"] } == ["No. 1", "No. 0"])
    }

    @Test func `shops and customers whose ids only look alike`() throws {
        for (number, id) in [Self.composed, Self.decomposed].enumerated() {
            try house.say(
                "store.opened.v1",
                ["store": .string(id), "name": ["en": .string("No. \(number)")], "currency": "GEL"],
                number: Int64(number + 1))
            var receipt = TestChain.receipt([("p", 1_000, Int64(300 + number))], day: "2026-03-02", customer: id)
            receipt["till"] = "1"
            let event = TestChain.event(
                "receipt.completed.v1", receipt, store: id, writer: "t\(number)", sequence: 1,
                at: "2026-03-02T09:00:00Z")
            #expect(try house.imported([event], store: id, writer: "t\(number)").status == 200)
        }
        try house.settle()
        for path in [[], ["completeness"], ["stores", Self.composed], ["stock"], ["stock", Self.decomposed, "p"]] {
            let page = try house.page(path)
            #expect(page.status == 200, "\(path)")
        }
        let overview = try house.page([]).html
        #expect(overview.contains("No. 0") && overview.contains("No. 1"))
        let days = try house.rows("/v1/margins?group=store")
        #expect(Set(days.map { $0["revenue"]?.int }) == [300, 301])
        #expect(try house.rows("/v1/customers").count == 2)
        house.stopWorker()
        try house.expectSameFromZero()
    }

    /// In batches of one as in one batch: what is kept by an id is kept by its bytes.
    @Test func `days and customers of ids that look alike are the same in batches of any size`() throws {
        house.stopWorker()
        for (number, id) in [Self.composed, Self.decomposed, Self.composed].enumerated() {
            let receipt = TestChain.receipt([("p", 1_000, 300)], customer: id)
            let event = TestChain.event(
                "receipt.completed.v1", receipt, store: "S01", writer: "S01-t1", sequence: Int64(number + 1),
                at: "2026-03-01T12:00:00Z")
            #expect(try house.post([event]).status == 200)
        }
        var digests: [[String]] = []
        for size in [1, 1_000] {
            let other = try PrivatePostgres.freshDatabase()
            try CatchUp.run(other, house.log, batch: ReadLimit(records: size))
            let connection = try Connection(other)
            digests.append(try ReadModels.all.map { try Digest.serving(connection, $0, .placed) })
            let customers = try connection.query("SELECT receipts FROM trade_1.customer ORDER BY receipts")
            #expect(try customers.map { try $0.int64(0) } == [1, 2])
        }
        #expect(digests[0] == digests[1])
    }

    @Test func `receipts that add up beyond 64 bits, line by line and receipt by receipt`() throws {
        let most: Int64 = (1 << 53) - 1
        var number: Int64 = 0
        for (store, count) in [("S01", 1_300), ("S02", 1_300)] {
            var events: [[UInt8]] = []
            for _ in 0..<count {
                number += 1
                let receipt = TestChain.receipt([("a", 1_000, most)], day: "2026-03-02", customer: "c1")
                events.append(
                    TestChain.event(
                        "receipt.completed.v1", receipt, store: store, writer: "\(store)-t1", sequence: number,
                        at: "2026-03-02T08:00:00Z"))
            }
            for part in stride(from: 0, to: count, by: 650) {
                let some = Array(events[part..<min(part + 650, count)])
                #expect(try house.imported(some, store: store, writer: "\(store)-t1").status == 200)
            }
        }
        let lines: [JSON] = (1...1_030).map { line in
            [
                "line": .int(line), "kind": "sale", "product": "a", "quantity": 1_000, "gross": 0,
                "discount": .int(most + 1),
            ]
        }
        let receipt: JSON = [
            "number": "1", "businessDate": "2026-03-02", "currency": "GEL", "gross": 0, "lines": .array(lines),
            "customer": "c1",
        ]
        let event = TestChain.event(
            "receipt.completed.v1", receipt, store: "S01", writer: "till", sequence: 1, at: "2026-03-02T09:00:00Z")
        #expect(try house.imported([event], store: "S01", writer: "till").status == 200)
        try house.settle()
        for path in [
            [], ["receipts", "till:1"], ["customers"], ["customers", "c1"], ["stores", "S01"],
            ["stores", "S01", "days", "2026-03-02"], ["stock"], ["stock", "S01", "a"], ["completeness"],
        ] {
            #expect(try house.page(path).status == 200, "\(path)")
        }
        for path in ["margins", "margins?group=customer", "customers", "customers?totals=true", "receipts?totals=true"]
        {
            let answer = try house.get("/v1/\(path)")
            #expect(answer.status == 200, "\(path): \(answer.text)")
        }
    }

    @Test(
        arguments: [
            "0202feffffffffffffffff01", "0202ffffffffffffffffff01", "0000", "00", "", "zz",
            "00020000000001feffffffffffffffffff",
        ])
    func `a cursor that nobody gave out`(_ cursor: String) throws {
        try house.say("goods.received.v1", TestChain.delivery([("a", 1_000, 5)]), store: "S01", number: 1)
        try house.settle()
        let answer = try house.get("/v1/stock/movements?store=S01&product=a&cursor=\(cursor)")
        #expect([200, 400, 422].contains(answer.status), "\(answer.text)")
        #expect(try house.page(["stock", "S01", "a"], [("after", cursor)]).status < 500)
        #expect(try house.get("/healthz").status == 200)
    }

    @Test func `moments beyond any calendar are told as the last there is`() {
        for milliseconds in [Int64.min, .min + 1, .max, .max - 1, 253_402_300_800_000, -62_167_219_200_001] {
            let instant = Instant(milliseconds: milliseconds)
            #expect(!instant.description.isEmpty && !instant.text(in: Zone.home).isEmpty)
            _ = Zone.home.day(of: instant)
        }
        #expect(Instant(milliseconds: -62_135_596_800_000).description == "0001-01-01T00:00:00.000Z")
        #expect(Instant("9999-12-31T23:59:59.999Z")?.text(in: .utc) == "9999-12-31T23:59:59.999+00:00")
    }

    @Test func `a record that was set aside is counted and listed`() throws {
        try house.say("store.opened.v1", ["store": "S01", "currency": "GEL"], number: 2)
        try house.say("goods.received.v1", TestChain.delivery([("a", 1_000, 5)]), store: "S01", number: 1)
        try house.settle()
        #expect(try house.get("/v1/stores").json["incomplete"]?["set_aside"] == 0)
        #expect(try !house.page([]).html.contains("Records set aside"))
        try Connection(house.conninfo).script(
            """
            INSERT INTO davtari.set_aside (name, version, log_partition, log_offset, recorded_at, writer, writerseq, store,
                type, stage, reason, build)
            SELECT name, version, 1, 0, 0, 'office', 1, 'S01', 'goods.received.v1', 'fold', 'it <died>', 'b'
            FROM davtari.read_model WHERE name IN ('trade', 'dossiers');
            """)
        #expect(try house.get("/v1/stores").json["incomplete"]?["set_aside"] == 1)
        let rows = try house.rows("/v1/set_aside?store=S01")
        #expect(Set(rows.map { $0["read_model"]?.string }) == ["trade", "dossiers"])
        #expect(rows.allSatisfy { $0["fact"] == "office:1" && $0["reason"] == "it <died>" })
        #expect(try house.page([]).html.contains("Records set aside"))
        #expect(try house.page(["quarantine"]).html.contains("it &lt;died&gt;"))
    }
}
