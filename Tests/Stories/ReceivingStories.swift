import Foundation
import HTTP
import JSON
import Services
import TestSupport
import Testing

/// Receiving by who knows no costs: scanned in pieces and packs beside what was ordered or sent, recorded, and costed later by who does.
@Suite struct `Receiving goods line by line` {
    let house: House
    /// Nino, the owner.
    let owner: FormReader
    /// Gia runs shop S01 and sees no costs; Eka is its cashier.
    let manager: FormReader
    let cashier: FormReader

    init() throws {
        house = try House()
        owner = try FormReader(owner: house)
        for store in ["S01", "S02"] {
            try #require(
                house.command("PUT", "stores/\(store)", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
        }
        try #require(house.command("PUT", "suppliers/mill", ["name": ["en": "Mill"], "currency": "GEL"]).status == 201)
        let milk: JSON = [
            "name": ["en": "milk"], "unit": "C62", "barcodes": ["4860001000012"],
            "units": [
                ["unit": "case", "conversion": ["numerator": 12, "denominator": 1], "barcode": "14860001000019"]
            ],
        ]
        try #require(house.command("PUT", "products/milk", milk).status == 201)
        for id in ["bread", "jam"] {
            try #require(house.command("PUT", "products/\(id)", ["name": ["en": .string(id)]]).status == 201)
        }
        for id in ["gia", "eka"] {
            try #require(
                house.command("PUT", "employees/\(id)", ["name": .string(id), "stores": ["S01"]]).status == 201)
        }
        try house.settle()
        manager = try FormReader(person: "gia", "shop-manager", in: house)
        cashier = try FormReader(person: "eka", "cashier", in: house)
    }

    private func order() throws {
        let order: JSON = [
            "supplier": "mill", "currency": "GEL",
            "lines": [
                ["line": 1, "product": "milk", "quantity": 30_000, "cost": 6_000],
                ["line": 2, "product": "bread", "quantity": 5_000, "cost": 500],
            ],
        ]
        try #require(house.command("PUT", "stores/S01/purchase-orders/u1", order).status == 201)
        try house.settle()
    }

    private func take(_ code: String, _ quantity: String, at page: String, by who: FormReader) throws {
        _ = try who.done("receiving-take", from: page, ["code": code, "quantity": quantity])
    }

    private func stock(_ product: String, _ store: String = "S01") throws -> JSON {
        try house.settle()
        return try #require(house.get("/v1/stock?store=\(store)&product=\(product)").rows.first)
    }

    @Test func `a purchase order comes in packs and pieces; the owner tells later what it cost`() throws {
        try order()
        let page = try manager.done("receiving-order", from: "/purchase-orders/u1")
        #expect(page.hasPrefix("/receivings/S01/"))
        // Who begins once more goes on with the same.
        #expect(try manager.done("receiving-order", from: "/purchase-orders/u1") == page)
        try take("14860001000019", "2", at: page, by: cashier)
        try take("4860001000012", "4", at: page, by: manager)
        try take("jam", "1", at: page, by: cashier)
        try take("bread", "5", at: page, by: cashier)
        let shown = try manager.page(page)
        #expect(shown.contains("short: −2") && shown.contains("not expected") && shown.contains("complete"))
        let came = try manager.done("receiving-record", from: page, ["document": "A-7"])
        #expect(try manager.page(came).contains("This is recorded or dropped."))
        #expect(try stock("milk")["quantity"] == 28_000 && stock("milk")["value"] == 0)
        let row = try #require(try house.get("/v1/goods_documents?kind=delivery").rows.first)
        #expect(row["lacks_cost"] == true && row["number"] == "A-7" && row["purchase_order"] == "u1")
        #expect(row["supplier"] == "mill")
        let order = try #require(try house.get("/v1/purchases?purchase_order=u1&product=milk").rows.first)
        #expect(order["received"] == 28_000 && order["open"] == 2_000)

        let document = "/goods-documents/\(row["fact"]?.string ?? "")"
        #expect(try owner.page(document).contains("Some lines have no cost"))
        #expect(try !manager.page(document).contains("Some lines have no cost"))
        let correction = "document-delivery-correct"
        let fields = try owner.fields(correction, of: owner.page("\(document)/correct"))
        let costs = ["lines-0-cost": "56", "lines-1-cost": "5", "lines-2-cost": "2.50", "reason": "invoice"]
        let done = try owner.post(correction, fields.merging(costs) { $1 })
        #expect(done.status == 303, "\(done.text)")
        #expect(try stock("milk")["value"] == 5_600 && stock("jam")["value"] == 250)
        #expect(try house.get("/v1/goods_documents?lacks_cost=true").rows.isEmpty)
        try house.expectSameFromZero()
    }

