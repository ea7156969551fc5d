import Foundation
import HTTP
import JSON
import Rules
import Services
import TestSupport
import Testing

/// Prices that are 5 % higher in three shops from a day on: looked at, changed, let by somebody else, labelled and undone.
@Suite struct `Many prices at once` {
    let house: House
    let owner: FormReader

    private static let shops = ["S01", "S02", "S03", "S04"]
    private static let day = "2030-01-07"

    init() throws {
        house = try House()
        owner = try FormReader(owner: house)
        for shop in Self.shops {
            let store: JSON = ["currency": "GEL", "zone": "Asia/Tbilisi", "name": ["en": .string("Shop \(shop)")]]
            try #require(house.command("PUT", "stores/\(shop)", store).status == 201)
        }
        for (id, level, list) in [("milk", "Dairy", 320), ("cheese", "Dairy", 1_250), ("bread", "Bakery", 100)] {
            let product: JSON = [
                "name": ["en": .string(id)], "unit": "C62", "hierarchy": ["Food", .string(level)],
                "listPrice": ["amount": .int(Int64(list)), "per": 1_000],
                "barcodes": id == "milk" ? ["4860001000012"] : [],
            ]
            try #require(house.command("PUT", "products/\(id)", product).status == 201)
        }
        try price("milk-s1", "milk", 400, ["S01"])
        let delivery: JSON = [
            "currency": "GEL", "lines": [["line": 1, "product": "cheese", "quantity": 1_000, "cost": 1_300]],
        ]
        try #require(house.command("POST", "stores/S01/deliveries", delivery).status == 201)
        try house.settle()
    }

    private func price(_ id: String, _ product: String, _ amount: Int64, _ stores: [String]) throws {
        let body: JSON = [
            "product": .string(product), "currency": "GEL", "amount": ["amount": .int(amount), "per": 1_000],
            "stores": .array(stores.map { .string($0) }),
        ]
        try #require(house.command("PUT", "prices/\(id)", body).status == 201)
    }

    private static func asking(_ percent: String, _ more: String = "&stores=S01&stores=S02&stores=S03") -> String {
        "/price-changes/new?percent=\(percent)&rounding=to5&day=\(day)\(more)"
    }

    /// What is paid on a day, by product and shops.
    private func paid(on day: String = day) throws -> [String] {
        try house.settle()
        return try house.rows("/v1/prices?as_of=\(day)&ended=false").map { row in
            "\(row["product"]?.string ?? "") \(row["stores"]?.text ?? "") \(row["amount_amount"]?.int ?? row["amount"]?["amount"]?.int ?? 0)"
        }.sorted()
    }

