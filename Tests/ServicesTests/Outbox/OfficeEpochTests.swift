import Events
import JSON
import Log
import Postgres
import TestSupport
import Testing

@testable import Services

@Suite(.long) struct `Two databases on one log` {
    private static let capture: JSON = ["amount": 60, "currency": "GEL"]

    private func pay(_ desk: Desk, key: String? = nil) throws {
        try desk.command("POST", "gift-cards/G/captures", Self.capture, key: key)
    }

    private func captured(_ desk: Desk) throws -> Int {
        try desk.folded().count { if case .giftCardCaptured = $0.fact { true } else { false } }
    }

    private func refusal(_ desk: Desk) -> String? {
        do { try desk.list("x", price: 1) } catch { return "\(error)" }
        return nil
    }

    @Test(arguments: Desk.Home.all)
    func `take a gift card's money once: the last to start decides, the other says why not, until it is told to`(
        _ home: Desk.Home
    ) throws {
        let old = try Desk(home)
        old.start(owner: "old")
        try old.command("PUT", "gift-cards/G", ["amount": 100, "currency": "GEL"])
        try eventually("the outbox is empty") { try old.outboxCount() == 0 }
        let copy = try old.backup()
        old.start(owner: "old")
        try old.list("p", price: 1)
        #expect(try old.openings().map(\.epoch) == [1])

        let restored = try Desk(beside: old, copy)
        restored.start(owner: "restored")
        try pay(restored)
        #expect(throws: Refusal.self) { try pay(restored) }
        // It is the office now; the old one knows it, and does not take the money again.
        let error = #expect(throws: OfficeError.self) { try pay(old) }
        let reason = "\(error as (any Error)?)"
        #expect(reason.contains("restored") && reason.contains("davtari office take"), "\(reason)")
        try eventually("it is in the log") { try captured(old) == 1 }
        #expect(try old.openings().map(\.epoch) == [1, 2])
        // A start anew changes nothing.
        old.stop()
        old.start(owner: "old")
        #expect(refusal(old)?.contains("office take") == true)
        // Until somebody says so.
        try Office.take(Connection(old.conninfo))
        try eventually("the old one decides again") { refusal(old) == nil }
        try eventually("the other does not") { refusal(restored)?.contains("office take") == true }
        #expect(throws: Refusal.self) { try pay(old) }
        #expect(try captured(old) == 1)
        #expect(try old.openings().map(\.epoch) == [1, 2, 3])
        // Every number was given out once.
        #expect(
            Set(try old.records().map { "\($0.id) \($0.envelope.type)" }).count
                == Set(try old.records().map(\.id)).count)
    }

    @Test func `that claim at once agree on who is the office`() throws {
        let first = try Desk()
        let second = try Desk(beside: first, try PrivatePostgres.freshDatabase())
        first.start(owner: "first")
        second.start(owner: "second")
        let told = Heard()
        try atOnce(
            [first, second].map { desk in
                nonisolated(unsafe) let desk = desk
                return { if let why = refusal(desk) { told.add(why) } }
            })
        #expect(told.all.count <= 1)
        try eventually("one decides") { [first, second].filter { refusal($0) == nil }.count == 1 }
    }

    @Test func `react to a till's receipt once`() throws {
        let old = try Desk()
        old.start(owner: "old")
        try old.command("PUT", "gift-cards/G", ["amount": 100, "currency": "GEL"])
        try eventually("the outbox is empty") { try old.outboxCount() == 0 }
        let copy = try old.backup()
        old.start(owner: "old")
        let restored = try Desk(beside: old, copy)
        restored.start(owner: "restored")
        try eventually("it is the office") { refusal(restored) == nil }
        var receipt = TestChain.receipt([("p", 1_000, 60)])
        receipt["tenders"] = [["tender": 1, "kind": "giftCard", "amount": 60, "serial": "G"]]
        try old.post(
            TestChain.event(
                "receipt.completed.v1", receipt, store: "S01", writer: "S01-t1", sequence: 1, at: "2026-03-02T09:00:00Z"
            ))
        try eventually("it is taken") { try captured(old) == 1 }
        // The old one decides again, and finds that it was reacted to.
        try Office.take(Connection(old.conninfo))
        try eventually("the old one decides") { refusal(old) == nil }
        try old.list("y", price: 2)
        try eventually("all is said") { try old.outboxCount() == 0 }
        #expect(try captured(old) == 1)
    }

    @Test func `a start of Postgres is no other database, and what waited to be said is said`() throws {
        let desk = try Desk()
        desk.start()
        try desk.list("p", price: 1)
        try eventually("it is said") { try desk.outboxCount() == 0 }
        desk.stop()
        try desk.list("p", price: 2)
        #expect(try desk.outboxCount() == 1)
        // As after a start of the server: another life of the same database.
        try Connection(desk.conninfo).execute("UPDATE davtari.office_epoch SET own_life = 'before'")
        desk.start()
        try desk.list("p", price: 3)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        #expect(try desk.openings().map(\.epoch) == [1, 2])
        #expect(try desk.folded().count == 3)
        #expect(try desk.price("p") == 3)
    }
}
