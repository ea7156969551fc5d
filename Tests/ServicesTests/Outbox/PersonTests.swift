import Events
import Foundation
import JSON
import People
import TestSupport
import Testing

@testable import Services

@Suite struct `Limits and persons by command` {
    private let desk: Desk

    init() throws {
        desk = try Desk()
        desk.start()
    }

    private func rule(_ method: String, _ path: String, _ body: JSON) throws -> Refusal? {
        do { _ = try desk.command(method, path, body) } catch let refusal as Refusal { return refusal }
        return nil
    }

    private func registered(_ customers: String...) throws {
        for customer in customers { try desk.command("PUT", "customers/\(customer)", ["name": .string(customer)]) }
    }

    private func merge(_ one: String, _ other: String) throws {
        try desk.command("POST", "customers/\(one)/merges", ["with": .string(other)])
    }

    private func openShop() throws {
        try desk.command("PUT", "stores/S01", ["name": ["en": "One"], "currency": "GEL", "zone": "Asia/Tbilisi"])
    }

    @Test func `the points of a person's ids are one balance, until they are unmerged`() throws {
        try registered("a", "b")
        try desk.command("POST", "customers/a/points/earnings", ["points": 50])
        try desk.command("POST", "customers/b/points/earnings", ["points": 100])
        #expect(try rule("POST", "customers/a/points/burns", ["points": 150])?.rule == "points.balance")
        try merge("a", "b")
        #expect(try desk.command("POST", "customers/b/merges", ["with": "a"]).facts.isEmpty)
        let held = try desk.command("PUT", "customers/b/points/holds/h", ["points": 140])
        #expect(held.body["left"] == 10)
        #expect(held.body["expiresAt"]?.string.flatMap { Instant($0) } != nil)
        let burned = try desk.command("POST", "customers/a/points/burns", ["points": 10])
        #expect(burned.body["balance"] == 140)
        #expect(try desk.command("DELETE", "customers/a/points/holds/h", .object([])).body["left"] == 140)
        try desk.command("DELETE", "customers/b/merges/a", .object([]))
        #expect(try rule("DELETE", "customers/b/merges/a", .object([]))?.rule == "merge.none")
        #expect(try rule("POST", "customers/a/points/burns", ["points": 41])?.numbers.first?.value == 40)
    }

