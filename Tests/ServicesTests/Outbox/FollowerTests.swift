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
