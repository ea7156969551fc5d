import Events
import JSON
import Log
import Postgres
import TestSupport
import Testing

@testable import Services

@Suite struct `Revisions of receipts by command` {
    private let desk: Desk
    private static let path = "stores/S01/receipts/S01-t1:7"

    init() throws {
        desk = try Desk()
        desk.start()
    }

    private func post(_ change: (inout JSON) -> Void = { _ in }) throws {
        var data = TestChain.receipt([("p", 2_000, 600), ("q", 1_000, 400)])
        change(&data)
        try desk.post(
            TestChain.event(
                "receipt.completed.v1", data, store: "S01", writer: "S01-t1", sequence: 7, at: "2026-03-02T09:00:00Z"))
    }

    private func open() throws {
        try desk.command("PUT", "stores/S01", ["name": ["en": "One"], "currency": "GEL", "zone": "Asia/Tbilisi"])
    }

    private func corrections() throws -> [ReceiptCorrection] {
        try desk.folded().compactMap { if case .receiptCorrected(let fact) = $0.fact { fact } else { nil } }
    }

    @Test func `who corrects says what is different, and the rest of the receipt stays`() throws {
        try open()
        try post()
        let answer = try desk.command(
            "POST", "\(Self.path)/corrections",
            [
                "reason": "one was enough",
                "changes": [
                    "lines": [["line": 1, "quantity": 1_000, "gross": 300]], "tenders": [["tender": 1, "amount": 700]],
                ],
            ])
        #expect(answer.body["revision"] == 1)
        try eventually("it is in the log") { try corrections().count == 1 }
        let correction = try corrections()[0]
        #expect(correction.receipt == "S01-t1:7" && correction.revision == 1)
        let whole = try #require(correction.replacement)
        #expect(whole.gross == 700 && whole.lines.map(\.quantity) == [1_000, 1_000])
        #expect(whole.tenders.map(\.amount) == [700] && whole.number == "1")
        // The next one starts from what counts now.
        let next = try desk.command(
            "POST", "\(Self.path)/corrections", ["reason": "for whom", "changes": ["customer": "c1"]])
        #expect(next.body["revision"] == 2)
        try eventually("both are said") { try corrections().count == 2 }
        #expect(try corrections()[1].replacement?.gross == 700)
        // What changes nothing says nothing.
        let same = try desk.command(
            "POST", "\(Self.path)/corrections", ["reason": "again", "changes": ["customer": "c1"]])
        #expect(same.facts.isEmpty && same.body["revision"] == 2)
    }

