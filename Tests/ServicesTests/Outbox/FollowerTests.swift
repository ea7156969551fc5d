import Events
import Foundation
import JSON
import Log
import Postgres
import TestSupport
import Testing

@testable import Services

@Suite struct `Reactions to what tills say` {
    private static func receipt(_ number: Int64, tender: JSON, lines: JSON? = nil, store: String = "S01") -> [UInt8] {
        var data = TestChain.receipt([("p", 1_000, 60)])
        data["tenders"] = [tender]
        if let lines { data["lines"] = lines }
        return TestChain.event(
            "receipt.completed.v1", data, store: store, writer: "S01-t1", sequence: number, at: "2026-03-02T09:00:00Z")
    }

    private static func card(_ amount: Int64) -> JSON {
        ["tender": 1, "kind": "giftCard", "amount": .int(amount), "serial": "G"]
    }

    private func issued(_ desk: Desk) throws {
        try desk.command("PUT", "gift-cards/G", ["amount": 100, "currency": "GEL"])
    }

    private func state(_ desk: Desk) throws -> GiftCardDecider.State? {
        try desk.office.read { try StreamTable.peek($0, GiftCardDecider.self, "G")?.state }
    }

    private func captures(_ desk: Desk) throws -> [GiftCardCaptured] {
        try desk.folded().compactMap { if case .giftCardCaptured(let fact) = $0.fact { fact } else { nil } }
    }

    @Test func `a tender of an offline till takes from the card, once, however often the receipt comes`() throws {
        let desk = try Desk()
        desk.start()
        try issued(desk)
        let bytes = Self.receipt(7, tender: Self.card(60))
        for _ in 1...3 { try desk.post(bytes) }
        try eventually("it is taken") { try captures(desk).count == 1 }
        let taken = try captures(desk)[0]
        #expect(taken.amount == 60 && taken.offline && taken.receipt == "S01-t1:7")
        #expect(taken.circumstances.causation == "S01-t1:7")
        #expect(try state(desk)?.balance == 40)
        try desk.post(Self.receipt(8, tender: Self.card(60)))
        try eventually("more is taken than there was") { try state(desk)?.balance == -20 }
        try eventually("both are said") { try captures(desk).count == 2 }
    }

    @Test func `money in no currency moves no card, and the next receipt is followed`() throws {
        let desk = try Desk()
        desk.start()
        try issued(desk)
        var nowhere = TestChain.receipt([("p", 1_000, 60)])
        nowhere["currency"] = "lari"
        nowhere["tenders"] = [Self.card(60)]
        try desk.post(
            TestChain.event(
                "receipt.completed.v1", nowhere, store: "S01", writer: "S01-t1", sequence: 7, at: "2026-03-02T09:00:00Z"
            ))
        try desk.post(Self.receipt(8, tender: Self.card(10)))
        try eventually("the next is taken") { try state(desk)?.balance == 90 }
        let refused = try desk.office.read { try $0.query("SELECT 1 FROM davtari.reaction_refused").count }
        #expect(refused == 0)
    }

    @Test func `dollars take nothing from a card of lari: that is told, and the next receipt is followed`() throws {
        let desk = try Desk()
        desk.start()
        try issued(desk)
        var foreign = TestChain.receipt([("p", 1_000, 60)])
        foreign["currency"] = "USD"
        foreign["tenders"] = [Self.card(60)]
        try desk.post(
            TestChain.event(
                "receipt.completed.v1", foreign, store: "S01", writer: "S01-t1", sequence: 7, at: "2026-03-02T09:00:00Z"
            ))
        try desk.post(Self.receipt(8, tender: Self.card(10)))
        try eventually("the next is taken") { try state(desk)?.balance == 90 }
        let told = try desk.office.read { connection in
            try connection.query("SELECT writer, writerseq, store, rule FROM davtari.reaction_refused").map {
                "\(try $0.text(0)):\(try $0.int64(1)) \(try $0.text(2)) \(try $0.text(3))"
            }
        }
        #expect(told == ["S01-t1:7 S01 giftCard.currency"])
    }

