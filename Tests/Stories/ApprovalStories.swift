import Events
import Foundation
import HTTP
import JSON
import Log
import Rules
import Services
import TestSupport
import Testing

/// What goes beyond somebody's limit waits for somebody who may go as far, and is decided with both names.
@Suite struct `What goes beyond a limit` {
    let house: House
    /// Nino, the owner.
    let owner: FormReader
    /// Gia, who writes off up to 20 lari, changes prices by a tenth and gives a fifth off.
    let manager: FormReader

    init() throws {
        house = try House()
        owner = try FormReader(owner: house)
        try #require(house.command("PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
        try #require(
            house.command("PUT", "products/milk", ["name": ["en": "Milk"], "unit": "C62"]).status == 201)
        let delivery: JSON = [
            "currency": "GEL", "lines": [["line": 1, "product": "milk", "quantity": 100_000, "cost": 20_000]],
        ]
        try #require(house.command("POST", "stores/S01/deliveries", delivery).status == 201)
        try #require(
            house.command(
                "PUT", "roles/careful",
                [
                    "name": ["en": "Careful"], "reach": "every",
                    "rights": ["*.read", "goods.change", "catalogue.change", "money.change"],
                    "limits": [
                        ["right": "goods.change", "amount": 2_000, "currency": "GEL"],
                        ["right": "catalogue.change", "percent": 200_000],
                        ["right": "money.change", "amount": 5_000, "currency": "GEL"],
                    ],
                ]
            ).status == 201)
        try house.settle()
        manager = try Self.person("gia", ["careful"], house)
    }

    private static func person(_ name: String, _ roles: [String], _ house: House) throws -> FormReader {
        try house.accounts.addUser(name: name, password: "gia-gia-gia", language: "en", roles: roles)
        return FormReader(house: house, client: try Visitor.signedIn(name, "gia-gia-gia", port: house.gateway.port))
    }

    private func writeOff(_ quantity: String, by who: FormReader) throws -> String {
        try who.done(
            "document-writeOff", from: "/goods-documents/new/writeOff",
            ["store": "S01", "kind": "damage", "lines-0-product": "milk", "lines-0-quantity": quantity])
    }

    private func onHand() throws -> Int64? {
        try house.settle()
        return try house.get("/v1/stock?store=S01&product=milk").rows.first?["quantity"]?.int
    }

    private func said(_ type: String) throws -> [Event] {
        try house.settle()
        return try (0..<house.log.identity.partitions).flatMap { partition in
            try house.log.read(partition, from: 0, limit: ReadLimit(records: 1_000)).compactMap { record in
                let event = try Event.read(record.bytes, with: JSONParser())
                return event.envelope.type == type ? event : nil
            }
        }
    }

    @Test func `a write-off is let by the owner, and its fact names both`() throws {
        #expect(try writeOff("10", by: manager).hasPrefix("/goods-documents/"))
        #expect(try onHand() == 90_000)
        let place = try writeOff("11", by: manager)
        #expect(place.hasPrefix("/approvals/"))
        #expect(try onHand() == 90_000)
        let own = try manager.page(place)
        #expect(own.contains("Sent for approval") && own.contains("22.00") && own.contains("20.00"), "\(own)")
        #expect(!own.contains("/forms/approval-grant") && own.contains("/forms/approval-withdraw"))
        let home = try owner.page("/approvals")
        #expect(home.contains("href=\"\(place)\"") && home.contains("menu-count"))
        #expect(try owner.page("/").contains("wait for your approval"))
        let card = try owner.page(place)
        #expect(card.contains("Goods written off") && card.contains("Milk") && card.contains("gia"), "\(card)")
        #expect(try owner.done("approval-grant", from: place) == place)
        #expect(try onHand() == 79_000)
        let fact = try #require(try said("stock.writtenOff.v1").last?.fact.circumstances)
        #expect(fact.operator == "user:gia" && fact.approver == "user:nino")
        let asked = try #require(try said("approval.requested.v1").first)
        #expect(fact.causation == asked.id.description)
        let decided = try #require(try said("approval.decided.v1").first?.fact.circumstances)
        #expect(decided.operator == "user:nino")
        // Who asked is told once that it was decided.
        #expect(try manager.page("/suppliers").contains("of your requests were decided"))
        #expect(try manager.page("/approvals").contains("approved"))
        #expect(try !manager.page("/suppliers").contains("of your requests were decided"))
        #expect(try manager.page(place).contains("approved"))
        #expect(try !owner.page("/approvals").contains("menu-count"))
        // Once is enough.
        #expect(try owner.post("approval-grant", ["approval": String(place.dropFirst(11))]).status == 409)
        try house.expectSameFromZero()
    }

    @Test func `who asked is told why not, and may take back what waits`() throws {
        let place = try writeOff("50", by: manager)
        let id = String(place.dropFirst("/approvals/".count))
        #expect(try owner.post("approval-refuse", ["approval": id]).status == 422)
        _ = try owner.done("approval-refuse", from: place, ["reason": "count it first"])
        let told = try manager.page(place)
        #expect(told.contains("count it first") && told.contains("refused"))
        let other = try writeOff("60", by: manager)
        _ = try manager.done("approval-withdraw", from: other)
        #expect(try owner.page("/approvals").contains("Nothing waits for you"))
        #expect(try onHand() == 100_000)
        let late = String(other.dropFirst("/approvals/".count))
        #expect(try owner.post("approval-grant", ["approval": late]).status == 409)
    }

    @Test func `nobody decides on what they ask for, nor beyond their own limit`() throws {
        let other = try Self.person("dato", ["careful"], house)
        let cashier = try Self.person("eka", ["cashier"], house)
        let place = try writeOff("50", by: manager)
        let id = String(place.dropFirst("/approvals/".count))
        for who in [manager, other, cashier] {
            let answer = try who.post("approval-grant", ["approval": id])
            #expect([403, 404].contains(answer.status), "\(answer.status)")
            #expect(try !who.page("/approvals").contains("menu-count"))
        }
        #expect(try other.client.send("GET", place).status == 404)
        // A program is no person.
        #expect(try house.command("POST", "approvals/\(id)/grant", .object([])).status == 403)
        #expect(try onHand() == 100_000)
    }

    @Test func `what is let is decided by what is so by then`() throws {
        let rule: [String: String] = [
            "code": "half", "name-en": "Half", "stage": "customer", "mode": "bestPrice", "effects-0-kind": "percent",
            "effects-0-percent": "50", "key": "1",
        ]
        let first = try manager.done("new-discountRule", from: "/discount-rules/new", rule)
        #expect(first.hasPrefix("/approvals/"))
        // Sent again, it is the same request.
        #expect(try manager.done("new-discountRule", from: "/discount-rules/new", rule) == first)
        #expect(try said("approval.requested.v1").count == 1)
        let within = rule.merging(["effects-0-percent": "20", "code": "fifth", "key": "2"]) { $1 }
        #expect(try manager.done("new-discountRule", from: "/discount-rules/new", within) == "/discount-rules/fifth")
        // Somebody else has made it meanwhile.
        _ = try owner.done(
            "new-discountRule", from: "/discount-rules/new",
            rule.merging(["key": "3", "effects-0-percent": "5"]) { $1 })
        let id = String(first.dropFirst("/approvals/".count))
        let late = try owner.post("approval-grant", ["approval": id])
        #expect(late.status == 412 || late.status == 428, "\(late.status) \(late.text)")
        #expect(try owner.page("/approvals").contains("menu-count"))
    }

    @Test func `prices, gift cards and refunds are measured too`() throws {
        func price(_ code: String, _ amount: String) throws -> String {
            try manager.done(
                "new-price", from: "/prices/new",
                ["code": code, "key": "\(code)\(amount)", "product": "milk", "currency": "GEL", "amount": amount])
        }
        // Nobody can say by how much the first one differs.
        #expect(try price("p1", "10").hasPrefix("/approvals/"))
        _ = try owner.done(
            "new-price", from: "/prices/new",
            ["code": "p1", "key": "o", "product": "milk", "currency": "GEL", "amount": "10"])
        #expect(try price("p2", "12") == "/prices/p2")
        #expect(try price("p3", "7.99").hasPrefix("/approvals/"))
        func card(_ serial: String, _ amount: String) throws -> String {
            try manager.done(
                "new-giftCard", from: "/gift-cards/new",
                ["code": serial, "key": serial, "amount": amount, "currency": "GEL"])
        }
        #expect(try card("g-1", "50") == "/gift-cards/g-1")
        #expect(try card("g-2", "50.01").hasPrefix("/approvals/"))
        #expect(try house.get("/v1/gift-cards").rows.count == 1)
    }

    @Test func `a request that nobody decides on is over after 14 days`() throws {
        var asked = ApprovalRequested()
        (asked.approval, asked.until) = ("a", "2026-11-30T00:00:00.000Z")
        let state = ApprovalDecider.evolve(ApprovalDecider.initial, Services.Said(.approvalRequested(asked)))
        var decided = ApprovalDecided()
        (decided.approval, decided.decision) = ("a", "granted")
        let end = try #require(Instant(asked.until))
        #expect(state.isOpen(at: Instant(milliseconds: end.milliseconds - 1)) && !state.isOpen(at: end))
        let refusal = #expect(throws: Refusal.self) {
            try ApprovalDecider.decide(.decide(decided, now: end), state)
        }
        #expect(refusal?.rule == "approval.over")
    }

    @Test func `who is limited gives nobody leave to go further`() throws {
        let limited = try Self.person("levan", ["careful", "keeper"], house, defining: "keeper")
        let role: [String: String] = ["code": "free", "name-en": "Free", "rights": "goods.change", "key": "1"]
        let refused = try limited.send("new-role", from: "/roles/new", role)
        #expect(refused.status == 403 || refused.status == 422, "\(refused.status)")
        let within = role.merging(
            [
                "limits-0-right": "goods.change", "limits-0-amount": "20", "limits-0-currency": "GEL", "code": "tight",
                "key": "2",
            ]
        ) { $1 }
        #expect(try limited.done("new-role", from: "/roles/new", within) == "/roles/tight")
    }

    private static func person(
        _ name: String, _ roles: [String], _ house: House, defining role: String
    ) throws -> FormReader {
        let keeper: JSON = ["name": ["en": "Keeper"], "rights": ["staff.change", "books.read"]]
        try #require(house.command("PUT", "roles/\(role)", keeper).status == 201)
        return try person(name, roles, house)
    }
}