    @Test func `a credit limit holds for an entry that names no contract, and under every id of the person`() throws {
        try openShop()
        try registered("a", "b")
        try desk.command("PUT", "contracts/k", ["customer": "a", "currency": "GEL", "creditLimit": 500])
        let entry: JSON = ["kind": "invoice", "amount": 400, "currency": "GEL"]
        try desk.command("POST", "stores/S01/accounts/a/entries", entry)
        #expect(try rule("POST", "stores/S01/accounts/a/entries", entry)?.rule == "account.limit")
        // Nobody yet knows that b is a.
        try desk.command("POST", "stores/S01/accounts/b/entries", entry)
        try merge("b", "a")
        #expect(
            try rule("POST", "stores/S01/accounts/b/entries", ["kind": "invoice", "amount": 1, "currency": "GEL"])?.rule
                == "account.limit")
        var named = entry
        named["contract"] = "k"
        #expect(try rule("POST", "stores/S01/accounts/b/entries", named)?.rule == "account.limit")
        let paid = try desk.command("POST", "stores/S01/accounts/b/payments", ["amount": 800, "currency": "GEL"])
        #expect(paid.body["balance"] == 0)
    }

    @Test func `a coupon serves every id of its customer, and erasing one id erases the person`() throws {
        try registered("a", "b")
        try merge("a", "b")
        let effects: JSON = [["kind": "percent", "percent": 100_000]]
        try desk.command("PUT", "discount-rules/r", ["stage": "coupon", "mode": "compound", "effects": effects])
        try desk.command("PUT", "coupons/C", ["rule": "r", "customer": "b", "uses": 2])
        #expect(try desk.command("POST", "coupons/C/redemptions", ["customer": "a"]).body["left"] == 1)
        #expect(try rule("POST", "coupons/C/redemptions", ["customer": "z"])?.rule == "coupon.customer")
        let erased = try desk.command("DELETE", "customers/b", .object([]))
        #expect(erased.body["ids"] == ["a", "b"])
        for id in ["a", "b"] { #expect(try desk.office.read { try PersonVault($0).person(id) } == nil) }
    }

    @Test func `what dates into a closed period is refused, and a till's late receipt is not`() throws {
        try openShop()
        try desk.command("PUT", "products/p", ["name": ["en": "Milk"]])
        let line: JSON = [["line": 1, "product": "p", "quantity": 1_000, "cost": 100]]
        try desk.command("POST", "stores/S01/periods", ["through": "2026-03-31"])
        func delivery(_ day: String) -> JSON { ["currency": "GEL", "effectiveAt": .string(day), "lines": line] }
        let refused = try rule("POST", "stores/S01/deliveries", delivery("2026-03-31"))
        #expect(refused?.rule == "period.closed")
        // The shop's day, not Greenwich's.
        #expect(try rule("POST", "stores/S01/deliveries", delivery("2026-03-31T19:59:59Z"))?.rule == "period.closed")
        #expect(try rule("POST", "stores/S01/deliveries", delivery("2026-03-31T20:00:00Z")) == nil)
        let open = try desk.command(
            "POST", "stores/S01/deliveries", ["currency": "GEL", "delivery": "d", "lines": line])
        func costs(_ day: String?) -> JSON {
            var body: JSON = ["currency": "GEL", "lines": [["line": 1, "product": "p", "cost": 120]]]
            if let day { body["effectiveAt"] = .string(day) }
            return body
        }
        let corrections = "stores/S01/deliveries/\(open.body["delivery"]?.string ?? "")/cost-corrections"
        #expect(try rule("POST", corrections, costs("2026-03-30"))?.rule == "period.closed")
        #expect(try rule("POST", corrections, costs(nil)) == nil)
        let count: JSON = [["line": 1, "product": "p", "quantity": 1, "countedAt": "2026-03-01T10:00:00Z"]]
        #expect(try rule("POST", "stores/S01/stocktakes", ["lines": count])?.rule == "period.closed")
        try desk.command("PUT", "gift-cards/G", ["amount": 100, "currency": "GEL"])
        var data = TestChain.receipt([("p", 1_000, 60)])
        data["tenders"] = [["tender": 1, "kind": "giftCard", "amount": 60, "serial": "G"]]
        try desk.post(
            TestChain.event(
                "receipt.completed.v1", data, store: "S01", writer: "S01-t1", sequence: 7, at: "2026-03-02T09:00:00Z"))
        try eventually("the card has paid") {
            try desk.office.read { try StreamTable.peek($0, GiftCardDecider.self, "G")?.state.balance } == 40
        }
        let correction: JSON = ["reason": "r", "changes": ["customer": "c"]]
        #expect(
            try rule("POST", "stores/S01/receipts/S01-t1:7/corrections", correction)?.rule == "period.closed")
    }

    @Test func `a day ahead of today closes nothing ahead of today, though a fact says it`() throws {
        try openShop()
        try desk.command("PUT", "products/p", ["name": ["en": "Milk"]])
        try desk.post(
            TestChain.event(
                "period.closed.v1", ["through": "2099-12-31"], store: "S01", writer: "S01-office", sequence: 1,
                at: "2026-03-02T09:00:00Z"))
        try eventually("the books are closed") {
            try desk.office.read { try StreamTable.peek($0, StoreBooksDecider.self, "S01")?.state.closedThrough } != nil
        }
        let line: JSON = [["line": 1, "product": "p", "quantity": 1_000, "cost": 100]]
        func delivery(_ day: CalendarDay) -> JSON {
            ["currency": "GEL", "effectiveAt": .string(day.description), "lines": line]
        }
        let today = Zone("Asia/Tbilisi")!.day(of: .now)
        #expect(try rule("POST", "stores/S01/deliveries", delivery(today)) == nil)
        let past = try rule("POST", "stores/S01/deliveries", delivery(today.advanced(by: -1)))
        #expect(past?.rule == "period.closed")
        #expect(past?.numbers.first { $0.name == "firstOpen" }?.value == .string(today.description))
        #expect(try rule("POST", "stores/S01/periods", ["through": .string(today.description)])?.rule == "period.open")
        let policy: JSON = ["from": .string(today.description), "returnDays": 14]
        #expect(try rule("POST", "stores/S01/policies", policy) == nil)
    }

    @Test func `users' own fields are held to what they were defined as`() throws {
        for (field, type, isNeeded) in [("shelf", "integer", false), ("origin", "text", true)] {
            try desk.command(
                "PUT", "fields/\(field)",
                ["entity": "product", "type": .string(type), "required": .bool(isNeeded)])
        }
        func listed(_ product: String, _ fields: JSON) throws -> String? {
            try rule("PUT", "products/\(product)", ["name": ["en": "Milk"], "fields": fields])?.rule
        }
        #expect(try listed("p", ["shelf": "three", "origin": "x"]) == "field.type")
        #expect(try listed("p", ["colour": "red", "origin": "x"]) == "field.unknown")
        #expect(try listed("p", ["shelf": 3]) == "field.required")
        #expect(try listed("p", ["shelf": 3, "origin": "Kakheti"]) == nil)
        #expect(try rule("PATCH", "products/p", ["fields": ["origin": .null]])?.rule == "version.needed")
        do {
            _ = try desk.command("PATCH", "products/p", ["fields": ["origin": .null]], precondition: .exists)
            Issue.record("a field that must be there was taken away")
        } catch let refusal as Refusal { #expect(refusal.rule == "field.required") }
        try desk.command("PATCH", "products/p", ["fields": ["shelf": .null]], precondition: .exists)
        let state = try desk.office.read { try StreamTable.peek($0, ProductDecider.self, "p")?.state.latest }
        #expect(state?.circumstances.fields == ["origin": "Kakheti"])
    }

    @Test func `an id may hold a slash, and the same command in another order of members is the same`() throws {
        let effect = try desk.command("PUT", "products/a", ["name": ["en": "A"], "brand": "b"], key: "k")
        #expect(
            CommandBody(["name": ["en": "A"], "brand": "b"]).canonical
                == CommandBody(["brand": "b", "name": ["en": "A"]]).canonical)
        #expect(!effect.facts.isEmpty)
        // No address can carry dots alone.
        for id in [".", ".."] { #expect(!EntityID.isOne(id)) }
        for id in ["...", ".a", "a."] { #expect(EntityID.isOne(id)) }
        #expect(EntityID.isOne("a/b") && !EntityID.isOne("") && !EntityID.isOne(String(repeating: "a", count: 201)))
    }

    @Test func `a barcode is one product's, however many zeros stand in front`() throws {
        func list(_ product: String, _ code: String) throws -> Refusal? {
            try rule("PUT", "products/\(product)", ["name": ["en": "Milk"], "barcodes": [.string(code)]])
        }
        #expect(try list("p", "036000291452") == nil)
        let taken = try list("q", "0036000291452")
        #expect(taken?.rule == "barcode.taken")
        #expect(taken?.numbers.first { $0.name == "product" }?.value == "p")
        #expect(try list("q", "036000291453")?.rule == "barcode.checkDigit")
        #expect(try list("q", "4006381333931") == nil)
        try desk.command("PATCH", "products/p", ["barcodes": .null], precondition: .exists)
        #expect(try list("r", "036000291452") == nil)
    }
}
