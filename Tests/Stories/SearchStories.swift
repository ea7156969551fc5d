import Foundation
import HTTP
import JSON
import Services
import TestSupport
import Testing

/// One search at the top of each page: whatever a text means, as far as its reader may see it.
@Suite struct `The search of everything` {
    let house: House
    let nino: Client

    init() throws {
        house = try House()
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        for store in ["S01", "S02"] {
            let shop: JSON = ["currency": "GEL", "zone": "Asia/Tbilisi", "name": ["en": .string("Shop \(store)")]]
            try #require(house.command("PUT", "stores/\(store)", shop).status == 201)
        }
        let milk: JSON = ["name": ["ka": "რძე", "en": "Milk 1 l"], "barcodes": ["4860001000012"]]
        try #require(house.command("PUT", "products/milk-1", milk).status == 201)
        let customer: JSON = ["name": "Tamar Tsereteli", "phone": "599123456", "cards": ["77001"]]
        try #require(house.command("PUT", "customers/c-1", customer).status == 201)
        let delivery: JSON = [
            "currency": "GEL", "document": "A-17",
            "lines": [["line": 1, "product": "milk-1", "quantity": 1_000, "cost": 100]],
        ]
        try #require(house.command("POST", "stores/S02/deliveries", delivery).status == 201)
        let order: JSON = [
            "currency": "GEL", "lines": [["line": 1, "product": "milk-1", "quantity": 1_000, "cost": 100]],
        ]
        try #require(house.command("PUT", "stores/S02/purchase-orders/u-7", order).status == 201)
        try #require(house.post([sale(1, "milk-1")]).status == 200)
        try #require(house.command("PUT", "employees/gia", ["name": "Gia", "stores": ["S01"]]).status == 201)
        try house.settle()
        try house.accounts.addUser(
            name: "gia", password: "gia-gia-gia", language: "en", roles: ["cashier"], employee: "gia")
        nino = try Visitor.signedIn("nino", "nino-nino", port: house.gateway.port)
    }

    private func found(_ text: String, by who: Client? = nil, language: String = "en") throws -> [String] {
        let page = try (who ?? nino).send("GET", "/search?lang=\(language)&q=\(percentEncode(text))")
        try #require(page.status == 200, "\(page.text.suffix(800))")
        let main = try #require(page.text.split(separator: "<main").last?.split(separator: "</main>").first)
        let sections = String(main).split(separator: "id=\"found-").dropFirst()
        return sections.flatMap { section in
            String(section).matches(of: /<li><a href="([^"]*)"/).map { String($0.output.1) }
        }
    }

    @Test func `finds whatever a text means`() throws {
        #expect(try found("milk") == ["/products/milk-1"])
        #expect(try found("რძე", language: "ka") == ["/products/milk-1"])
        #expect(try found("4860001000012") == ["/products/milk-1"])
        for text in ["tsereteli", "599123456", "77001"] { #expect(try found(text) == ["/customers/c-1"], "\(text)") }
        #expect(try found("S01-t1:1") == ["/receipts/S01-t1:1"])
        let delivery = try found("A-17")
        #expect(delivery.count == 1 && delivery[0].hasPrefix("/goods-documents/"))
        #expect(try found("u-7") == ["/purchase-orders/u-7"])
        #expect(try found("Shop S0") == ["/stores/S01", "/stores/S02"])
        #expect(try found("Price labels") == ["/price-labels"])
        let number = try #require(try house.get("/v1/receipts").rows.first?["number"]?.string)
        #expect(try found(number).contains("/receipts/S01-t1:1"))
        for text in ["", "m", "nothing of that kind", "%", "'", "\u{202E}", String(repeating: "x", count: 3_000)] {
            #expect(try found(text).isEmpty, "\(text)")
        }
        #expect(try nino.send("GET", "/search?lang=en&q=zzz").text.contains("Nothing was found for zzz"))
        #expect(try nino.send("GET", "/stock").text.contains("action=\"/search\""))
    }

    @Test func `shows nobody more than they may see`() throws {
        let gia = try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port)
        #expect(try found("milk", by: gia) == ["/products/milk-1"])
        for text in ["tsereteli", "599123456", "A-17", "u-7", "S01-t1:1"] {
            #expect(try found(text, by: gia).isEmpty, "\(text)")
        }
        #expect(try found("Shop S0", by: gia) == ["/stores/S01"])
        #expect(try found("Price changes", by: gia).isEmpty)
    }
}
