import Foundation
import Gateway
import HTTP
import JSON
import Rules
import Services
import TestSupport
import Testing

/// The worked cases of rights by their numbers, as far as there is what they speak of; 127 stands with the roles.
@Suite(.long) struct `Worked cases of rights` {
    private let house: House

    init() throws {
        house = try House()
        try CanaryChain.fill(house)
    }

    private func token(_ scopes: Set<Scope> = Set(Scope.allCases), stores: [String] = []) throws -> String {
        try house.accounts.createToken(
            kind: .api, name: "client", stores: stores, writers: [], scopes: scopes.map(\.rawValue))
    }

    /// VECTORS K 128.
    @Test func `who sees one shop is given its rows, sums, counts, books and file, and no other's`() throws {
        let one = try token(stores: ["S01"])
        let sums = try house.get("/v1/margins?group=store&totals=true", token: one)
        #expect(sums.rows.map { $0["store"] } == ["S01"], "\(sums.text)")
        #expect(sums.rows.first?["gross"] == sums.json["totals"]?["gross"])
        let days = try house.get("/v1/margins", token: one)
        #expect(days.rows.count == 1 && days.rows.first?["gross"] == sums.rows.first?["gross"])
        let receipts = try house.get("/v1/receipts?totals=true", token: one)
        #expect(receipts.rows.allSatisfy { $0["store"] == "S01" } && receipts.rows.count == 4)
        let books = receipts.json["incomplete"]?["books"]?.array ?? []
        #expect(books.map { $0["writer"] } == ["S01-t1"] && receipts.json["incomplete"]?["total"] == 1)
        let file = try house.get("/v1/receipts?format=csv", token: one).text
        #expect(file.contains("S01-t1:1") && !file.contains("S02"))
        // What is the chain's is none of its shops': cards, and customers who bought elsewhere.
        #expect(try !house.get("/v1/card_troubles").rows.isEmpty)
        #expect(try house.get("/v1/card_troubles", token: one).rows.isEmpty)
        let stranger = try house.get("/v1/customers/canary-elsewhere/history", token: one)
        let nobody = try house.get("/v1/customers/nobody-at-all/history", token: one)
        #expect(stranger.status == 404 && nobody.status == 404 && stranger.text == nobody.text)
        #expect(try house.get("/v1/customers/canary-customer/history", token: one).status == 200)
    }

    /// VECTORS K 129, but for what there is not yet: XLSX and templates.
    @Test func `who does not see cost finds none in a file, a receipt or its fact, and is given no whole fact`() throws
    {
        let all = try token()
        let plain = try token(Set(Scope.allCases).subtracting([.cost]))
        for path in [
            "stock?format=csv", "stock?format=sheet", "receipts/S01-t1:1", "customers/canary-customer/history",
            "stock/movements?store=S01&product=p&format=csv", "stores/S01/purchase-orders/u", "products/q",
        ] {
            let (seen, hidden) = try (house.get("/v1/\(path)", token: all), house.get("/v1/\(path)", token: plain))
            #expect(seen.status == 200 && CanaryChain.Canary.cost.sign(in: seen.body) != nil, "\(path): \(seen.text)")
            #expect(
                hidden.status == 200 && CanaryChain.Canary.cost.sign(in: hidden.body) == nil, "\(path): \(hidden.text)")
        }
        let fact = try house.get("/v1/receipts/S01-t1:1/event", token: plain)
        #expect(fact.status == 200 && CanaryChain.Canary.cost.sign(in: fact.body) == nil)
        #expect(try house.get("/v1/events/office:1", token: plain).status == 403)
        // What stands in quarantine, and what is said of facts that are wrong, is as whole as they are.
        for path in ["quarantine?fields=kept", "suspect_facts?fields=faults", "unreadable?fields=faults"] {
            #expect(try house.get("/v1/\(path)", token: plain).status == 403, "\(path)")
            #expect(try house.get("/v1/\(path)", token: all).status == 200, "\(path)")
        }
    }

    /// VECTORS K 130, for what is out of sight today: the chain's things to who sees some shops.
    @Test func `what is out of sight answers as an id that there is not`() throws {
        let one = try token(stores: ["S01"])
        for path in [
            "documents", "contracts", "reminders", "coupons", "gift-cards", "employees", "suppliers", "customers",
            "stores/S02/orders", "stores/S02/purchase-orders", "stores/S02/payments", "receipts", "events",
        ] {
            let there =
                [
                    "documents": "o", "contracts": "k", "reminders": "m", "coupons": "c", "gift-cards": "G",
                    "suppliers": "s", "customers": "canary-elsewhere", "stores/S02/orders": "w",
                    "stores/S02/purchase-orders": "v", "stores/S02/payments": "w-paid", "receipts": "S02-t1:1",
                    "events": "S02-t1:1",
                ][path] ?? "e"
            let hidden = try house.get("/v1/\(path)/\(there)", token: one)
            let missing = try house.get("/v1/\(path)/\(there.contains(":") ? "S09-t1:1" : "none-such")", token: one)
            #expect(hidden.status == 404 && missing.status == 404, "\(path): \(hidden.text)")
            #expect(hidden.text == missing.text, "\(path)")
        }
    }

    /// A page's list that its reader may not see is not on it, and alone it is forbidden.
    @Test func `the page of completeness shows of facts and money only what its reader may see`() throws {
        for role in DeliveredRole.allCases where role.rights.holds(.read(.books)) && role.reach == .every {
            let who = try Reader(name: "\(role)", who: .person(role)).enter(house)
            let page = try who.send("GET", "/completeness?lang=en")
            #expect(page.status == 200 && page.text.contains("id=\"books\""))
            let isWhole = role.rights.holds(.read(.cost)) && role.rights.holds(.read(.personal))
            let lists: [(String, Bool)] = [
                ("suspects", isWhole && role.rights.holds(.read(.sales))), ("suspect-facts", isWhole),
                ("unreadable", isWhole), ("refused", isWhole), ("cards", role.rights.holds(.read(.money))),
                ("tenders", role.rights.holds(.read(.money))), ("unapplied", true),
            ]
            for (list, isShown) in lists {
                #expect(page.text.contains("id=\"\(list)\"") == isShown, "\(role) \(list)")
                let alone = try who.send("GET", "/completeness?list=\(list)&lang=en")
                #expect(alone.status == (isShown ? 200 : 403), "\(role) \(list)")
            }
            #expect(try who.send("GET", "/quarantine").status == (isWhole ? 200 : 403), "\(role)")
        }
    }
}