    @Test func `are looked at, changed from a day on, labelled, and undone as one`() throws {
        let before = (now: try paid(on: "2030-01-06"), then: try paid())
        let seen = try owner.page(Self.asking("5"))
        // Old and new, by shop; what would be sold below its cost is told.
        for text in ["Shop S01", "Shop S02, Shop S03", "₾4.00", "₾4.20", "₾3.20", "₾3.35", "₾12.50", "₾13.15", "₾1.05"]
        {
            #expect(seen.contains(text), "\(text): \(seen)")
        }
        #expect(!seen.contains("mark-bad"))
        #expect(try owner.page(Self.asking("1")).contains("mark-bad"), "cheese costs 13.00 and would be sold for 12.65")
        #expect(try paid() == before.then)

        let next = try owner.done("price-change", from: Self.asking("5"), ["reason": "the dairy did"])
        #expect(next == "/price-changes")
        #expect(try paid(on: "2030-01-06") == before.now)
        let after = try paid()
        #expect(after.count == before.then.count + 3, "\(after)")
        #expect(after.contains { $0.hasPrefix("milk") && $0.contains("S01") && $0.hasSuffix(" 420") }, "\(after)")
        #expect(after.contains { $0.hasPrefix("cheese") && $0.contains("S02") && $0.hasSuffix(" 1315") }, "\(after)")

        let list = try owner.page("/price-changes")
        let one = String(try #require(list.firstMatch(of: /href="(\/price-changes\/[0-9a-f]+)"/)).output.1)
        let card = try owner.page(one)
        #expect(card.contains("the dairy did") && card.contains("nino") && card.contains("₾13.15"), "\(card)")

        // In S04 nothing changes, so nothing is to be labelled.
        let labels = try owner.page("/price-labels?store=S02&day=\(Self.day)")
        #expect(labels.matches(of: /<li class="label">/).count == 3 && labels.contains("4860001000012"), "\(labels)")
        #expect(labels.contains("₾3.35") && labels.contains("<svg"))
        #expect(try owner.page("/price-labels?store=S04&day=\(Self.day)").contains("No price changes in this shop"))
        #expect(
            try owner.page("/price-labels?store=S04&day=\(Self.day)&products=4860001000012").contains("₾3.20"))

        // Somebody changes one of them since: that stays.
        let cheese = try #require(
            house.rows("/v1/prices?as_of=\(Self.day)&product=cheese&ended=false").first?["price"]?.string)
        let other: JSON = ["amount": ["amount": 1_400, "per": 1_000], "effectiveAt": .string(Self.day)]
        try #require(
            house.command("PATCH", "prices/\(cheese)", other, headers: [("If-Match", "*")]).status == 200)
        #expect(try owner.done("price-change-undo", from: one) == one)
        let undone = try paid()
        #expect(undone.contains { $0.hasPrefix("milk") && $0.hasSuffix(" 400") }, "\(undone)")
        #expect(undone.contains { $0.hasPrefix("cheese") && $0.hasSuffix(" 1400") }, "\(undone)")
        #expect(!undone.contains { $0.hasSuffix(" 335") || $0.hasSuffix(" 105") }, "\(undone)")
        #expect(try owner.page(one).contains("undone"))
        let again = try house.command("POST", "price-changes/\(one.split(separator: "/").last ?? "")/undo", [:])
        #expect(again.status == 409 && again.json["rule"] == "price.change.undone", "\(again.text)")
        try house.expectSameFromZero()
    }

    @Test func `of one category alone, in every shop, each price that there is`() throws {
        let asked: JSON = [
            "percent": -100_000, "rounding": "ends9", "category": "Dairy", "effectiveAt": .string(Self.day),
        ]
        let answer = try house.command("POST", "price-changes", asked)
        #expect(answer.status == 201 && answer.json["prices"] == 3, "\(answer.text)")
        let after = try paid()
        // 4.00, 3.20 and 12.50, a tenth less.
        for amount in [359, 289, 1_129] { #expect(after.contains { $0.hasSuffix(" \(amount)") }, "\(after)") }
        #expect(!after.contains { $0.hasPrefix("bread") })
        // The same again is another tenth.
        #expect(try house.command("POST", "price-changes", asked).status == 201)
        let again = try paid()
        #expect(again.contains { $0.hasPrefix("milk") && $0.hasSuffix(" 319") }, "\(again)")
    }

    @Test(
        arguments: [
            (["percent": 0], 422, "price.percent"), (["percent": 9_000_001], 422, "price.percent"),
            (["percent": 50_000, "rounding": "to3"], 422, "choice"),
            (["percent": 50_000, "brand": "none"], 409, "price.change.none"),
            (["percent": 50_000, "stores": ["S99"]], 404, "store.unknown"), (["rounding": "to1"], 422, "required"),
        ] as [(JSON, Int, String)])
    func `that nobody means are refused`(body: JSON, status: Int, rule: String) throws {
        let answer = try house.command("POST", "price-changes", body)
        let rules = [answer.json["rule"]?.string] + (answer.json["faults"]?.array ?? []).map { $0["rule"]?.string }
        #expect(answer.status >= 400 && answer.status < 500 && rules.contains(rule), "\(answer.text)")
        #expect(answer.status == status, "\(answer.text)")
    }

    @Test func `beyond somebody's limit wait for somebody else`() throws {
        let role: JSON = [
            "name": ["en": "Prices"], "reach": "every", "rights": ["catalogue.read", "catalogue.change"],
            "limits": [["right": "catalogue.change", "percent": 100_000]],
        ]
        try #require(house.command("PUT", "roles/prices", role).status == 201)
        try house.settle()
        try house.accounts.addUser(name: "gia", password: "gia-gia-gia", language: "en", roles: ["prices"])
        let gia = FormReader(
            house: house, client: try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port))
        // What things cost is not theirs to see.
        #expect(try !gia.page(Self.asking("5")).contains("Margin"))
        #expect(try gia.done("price-change", from: Self.asking("5", "&stores=S01")) == "/price-changes")
        let before = try paid()
        let asked = try gia.done("price-change", from: Self.asking("20", "&stores=S02"))
        #expect(asked.hasPrefix("/approvals/"), "\(asked)")
        #expect(try paid() == before)
        _ = try owner.done("approval-grant", from: asked)
        let after = try paid()
        #expect(after.contains { $0.hasPrefix("milk") && $0.hasSuffix(" 385") }, "\(after)")
    }
}
