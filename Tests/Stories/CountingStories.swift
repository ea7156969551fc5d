import Events
import Foundation
import HTTP
import JSON
import Log
import Rules
import Services
import TestSupport
import Testing

/// A stocktake by several people: counted on phones, compared, counted again, let by somebody else, and only then a fact.
@Suite struct `Counting together` {
    let house: House
    /// Nino, the owner.
    let owner: FormReader
    /// Gia runs shop S01, up to 10 lari alone; Eka is its cashier.
    let manager: FormReader
    let cashier: FormReader

    init() throws {
        house = try House()
        owner = try FormReader(owner: house)
        for store in ["S01", "S02"] {
            try #require(
                house.command("PUT", "stores/\(store)", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
        }
        for (id, level) in [("milk", "Dairy"), ("cheese", "Dairy"), ("bread", "Bakery")] {
            let product: JSON = [
                "name": ["en": .string(id)], "unit": "C62", "hierarchy": ["Food", .string(level)],
                "barcodes": id == "milk" ? ["4860001000012"] : [],
            ]
            try #require(house.command("PUT", "products/\(id)", product).status == 201)
        }
        let delivery: JSON = [
            "currency": "GEL",
            "lines": [
                ["line": 1, "product": "milk", "quantity": 20_000, "cost": 4_000],
                ["line": 2, "product": "cheese", "quantity": 5_000, "cost": 5_000],
                ["line": 3, "product": "bread", "quantity": 7_000, "cost": 700],
            ],
        ]
        try #require(house.command("POST", "stores/S01/deliveries", delivery).status == 201)
        let role: JSON = [
            "name": ["en": "Runs a shop"], "reach": "own",
            "rights": ["stock.read", "cost.read", "catalogue.read", "goods.change"],
            "limits": [["right": "goods.change", "amount": 1_000, "currency": "GEL"]],
        ]
        try #require(house.command("PUT", "roles/runs", role).status == 201)
        for id in ["gia", "eka"] {
            try #require(
                house.command("PUT", "employees/\(id)", ["name": .string(id), "stores": ["S01"]]).status == 201)
        }
        try house.settle()
        manager = try FormReader(person: "gia", "runs", in: house)
        cashier = try FormReader(person: "eka", "cashier", in: house)
    }

    private func open(_ more: [String: String] = [:]) throws -> String {
        _ = try manager.done("counting-open", from: "/countings", ["store": "S01"].merging(more) { $1 })
        let list = try manager.page("/countings")
        return String(try #require(list.firstMatch(of: /href="(\/countings\/S01\/[^"]*)"/)).output.1)
    }

    private func count(_ product: String, _ quantity: String, at page: String, by who: FormReader, place: String = "")
        throws
    {
        _ = try who.done("counting-count", from: page, ["product": product, "quantity": quantity, "place": place])
    }

    private func onHand(_ product: String) throws -> Int64? {
        try house.settle()
        return try house.get("/v1/stock?store=S01&product=\(product)").rows.first?["quantity"]?.int
    }

    @Test func `two people count, large differences are counted again, and the owner lets it`() throws {
        let page = try open(["category": "Dairy", "recountAbove": "5.00"])
        try count("4860001000012", "8", at: page, by: manager, place: "shelf")
        try count("milk", "4", at: page, by: cashier, place: "cellar")
        // Who counts is not told what to find.
        #expect(try !cashier.page(page).contains(">20<"))
        #expect(try cashier.client.send("GET", "\(page)/comparison").status == 404)
        let compared = try manager.page("\(page)/comparison")
        #expect(
            compared.contains("to be counted again") && compared.contains("−8") && compared.contains("eka"),
            "\(compared)")
        #expect(compared.contains("cheese") && !compared.contains("bread"))
        let early = try manager.send("counting-record", from: "\(page)/comparison")
        #expect(early.status == 409 && early.text.contains("counted again first"), "\(early.text)")
        _ = try manager.done("counting-again", from: page, ["product": "milk", "quantity": "13"])
        // Eka counts on while Gia looks: what Gia has seen is not recorded unseen.
        let seen = try manager.fields("counting-record", of: manager.page("\(page)/comparison"))
        try count("cheese", "5", at: page, by: cashier)
        #expect(try manager.post("counting-record", seen).status == 409)
        // 7 of milk are missing, at 2.00 each.
        let asked = try manager.done("counting-record", from: "\(page)/comparison")
        #expect(asked.hasPrefix("/approvals/"), "\(asked)")
        #expect(try onHand("milk") == 20_000)
        _ = try owner.done("approval-grant", from: asked)
        #expect(try onHand("milk") == 13_000)
        #expect(try onHand("cheese") == 5_000)
        #expect(try onHand("bread") == 7_000)
        #expect(try manager.page(page).contains("recorded"))
        #expect(
            try cashier.post(
                "counting-count",
                [
                    "store": "S01", "counting": String(page.dropFirst("/countings/S01/".count)), "product": "milk",
                    "quantity": "1",
                ]
            ).status == 409)
        try house.expectSameFromZero()
    }

    @Test func `what nobody counted is there unless it is said not to be`() throws {
        let page = try open()
        try count("milk", "20", at: page, by: cashier)
        #expect(try owner.page("\(page)/comparison").contains("Not counted by anybody"))
        _ = try owner.done("counting-record", from: "\(page)/comparison")
        #expect(try onHand("bread") == 7_000)
        let other = try open()
        try count("milk", "20", at: other, by: cashier)
        _ = try owner.done("counting-record", from: "\(other)/comparison", ["zero": "true"])
        #expect(try onHand("bread") == 0)
        #expect(try onHand("milk") == 20_000)
    }

    @Test func `one takes back one’s own entries alone, and a count can be dropped`() throws {
        let page = try open()
        try count("milk", "3", at: page, by: cashier)
        let own = try cashier.page(page)
        let entry = try cashier.fields("counting-take-back", of: own)
        #expect(try manager.post("counting-take-back", entry.merging(["key": "m"]) { $1 }).status == 404)
        _ = try cashier.done("counting-take-back", from: page)
        #expect(try manager.page("\(page)/comparison").contains("Nothing yet"))
        #expect(try cashier.post("counting-drop", ["store": "S01", "counting": entry["counting"] ?? ""]).status == 403)
        _ = try manager.done("counting-drop", from: "\(page)/comparison")
        #expect(try manager.page(page).contains("This count is over"))
        #expect(try onHand("milk") == 20_000)
        #expect(try manager.page("\(page)/sheet").contains("4860001000012"))
    }

    @Test func `what is sold between two counts is taken from what was counted by then`() {
        func entry(_ quantity: Int64, _ expected: Int64, again: Bool = false) -> Counting.Entry {
            Counting.Entry(
                number: 1, product: "milk", place: nil, quantity: quantity, isAgain: again, countedBy: "a",
                countedAt: Instant(milliseconds: 0), expected: expected)
        }
        // 12 on the shelf; 2 are sold; 8 in the cellar: 18 of the 18 that the books have by then.
        let sum = Counting.sums([entry(12_000, 20_000), entry(8_000, 18_000)])[0]
        #expect(sum.quantity == 18_000 && sum.difference == 0)
        let again = Counting.sums([entry(12_000, 20_000), entry(17_000, 18_000, again: true)])[0]
        #expect(again.quantity == 17_000 && again.isAgain)
        // More was sold than was counted by then.
        #expect(Counting.sums([entry(1_000, 20_000), entry(8_000, 18_000)])[0].quantity == 8_000)
    }
}
