import Foundation
import HTTP
import JSON
import Services
import TestSupport
import Testing

/// A product's page: where it lies, how it sells and for how much, as far as the reader may see.
@Suite struct `The page of a product` {
    let house: House

    init() throws {
        let house = try House()
        self.house = house
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        for store in ["S01", "S02"] {
            let shop: JSON = ["currency": "GEL", "zone": "Asia/Tbilisi", "name": ["en": .string("Shop \(store)")]]
            try #require(house.command("PUT", "stores/\(store)", shop).status == 201)
            let delivery: JSON = [
                "currency": "GEL",
                "lines": [["line": 1, "product": "milk", "quantity": store == "S01" ? 9_000 : 4_000, "cost": 1_300]],
            ]
            if store == "S01" {
                try #require(
                    house.command("PUT", "products/milk", ["name": ["en": "Milk"], "unit": "C62"]).status == 201)
            }
            try #require(house.command("POST", "stores/\(store)/deliveries", delivery).status == 201)
        }
        let price: JSON = [
            "product": "milk", "currency": "GEL", "amount": ["amount": 345, "per": 1_000], "stores": ["S02"],
        ]
        try #require(house.command("PUT", "prices/two", price).status == 201)
        let order: JSON = [
            "currency": "GEL", "gross": 345,
            "lines": [["line": 1, "kind": "sale", "product": "milk", "quantity": 1_000, "gross": 345]],
        ]
        try #require(house.command("PUT", "stores/S01/orders/o1", order).status == 201)
        let held: JSON = ["lines": [["line": 1, "product": "milk", "quantity": 1_000]]]
        try house.settle()
        let reserved = try house.command("POST", "stores/S01/orders/o1/reservations", held)
        try #require(reserved.status < 300, "\(reserved.text)")
        let today = String(ISO8601DateFormatter().string(from: .now).prefix(10))
        let data = TestChain.receipt([("milk", 2_000, 700)], day: today)
        let event = TestChain.event(
            "receipt.completed.v1", data, store: "S01", writer: "S01-t1", sequence: 1, at: "\(today)T00:00:01Z")
        try #require(house.post([event]).status == 200)
        try #require(house.command("PUT", "employees/gia", ["name": "Gia", "stores": ["S01"]]).status == 201)
        try house.settle()
        try house.accounts.addUser(
            name: "gia", password: "gia-gia-gia", language: "en", roles: ["shop-manager"], employee: "gia")
    }

    @Test func `tells where it lies, how it sells, and for how much`() throws {
        let nino = try Visitor.signedIn("nino", "nino-nino", port: house.gateway.port)
        let page = try nino.send("GET", "/products/milk?lang=en").text
        for text in [
            "Stock by shop", "Shop S01", "Shop S02", "Sales by month", "₾7.00", "₾3.45", "href=\"/stock/S01/milk\"",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        // Seven on hand, one of them reserved.
        let row = try #require(page.split(separator: "href=\"/stores/S01\"").last?.split(separator: "</tr>").first)
        let cells = String(row).matches(of: />([0-9]+)[^<]*</).map { String($0.output.1) }
        #expect(Array(cells.prefix(3)) == ["7", "1", "6"], "\(row)")
    }

    @Test func `shows a shop's manager that shop, and no cost`() throws {
        let gia = try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port)
        let page = try gia.send("GET", "/products/milk?lang=en").text
        #expect(page.contains("Shop S01") && !page.contains("href=\"/stock/S02/milk\""))
        #expect(!page.contains("Margin") && !page.contains("13.00"))
    }
}