    @Test func `a correction whose sums do not add up is refused, and so is one without a reason`() throws {
        try open()
        try post()
        func rule(_ body: JSON) throws -> String? {
            do { _ = try desk.command("POST", "\(Self.path)/corrections", body) } catch let refusal as Refusal {
                return refusal.rule
            }
            return nil
        }
        let line: JSON = ["lines": [["line": 1, "gross": 300]]]
        #expect(try rule(["reason": "r", "changes": line]) == "sum.tenders")
        #expect(try rule(["changes": ["customer": "c"]]) == "required")
        #expect(try rule(["reason": "r"]) == "required")
        #expect(try rule(["reason": "r", "changes": ["nonsense": 1]]) == "unknown")
        #expect(throws: Refusal.self) {
            try desk.command(
                "POST", "stores/S02/receipts/S01-t1:7/corrections", ["reason": "r", "changes": ["customer": "c"]])
        }
    }

    @Test func `a correction may void every line: the receipt comes to nothing`() throws {
        try open()
        try post()
        let lines: JSON = [["line": 1, "kind": "void"], ["line": 2, "kind": "void"]]
        try desk.command("POST", "\(Self.path)/corrections", ["reason": "r", "changes": ["lines": lines]])
        try eventually("it is in the log") { try corrections().count == 1 }
        #expect(try corrections()[0].replacement?.gross == 0)
    }

    @Test func `a void gives every tender back, once, and only an approved correction revives the receipt`() throws {
        try open()
        try desk.command("PUT", "gift-cards/G", ["amount": 1_000, "currency": "GEL"])
        try post {
            $0["shift"] = "sh-1"
            $0["tenders"] = [["tender": 1, "kind": "giftCard", "amount": 1_000, "serial": "G"]]
        }
        func balance() throws -> Int64? {
            try desk.office.read { try StreamTable.peek($0, GiftCardDecider.self, "G")?.state.balance }
        }
        try eventually("the card has paid") { try balance() == 0 }
        let shift: JSON = ["reason": "wrong customer", "shift": "sh-2"]
        #expect(throws: Refusal.self) { try desk.command("POST", "\(Self.path)/void", shift) }
        let voided = try desk.command("POST", "\(Self.path)/void", ["reason": "wrong customer"])
        #expect(voided.body["revision"] == 1)
        #expect(try balance() == 1_000)
        #expect(try desk.command("POST", "\(Self.path)/void", ["reason": "again"]).facts.isEmpty)
        try eventually("it is said") {
            try desk.folded().contains { $0.envelope.type == "receipt.voided.v1" }
        }
        let facts = try desk.folded().compactMap { if case .receiptVoided(let fact) = $0.fact { fact } else { nil } }
        #expect(facts.map(\.shift) == ["sh-1"] && facts[0].tenders.map(\.amount) == [-1_000])

        let revived: JSON = ["reason": "it was right", "changes": ["customer": "c"]]
        #expect(throws: Refusal.self) { try desk.command("POST", "\(Self.path)/corrections", revived) }
        var approved = revived
        approved["approver"] = "boss"
        #expect(try desk.command("POST", "\(Self.path)/corrections", approved).body["revision"] == 2)
        #expect(try balance() == 0)
    }

    @Test func `what a voided receipt had put on account is owed no more, and a correction moves it to another's`()
        throws
    {
        try open()
        for customer in ["a", "b"] { try desk.command("PUT", "customers/\(customer)", .object([])) }
        try post {
            $0["customer"] = "a"
            $0["tenders"] = [["tender": 1, "kind": "account", "amount": 1_000]]
        }
        func owed(_ customer: String) throws -> Int64 {
            try desk.office.read {
                try StreamTable.peek($0, AccountDecider.self, "\(customer)/GEL")?.state.balance ?? 0
            }
        }
        try eventually("it is owed") { try owed("a") == 1_000 }
        try desk.command("POST", "\(Self.path)/corrections", ["reason": "r", "changes": ["customer": "b"]])
        #expect(try owed("a") == 0 && owed("b") == 1_000)
        try desk.command("POST", "\(Self.path)/cancel", ["reason": "r"])
        #expect(try owed("a") == 0 && owed("b") == 0)
    }

    @Test func `at a till a receipt is corrected by whoever has the right in its shop`() throws {
        try open()
        try post()
        try desk.command("PUT", "roles/head", ["rights": ["receipt.correct"]])
        try desk.command("PUT", "employees/e1", ["roles": ["head"], "stores": ["S01"]])
        try desk.command("PUT", "employees/e2", ["stores": ["S01"]])
        func correct(_ more: (String, JSON)...) throws {
            var body: JSON = ["reason": "r", "changes": ["customer": "c"]]
            for (name, value) in more { body[name] = value }
            try desk.command("POST", "\(Self.path)/corrections", body, isTill: true)
        }
        for refused in [[], [("operator", "e2")], [("operator", "nobody")]] as [[(String, JSON)]] {
            #expect(throws: Refusal.self) { try refused.isEmpty ? correct() : correct(refused[0]) }
        }
        try correct(("operator", "e2"), ("approver", "e1"))
        #expect(throws: Refusal.self) {
            try desk.command(
                "POST", "\(Self.path)/void", ["reason": "r", "operator": "e1"], isTill: true)
        }
    }

    // MARK: What others say

    /// Posts a fact to the shop's book, or to the chain's.
    private func tell(
        _ type: String, _ data: JSON, writer: String = "S01-t1", number: Int64, at: String, store: String? = "S01"
    ) throws {
        let bytes = TestChain.event(type, data, store: store, writer: writer, sequence: number, at: at)
        let key = store.map { PartitionKey.store($0) } ?? .chain
        _ = try desk.log.append(
            [NewRecord(key: key.text, bytes: bytes)], to: desk.log.identity.partition(of: key))
    }

    private func points(_ customer: String = "a") throws -> Int64 {
        try desk.office.read { try StreamTable.peek($0, PointsDecider.self, customer)?.state.purse(nil).balance ?? 0 }
    }

    private func reversals() throws -> [PointsReversed] {
        try desk.folded().compactMap { if case .pointsReversed(let fact) = $0.fact { fact } else { nil } }
    }

    /// A receipt on which 30 points were earned, and 40 of 100 others burned.
    private func openWithPoints() throws {
        try open()
        try desk.command("PUT", "customers/a", .object([]))
        try post { $0["customer"] = "a" }
        try desk.command("POST", "customers/a/points/earnings", ["points": 100])
        try desk.command("POST", "customers/a/points/burns", ["points": 40, "receipt": "S01-t1:7"])
        try desk.command("POST", "customers/a/points/earnings", ["points": 30, "receipt": "S01-t1:7"])
        #expect(try points() == 90)
    }

    @Test(arguments: ["void", "cancel"])
    func `an undone receipt takes back the points that it earned and gives back those it burned, once`(how: String)
        throws
    {
        try openWithPoints()
        try desk.command("POST", "\(Self.path)/\(how)", ["reason": "wrong customer"])
        #expect(try points() == 100)
        try desk.command("POST", "\(Self.path)/\(how)", ["reason": "again"])
        #expect(try points() == 100)
        for (path, points) in [("earnings", 30), ("burns", 10)] as [(String, Int64)] {
            let body: JSON = ["points": .int(points), "receipt": "S01-t1:7"]
            let refusal = #expect(throws: Refusal.self) { try desk.command("POST", "customers/a/points/\(path)", body) }
            #expect(refusal?.rule == "receipt.undone")
        }
        try eventually("it is said") { try reversals().count == 2 }
        #expect(
            Set(try reversals().map { "\($0.kind) \($0.points) \($0.original ?? "")" })
                == ["earned 30 S01-t1:7", "burned 40 S01-t1:7"])
    }

    @Test func `a till's void does so too, however often it comes, and for points that are told of later`() throws {
        try openWithPoints()
        let void: JSON = ["receipt": "S01-t1:7", "revision": 1]
        for _ in 0..<2 { try tell("receipt.voided.v1", void, number: 8, at: "2026-03-02T09:05:00Z") }
        try eventually("points are back") { try points() == 100 }
        try tell("receipt.voided.v1", ["receipt": "S01-t1:7", "revision": 2], number: 9, at: "2026-03-02T09:06:00Z")
        try tell(
            "points.earned.v1", ["customer": "a", "points": 7, "receipt": "S01-t1:7"], writer: "import-1", number: 1,
            at: "2026-03-02T09:01:00Z", store: nil)
        try eventually("and those are") { try reversals().map(\.points).sorted() == [7, 30, 40] }
        #expect(try points() == 100)
    }

    @Test func `a return that took some back leaves the rest to the void`() throws {
        try openWithPoints()
        try desk.command(
            "POST", "customers/a/points/reversals",
            ["kind": "earned", "points": 10, "receipt": "S01-t1:9", "original": "S01-t1:7"])
        #expect(try points() == 80)
        try desk.command("POST", "\(Self.path)/void", ["reason": "r"])
        #expect(try points() == 100)
    }

    @Test(arguments: [[0, 1], [1, 0]])
    func `of two revisions with one number the last in the total order counts, however they are heard`(order: [Int])
        throws
    {
        try open()
        try desk.command("PUT", "gift-cards/G", ["amount": 1_000, "currency": "GEL"])
        for customer in ["a", "b"] { try desk.command("PUT", "customers/\(customer)", .object([])) }
        try post {
            $0["customer"] = "a"
            $0["tenders"] = [["tender": 1, "kind": "account", "amount": 1_000]]
        }
        func corrected(_ customer: String, _ amount: Int64) -> JSON {
            var replacement = TestChain.receipt([("p", 2_000, 600), ("q", 1_000, 400)])
            replacement["customer"] = .string(customer)
            replacement["tenders"] = [
                ["tender": 1, "kind": "account", "amount": .int(1_000 - amount)],
                ["tender": 2, "kind": "giftCard", "amount": .int(amount), "serial": "G"],
            ]
            return ["receipt": "S01-t1:7", "revision": 1, "replacement": replacement]
        }
        let said = [
            (corrected("b", 200), "import-1", "2026-03-02T10:00:00Z"),
            (corrected("a", 300), "import-2", "2026-03-02T11:00:00Z"),
        ]
        func state() throws -> [Int64] {
            try desk.office.read { connection in
                try ["a", "b"].map {
                    try StreamTable.peek(connection, AccountDecider.self, "\($0)/GEL")?.state.balance ?? 0
                } + [try StreamTable.peek(connection, GiftCardDecider.self, "G")?.state.balance ?? 0]
            }
        }
        try eventually("it is owed") { try state() == [1_000, 0, 1_000] }
        let after: [[Int64]] = order == [0, 1] ? [[0, 800, 800], [700, 0, 700]] : [[700, 0, 700], [700, 0, 700]]
        for (place, expected) in zip(order, after) {
            let (data, writer, at) = said[place]
            try tell("receipt.corrected.v1", data, writer: writer, number: 1, at: at)
            try eventually("revision \(place) is heard") {
                try desk.office.read { connection in
                    try connection.query("SELECT 1 FROM davtari.reacted WHERE writer = \(writer)").first != nil
                }
            }
            #expect(try state() == expected)
        }
        let next = try desk.command("POST", "\(Self.path)/corrections", ["reason": "r", "changes": ["channel": "web"]])
        #expect(next.body["revision"] == 2)
        #expect(try state() == [700, 0, 700])
    }
}