    @Test func `a corrected receipt takes what its replacement says, the highest revision, whatever comes first`()
        throws
    {
        let desk = try Desk()
        desk.start()
        try issued(desk)
        func corrected(_ number: Int64, revision: Int64, _ amount: Int64, receipt: Int64) -> [UInt8] {
            var replacement = TestChain.receipt([("p", 1_000, 60)])
            replacement["tenders"] = [Self.card(amount)]
            return TestChain.event(
                "receipt.corrected.v1",
                ["receipt": .string("S01-t1:\(receipt)"), "revision": .int(revision), "replacement": replacement],
                store: "S01", writer: "office-S01", sequence: number, at: "2026-03-02T10:00:00Z")
        }
        try desk.post(Self.receipt(7, tender: Self.card(60)))
        try eventually("it is taken") { try state(desk)?.balance == 40 }
        try desk.post(corrected(1, revision: 2, 45, receipt: 7))
        try eventually("15 come back") { try state(desk)?.balance == 55 }
        try desk.post(corrected(2, revision: 1, 1, receipt: 7))
        try desk.post(corrected(3, revision: 3, 50, receipt: 7))
        try eventually("5 more are taken, for the highest revision") { try state(desk)?.balance == 50 }
        // A correction before its receipt.
        try desk.post(corrected(4, revision: 1, 20, receipt: 8))
        try eventually("the replacement is taken") { try state(desk)?.balance == 30 }
        try desk.post(Self.receipt(8, tender: Self.card(30)))
        try desk.post(Self.receipt(9, tender: Self.card(5)))
        try eventually("the next is taken, and the one that was corrected is not") { try state(desk)?.balance == 25 }
    }

