import Events
import Foundation
import JSON
import Log
import Postgres
import TestSupport
import Testing

/// What a shop does, from the till to the figures.
@Suite struct `Receipts, corrections and returns` {
    let house: House

    init() throws { house = try House() }

    private func margins(_ query: String = "") throws -> JSON {
        try house.settle()
        return try house.get("/v1/margins\(query)").rows.first ?? .null
    }

    private func stock(_ store: String = "S01") throws -> [JSON?] {
        try house.settle()
        let row = try house.get("/v1/stock?store=\(store)").rows.first
        return [row?["quantity"], row?["value"]]
    }

    private func receive(_ quantity: Int64, _ cost: Int64, store: String = "S01", number: Int64) throws {
        try house.say(
            "goods.received.v1", TestChain.delivery([("p", quantity, cost)]), store: store, number: number,
            writer: store == "S01" ? "office" : "office-2")
    }

    private func correct(_ receipt: String, _ revision: Int64, _ gross: Int64, number: Int64) throws {
        try house.say(
            "receipt.corrected.v1",
            [
                "receipt": .string(receipt), "revision": .int(revision),
                "replacement": TestChain.receipt([("p", 1_000, gross)], day: "2026-03-02"),
            ], store: "S01", number: number, at: "2026-03-03T09:00:00Z")
    }

    private func returned(_ number: Int64, of receipt: String, _ quantity: Int64, store: String = "S01") -> [UInt8] {
        let data = TestChain.receipt([("p", -quantity, -quantity / 4)], day: "2026-03-04", original: (receipt, 1))
        return TestChain.event(
            "receipt.completed.v1", data, store: store, writer: store == "S01" ? House.writer : "office-2",
            sequence: number, at: "2026-03-04T09:00:00Z")
    }

    @Test func `a suspect receipt moves goods, its money stands apart, and a correction heals it`() throws {
        try receive(10_000, 1_000, number: 1)
        var broken = TestChain.receipt([("p", 1_000, 300)], day: "2026-03-02")
        broken["gross"] = 500
        let event = TestChain.event(
            "receipt.completed.v1", broken, store: "S01", writer: "S01-t1", sequence: 1, at: "2026-03-02T09:00:00Z")
        let answer = try house.post([event])
        #expect(answer.events("status") == ["suspect"])
        let rules = answer.json["events"]?.array?[0]["faults"]?.array?.compactMap { $0["rule"]?.string } ?? []
        #expect(rules.contains("sum.gross"))
        #expect(try stock() == [9_000, 900])
        #expect(try margins()["revenue"]?.int ?? 0 == 0)
        #expect(try house.get("/v1/receipts").rows.map { $0["status"] } == ["suspect"])
        try correct("S01-t1:1", 1, 300, number: 2)
        #expect(try margins()["revenue"] == 300)
        #expect(try margins()["cost"] == 100)
        #expect(try stock() == [9_000, 900])
        #expect(try house.get("/v1/receipts").rows.map { $0["status"] } == ["counted"])
    }

    @Test func `a correction may come before its original, and the highest revision counts`() throws {
        try correct("S01-t1:1", 2, 700, number: 1)
        try correct("S01-t1:1", 1, 500, number: 2)
        let before = try margins()
        #expect(before["receipts"]?.int ?? 0 == 0, "\(before.text)")
        try #require(house.post([sale(1, gross: 300)]).status == 200)
        #expect(try margins()["revenue"] == 700)
        try correct("S01-t1:1", 3, 900, number: 3)
        #expect(try margins()["revenue"] == 900)
        #expect(try margins()["receipts"] == 1)
        #expect(try house.get("/v1/receipts/S01-t1:1").json["receipt"]?["revision"] == 3)
    }

    @Test func `training counts nowhere`() throws {
        try receive(10_000, 1_000, number: 1)
        var training = TestChain.receipt([("p", 1_000, 300)], customer: "c")
        training["training"] = true
        let event = TestChain.event(
            "receipt.completed.v1", training, store: "S01", writer: "S01-t1", sequence: 1, at: "2026-03-02T09:00:00Z")
        #expect(try house.post([event]).events("status") == ["accepted"])
        #expect(try stock() == [10_000, 1_000])
        #expect(try margins()["receipts"]?.int ?? 0 == 0)
        #expect(try margins("?group=product") == .null)
        #expect(try house.get("/v1/customers").rows.isEmpty)
        #expect(try house.get("/v1/completeness?writer=S01-t1").rows[0]["complete_through"] == 1)
    }

    @Test func `a return brings back its sale's cost: same store, another store, before its sale`() throws {
        try receive(10_000, 1_001, number: 1)
        try receive(10_000, 9_000, store: "S02", number: 1)
        let first = sale(1, quantity: 3_000, gross: 900)
        try #require(house.post([first]).status == 200)
        try #require(house.post([returned(2, of: "S01-t1:1", 3_000)]).status == 200)
        #expect(try stock() == [10_000, 1_001])
        #expect(try margins()["cost"] == 0)
        // Before its sale: at the average, until the sale is known.
        try #require(house.post([returned(4, of: "S01-t1:3", 1_000)]).status == 200)
        try #require(house.post([sale(3, quantity: 1_000, gross: 300)]).status == 200)
        #expect(try stock() == [10_000, 1_001])
        #expect(try margins()["cost"] == 0)
        // In another store at the cost of the store that sold it.
        try #require(house.post([sale(5, quantity: 10_000, gross: 300)]).status == 200)
        let elsewhere = returned(2, of: "S01-t1:5", 10_000, store: "S02")
        try #require(house.post([elsewhere], store: "S02", writer: "office-2").status == 200)
        #expect(try stock() == [0, 0])
        #expect(try stock("S02") == [20_000, 10_001])
        #expect(try margins()["cost"] == 0)
    }

    @Test func `a default cost that is told late changes what was guessed`() throws {
        try #require(house.post([sale(1, quantity: 2_000)]).status == 200)
        #expect(try margins()["cost"] == 0)
        #expect(try house.get("/v1/stock").rows[0]["is_guess"] == true)
        try house.say(
            "product.changed.v1", ["product": "p", "defaultCost": ["amount": 120, "per": 1_000]], number: 1,
            at: "2026-03-05T00:00:00Z")
        #expect(try margins()["cost"] == 240)
        #expect(try margins()["cost_booked"] == 0)
        try receive(2_000, 500, number: 2)
        #expect(try margins()["cost"] == 500)
        #expect(try stock() == [0, 0])
    }
}