    @Test func `a code that nobody knows is kept, and told before it is recorded`() throws {
        let page = try manager.done("receiving-open", from: "/receivings", ["store": "S01", "supplier": "mill"])
        try take("9999", "3", at: page, by: cashier)
        #expect(try manager.page(page).contains("unknown code"))
        let refused = try manager.send("receiving-record", from: page)
        #expect(refused.status == 409 && refused.text.contains("nobody knows what 9999 is"), "\(refused.text)")
        let honey: JSON = ["name": ["en": "honey"], "barcodes": ["9999"]]
        try #require(house.command("PUT", "products/honey", honey).status == 201)
        _ = try manager.done("receiving-record", from: page)
        #expect(try stock("honey")["quantity"] == 3_000)
        // What is over is over.
        let late = try manager.post(
            "receiving-take",
            ["store": "S01", "receiving": String(page.split(separator: "/")[2]), "code": "jam", "quantity": "1"])
        #expect(late.status == 409, "\(late.text)")
    }

    @Test func `one takes back what is one's own, and nothing ends over the head of who scans`() throws {
        let page = try manager.done("receiving-open", from: "/receivings", ["store": "S01"])
        try take("milk", "5", at: page, by: cashier)
        let seen = try manager.fields("receiving-record", of: manager.page(page))
        try take("milk", "1", at: page, by: cashier)
        let behind = try manager.post("receiving-record", seen)
        #expect(behind.status == 409 && behind.text.contains("somebody has scanned more since"))
        let back = try cashier.fields("receiving-take-back", of: cashier.page(page))
        #expect(try manager.post("receiving-take-back", back).status == 404)
        _ = try cashier.post("receiving-take-back", back)
        // The cashier ends nothing.
        #expect(try !cashier.page(page).contains("receiving-record"))
        _ = try manager.done("receiving-record", from: page)
        #expect(try stock("milk")["quantity"] == 5_000)
    }

    @Test func `a transfer arrives line by line, at what it was sent for; more than was sent is refused`() throws {
        let delivery: JSON = [
            "currency": "GEL", "lines": [["line": 1, "product": "milk", "quantity": 20_000, "cost": 4_000]],
        ]
        try #require(house.command("POST", "stores/S02/deliveries", delivery).status == 201)
        try house.settle()
        let sent: JSON = [
            "to": "S01",
            "lines": [
                ["line": 1, "product": "milk", "quantity": 6_000], ["line": 2, "product": "milk", "quantity": 4_000],
            ],
        ]
        try #require(house.command("PUT", "stores/S02/transfers/t1", sent).status == 201)
        try house.settle()
        let fact = try #require(try house.get("/v1/goods_documents?kind=transfer").rows.first?["fact"]?.string)
        let page = try manager.done("receiving-transfer", from: "/goods-documents/\(fact)")
        try take("4860001000012", "11", at: page, by: cashier)
        let over = try manager.send("receiving-record", from: page)
        #expect(over.status == 409 && over.text.contains("More came of something than was sent"), "\(over.text)")
        _ = try cashier.done("receiving-take-back", from: page)
        try take("4860001000012", "8", at: page, by: cashier)
        #expect(try manager.page(page).contains("short: −2"))
        _ = try manager.done("receiving-record", from: page)
        #expect(try stock("milk")["quantity"] == 8_000 && stock("milk")["value"] == 1_600)
        #expect(try house.get("/v1/transfers").rows.compactMap { $0["in_transit"]?.int }.reduce(0, +) == 2_000)
    }

    @Test func `nobody receives in another's shop, and each refusal says why`() throws {
        #expect(try manager.client.send("GET", "/receivings/S02/none").status == 404)
        let other = try manager.post("receiving-open", ["store": "S02", "key": "k"])
        #expect(other.status == 403)
        func refused(_ body: JSON) throws -> String? {
            try house.command("POST", "stores/S01/receivings", body).json["rule"]?.string
        }
        #expect(try refused(["purchaseOrder": "none"]) == "purchaseOrder.unknown")
        #expect(try refused(["transfer": "none"]) == "transfer.unknown")
        #expect(try refused(["transfer": "t", "purchaseOrder": "u"]) == "receiving.one")
        let made = try house.command("POST", "stores/S01/receivings", [:])
        let id = try #require(made.json["receiving"]?.string)
        let zero = try house.command("POST", "stores/S01/receivings/\(id)/entries", ["code": "milk", "quantity": 0])
        #expect(zero.json["rule"] == "quantity.positive")
        let empty = try house.command("POST", "stores/S01/receivings/\(id)/record", ["entries": 0])
        #expect(empty.json["rule"] == "receiving.empty")
        #expect(try house.command("DELETE", "stores/S01/receivings/\(id)", [:]).status == 200)
        #expect(try house.command("POST", "stores/S01/receivings/\(id)/record", ["entries": 0]).status == 409)
    }
}