    @Test func `a hold that ends by itself gives its goods back, once`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "stores/S01", ["zone": "Asia/Tbilisi", "currency": "GEL"])
        try desk.list("p", price: 100)
        let lines: JSON = [["line": 1, "product": "p", "quantity": 5_000, "gross": 500]]
        for order in ["a", "b"] {
            try desk.command("PUT", "stores/S01/orders/\(order)", ["currency": "GEL", "gross": 500, "lines": lines])
        }
        let goods: JSON = [["line": 1, "product": "p", "quantity": 5_000]]
        let soon = Instant(milliseconds: Instant.now.milliseconds + 300).description
        try desk.command(
            "POST", "stores/S01/orders/a/reservations", ["lines": goods, "until": .string(soon)], onHand: 5_000)
        #expect(throws: Refusal.self) {
            try desk.command("POST", "stores/S01/orders/b/reservations", ["lines": goods], onHand: 5_000)
        }
        func held(_ order: String) throws -> Int64? {
            try desk.office.read { try StreamTable.peek($0, OrderDecider.self, order)?.state.lines[1]?.held }
        }
        try eventually("it is free again") { try held("a") == 0 }
        try desk.command("POST", "stores/S01/orders/b/reservations", ["lines": goods], onHand: 5_000)
        #expect(try held("b") == 5_000)
        func released() throws -> Int {
            try desk.folded().count { if case .orderReleased = $0.fact { true } else { false } }
        }
        try eventually("it is said") { try released() == 1 }
    }

    /// What an import says of an order of its own.
    private static func order(
        _ order: String, product: String?, from number: Int64, until: Instant, store: String? = "S01"
    ) -> [[UInt8]] {
        var line: JSON = ["line": 1, "quantity": 1_000]
        if let product { line["product"] = .string(product) }
        var ordered = line
        ordered["gross"] = 100
        let placed: JSON = ["order": .string(order), "currency": "GEL", "gross": 100, "lines": [ordered]]
        let reserved: JSON = ["order": .string(order), "until": .string(until.description), "lines": [line]]
        return [("order.placed.v1", placed), ("order.reserved.v1", reserved)].enumerated().map { place, said in
            TestChain.event(
                said.0, said.1, store: store, writer: store == nil ? "import.c" : "import",
                sequence: number + Int64(place),
                at: "2026-03-02T09:00:00Z")
        }
    }

    private func refused(_ desk: Desk) throws -> [String] {
        try desk.office.read { connection in
            try connection.query("SELECT writer, writerseq, type, rule FROM davtari.reaction_refused ORDER BY 1, 2").map
            {
                "\(try $0.text(0)):\(try $0.int64(1)) \(try $0.text(2)) \(try $0.text(3))"
            }
        }
    }

    private func held(_ order: String, _ desk: Desk) throws -> Int64? {
        try desk.office.read { try StreamTable.peek($0, OrderDecider.self, order)?.state.lines[1]?.held }
    }

    @Test func `a hold that no release can be said of keeps back no other, is listed once and not asked for again`()
        throws
    {
        let desk = try Desk()
        desk.start()
        try issued(desk)
        let over = Instant(milliseconds: Instant.now.milliseconds - 1_000)
        // More than a batch of them, before the one that can be released by their ids.
        for number in Int64(0)..<60 {
            for bytes in Self.order("a\(100 + number)", product: nil, from: number * 2 + 1, until: over) {
                try desk.post(bytes)
            }
        }
        for bytes in Self.order("b", product: "p", from: 121, until: over) { try desk.post(bytes) }
        // In the chain's book it is nobody's order.
        for bytes in Self.order("c", product: "p", from: 1, until: over, store: nil) {
            _ = try desk.log.append(
                [NewRecord(key: "chain", bytes: bytes)], to: desk.log.identity.partition(of: .chain))
        }
        // Held of an order that nobody placed: there is nothing to release.
        try desk.post(Self.order("d", product: "p", from: 123, until: over)[1])
        try eventually("the other is free again") { try held("b", desk) == 0 }
        try eventually("those are listed") { try refused(desk).count == 61 }
        let listed = try refused(desk)
        #expect(listed.contains("import:2 order.reserved.v1 required"), "\(listed)")
        #expect(try refused(desk).contains("import.c:2 order.reserved.v1 store.unknown"))
        #expect(try held("a100", desk) == 1_000)
        try eventually("nobody asks for them") {
            try desk.office.read { connection in
                try connection.query(
                    "SELECT FROM davtari.stream WHERE kind = 'order' AND (state->>'expires')::int8 <= \(Instant.now.milliseconds)"
                ).isEmpty
            }
        }
        #expect(!desk.told.all.contains { $0.contains("required") }, "\(desk.told.all)")
    }

    @Test func `an order's goods are released beside a line of it that names none`() throws {
        let desk = try Desk()
        desk.start()
        try issued(desk)
        let over = Instant(milliseconds: Instant.now.milliseconds - 1_000)
        let lines: JSON = [["line": 1, "product": "p", "quantity": 1_000], ["line": 2, "quantity": 1_000]]
        for (number, said) in [
            ("order.placed.v1", ["order": "o", "currency": "GEL", "gross": 0, "lines": lines] as JSON),
            ("order.reserved.v1", ["order": "o", "until": .string(over.description), "lines": lines]),
        ].enumerated() {
            try desk.post(
                TestChain.event(
                    said.0, said.1, store: "S01", writer: "import", sequence: Int64(number + 1),
                    at: "2026-03-02T09:00:00Z"))
        }
        try eventually("the goods are free") { try held("o", desk) == 0 }
        try eventually("the rest is listed") { try refused(desk).map { $0.prefix(8) } == ["import:2"] }
    }

    @Test func `a card that cannot be taken from keeps back no other of its receipt`() throws {
        let desk = try Desk()
        desk.start()
        try issued(desk)
        try desk.command("PUT", "gift-cards/D", ["amount": 100, "currency": "USD"])
        var receipt = TestChain.receipt([("p", 1_000, 90)])
        receipt["currency"] = "USD"
        receipt["tenders"] = [
            Self.card(60), ["tender": 2, "kind": "giftCard", "amount": 30, "serial": "D"],
        ]
        try desk.post(
            TestChain.event(
                "receipt.completed.v1", receipt, store: "S01", writer: "S01-t1", sequence: 7, at: "2026-03-02T09:00:00Z"
            ))
        try eventually("the card of dollars paid") {
            try desk.office.read { try StreamTable.peek($0, GiftCardDecider.self, "D")?.state.balance == 70 }
        }
        #expect(try state(desk)?.balance == 100)
        #expect(try refused(desk) == ["S01-t1:7 receipt.completed.v1 giftCard.currency"])
    }

    @Test(.long)
    func `a decision that the log would not take is refused alone, and what else stands in its batch is followed`()
        throws
    {
        let desk = try Desk(partitions: 1)
        desk.start()
        try issued(desk)
        try desk.post(Self.order("big", product: "p", from: 1, until: .now)[0])
        // A handover of more goods and deposits than one fact has room for: its order and its receipt were each near the limit.
        let name = String(repeating: "x", count: 190)
        func wide(_ count: Int, _ one: (Int) -> JSON) -> JSON { .array((1...count).map(one)) }
        let lines = wide(3_000) { ["line": .int(Int64($0)), "product": .string(name), "quantity": 1, "gross": 0] }
        func say(_ type: String, _ data: JSON, _ writer: String, _ number: Int64) throws {
            try desk.post(
                TestChain.event(type, data, store: "S01", writer: writer, sequence: number, at: "2026-03-02T09:00:00Z"))
        }
        try say("order.placed.v1", ["order": "wide", "currency": "GEL", "gross": 0, "lines": lines], "import", 3)
        let deposits = (1...2_000).map { number in
            TestChain.event(
                "order.depositTaken.v1",
                [
                    "order": "wide", "deposit": .string("\(String(repeating: "d", count: 180))\(number)"), "amount": 10,
                    "currency": "GEL",
                ], store: "S01", writer: "import", sequence: Int64(number + 3), at: "2026-03-02T09:00:00Z")
        }
        _ = try desk.log.append(deposits.map { NewRecord(key: "S01", bytes: $0) }, to: 0)
        var receipt = TestChain.receipt([("p", 1_000, 60)])
        receipt["order"] = "wide"
        receipt["lines"] = [["line": 1, "kind": "sale", "product": .string(name), "quantity": 3_000, "gross": 60]]
        receipt["tenders"] = wide(2_000) { number in
            [
                "tender": .int(Int64(number)), "kind": "deposit", "amount": 10,
                "payment": .string("\(String(repeating: "d", count: 180))\(number)"),
            ]
        }
        try say("receipt.completed.v1", receipt, "S01-t1", 1)
        try say(
            "order.placed.v1", ["order": "next", "currency": "GEL", "gross": 0, "lines": .array([])], "import", 2_004)
        try eventually("the next is followed") {
            try desk.office.read { try StreamTable.peek($0, OrderDecider.self, "next")?.state.stage == .placed }
        }
        let refused = try refused(desk)
        #expect(refused == ["S01-t1:1 receipt.completed.v1 event.size"])
    }

    @Test func `a sold card is known, and a refund lies on it again`() throws {
        let desk = try Desk()
        desk.start()
        let sold: JSON = [["line": 1, "kind": "liability", "gross": 60, "serial": "G"]]
        try desk.post(Self.receipt(1, tender: ["tender": 1, "kind": "cash", "amount": 60], lines: sold))
        try eventually("it is issued") { try state(desk)?.balance == 60 }
        try desk.post(Self.receipt(2, tender: Self.card(-25)))
        try eventually("the refund is there") { try state(desk)?.balance == 85 }
    }

    @Test func `what a lost past has reacted to is not reacted to again`() throws {
        let desk = try Desk()
        desk.start()
        try issued(desk)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        let past = try desk.backup()
        desk.start()
        try desk.post(Self.receipt(7, tender: Self.card(60)))
        try eventually("it is taken") { try captures(desk).count == 1 }
        desk.open(past)
        #expect(try state(desk)?.balance == 100)
        desk.start()
        // A command waits until the log is followed.
        try desk.list("p", price: 1)
        #expect(try state(desk)?.balance == 40)
        try desk.post(Self.receipt(8, tender: Self.card(10)))
        try eventually("the next is taken") { try state(desk)?.balance == 30 }
        try eventually("it is said") { try captures(desk).count == 2 }
        #expect(try captures(desk).map(\.amount) == [60, 10])
    }

    @Test(arguments: Desk.Home.all, [true, false])
    func `a log that was made anew under its name is not followed on, and nothing is decided from it`(
        _ home: Desk.Home, _ isRunning: Bool
    ) throws {
        let desk = try Desk(home)
        desk.start()
        try issued(desk)
        for number in Int64(1)...5 { try desk.post(Self.receipt(number, tender: Self.card(10))) }
        try eventually("they are taken") { try state(desk)?.balance == 50 && desk.outboxCount() == 0 }
        let end = try desk.log.end()
        if !isRunning { desk.stop() }
        let anew = try desk.makeLogAnew()
        defer { anew.shutdown() }
        if home == .postgres, isRunning {
            try eventually("it is told") { desk.told.all.contains { $0.contains("went back") } }
        }
        // What was looked at a moment ago is not looked at again.
        if isRunning { Thread.sleep(forTimeInterval: 1.1) }
        // It reaches further than the old one did, with other facts.
        for partition in 0..<anew.identity.partitions {
            let records = (6...(end[partition] + 30)).map { number in
                NewRecord(key: "S01", bytes: Self.receipt(number + Int64(partition) * 1_000, tender: Self.card(1)))
            }
            _ = try anew.append(records, to: partition)
        }
        if !isRunning { desk.start() }
        try eventually("it is told") { desk.told.all.contains { $0.contains("went back") } }
        try eventually("nothing is decided any more, and the reason is told") {
            do { try desk.list("p", price: 1) } catch let error as OfficeError {
                return "\(error)".contains("went back")
            }
            return false
        }
        #expect(try state(desk)?.balance == 50)
        #expect(try desk.office.read { try $0.query("SELECT 1 FROM davtari.reaction_due").isEmpty })
    }

    @Test func `a database made anew over an old log knows what was decided`() throws {
        let desk = try Desk()
        desk.start()
        try issued(desk)
        try desk.post(Self.receipt(7, tender: Self.card(60)))
        try eventually("it is taken") { try captures(desk).count == 1 }
        try desk.openNew()
        desk.start()
        try desk.list("p", price: 1)
        #expect(try state(desk)?.balance == 40)
        #expect(try captures(desk).count == 1)
    }
}
