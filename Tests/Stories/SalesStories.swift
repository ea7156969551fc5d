import Events
import Foundation
import HTTP
import JSON
import Services
import TestSupport
import Testing

/// Sales of any days beside others, by whatever is asked, as far as the reader may see.
@Suite struct `The page of sales` {
    let house: House
    let nino: Client

    init() throws {
        let house = try House()
        self.house = house
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        for store in ["S01", "S02"] {
            let shop: JSON = ["currency": "GEL", "zone": "Asia/Tbilisi", "name": ["en": .string("Shop \(store)")]]
            try #require(house.command("PUT", "stores/\(store)", shop).status == 201)
        }
        for (id, level) in [("milk", "Dairy"), ("bread", "Bakery")] {
            let product: JSON = ["name": ["en": .string("The \(id)")], "hierarchy": ["Food", .string(level)]]
            try #require(house.command("PUT", "products/\(id)", product).status == 201)
        }
        try #require(
            house.command("PUT", "store-groups/old", ["name": ["en": "Old town"], "stores": ["S02"]]).status == 201)
        try #require(house.command("PUT", "employees/gia", ["name": "Gia", "stores": ["S01"]]).status == 201)
        let second = try house.accounts.createToken(kind: .till, name: "two", stores: ["S02"], writers: ["S02-t1"])
        func sell(_ number: Int64, _ product: String, _ gross: Int64, _ at: String, store: String = "S01") throws {
            let writer = "\(store)-t1"
            let data = TestChain.receipt([(product, 1_000, gross)], day: String(at.prefix(10)))
            let event = TestChain.event(
                "receipt.completed.v1", data, store: store, writer: writer, sequence: number, at: at)
            let token = store == "S01" ? house.till : second
            try #require(house.post([event], store: store, writer: writer, token: token).status == 200)
        }
        try sell(1, "milk", 300, "2026-03-02T06:30:00Z")
        try sell(2, "bread", 100, "2026-03-03T14:00:00Z")
        try sell(3, "milk", 200, "2026-02-02T06:00:00Z")
        try sell(1, "bread", 500, "2026-03-02T08:00:00Z", store: "S02")
        try house.settle()
        try house.accounts.addUser(
            name: "gia", password: "gia-gia-gia", language: "en", roles: ["shop-manager"], employee: "gia")
        nino = try Visitor.signedIn("nino", "nino-nino", port: house.gateway.port)
    }

    private func page(_ query: String, by who: Client? = nil) throws -> String {
        let answer = try (who ?? nino).send("GET", "/sales?lang=en&period=days&\(query)")
        try #require(answer.status == 200, "\(answer.text)")
        return answer.text
    }

    /// The rows of a part of the page, cell by cell, without markup.
    private func rows(_ part: String, of page: String) throws -> [[String]] {
        let section = try #require(
            page.split(separator: "<div id=\"\(part)\">").last?.split(separator: "</section>").first)
        let body = String(section).split(separator: "<tbody role=\"rowgroup\">").dropFirst().first ?? ""
        return String(body).matches(of: /<tr role="row">(.*?)<\/tr>/.dotMatchesNewlines()).map { row in
            String(row.output.1).matches(of: /<t[hd][^>]*>(.*?)<\/t[hd]>/.dotMatchesNewlines()).map {
                String($0.output.1).replacing(/<[^>]*>/, with: "").trimmingCharacters(in: .whitespacesAndNewlines)
            }
        }
    }

    @Test func `tells what was sold, and how much more or less than before`() throws {
        let march = try page("from=2026-03-01&through=2026-03-31")
        #expect(march.contains("9.00") && march.contains("+350.0%") && march.contains("was ₾2.00"))
        let shops = try rows("ranking", of: march)
        #expect(shops.map { $0[0] } == ["Shop S02", "Shop S01"] && shops.map { $0[1] } == ["5.00", "4.00"])
        #expect(shops[1][2] == "+100.0%" && shops[1][3] == "44.4%", "\(shops)")
        let none = try page("from=2026-03-01&through=2026-03-31&compare=none")
        #expect(!none.contains("was ₾"))
        #expect(try page("from=2020-01-01&through=2020-01-02").contains("nothing"))
        // Nonsense is a month, and no fault.
        for query in [
            "from=x&through=9999-99-99", "compare=z&by=z&sort=z&place=nowhere", "from=0001-01-01&through=9999-12-31",
        ] {
            _ = try page(query)
        }
        for period in ["today", "yesterday", "week", "month", "quarter", "year", "nonsense"] {
            #expect(try nino.send("GET", "/sales?period=\(period)&lang=ka").status == 200, "\(period)")
        }
    }

    @Test func `ranks by product, category and cashier, and keeps to a shop or a group`() throws {
        let days = "from=2026-03-01&through=2026-03-31"
        #expect(try rows("ranking", of: page("\(days)&by=product")).map { $0[0] } == ["The bread", "The milk"])
        #expect(try rows("ranking", of: page("\(days)&by=category")).map { $0[0] } == ["Bakery", "Dairy"])
        #expect(
            try rows("ranking", of: page("\(days)&by=product&place=S01")).map { [$0[0], $0[1]] } == [
                ["The milk", "3.00"], ["The bread", "1.00"],
            ])
        #expect(try rows("ranking", of: page("\(days)&place=group:old")).map { $0[0] } == ["Shop S02"])
        // Nothing that was sold has a brand.
        #expect(
            try page("\(days)&by=brand").contains("Unknown") || rows("ranking", of: page("\(days)&by=brand")).count == 1
        )
        // The shop's clock: half past ten on a Monday.
        let clock = try rows("clock", of: page("\(days)&place=S01"))
        #expect(clock.first == ["10:00", "3.00", "", "", "", "", "", ""], "\(clock)")
        #expect(clock.last?[0] == "18:00" && clock.last?[2] == "1.00")
        #expect(try rows("tenders", of: page(days)).map { $0[1] } == ["₾9.00"])
    }

    @Test func `shows a shop's manager that shop, and no cost`() throws {
        let gia = try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port)
        let days = "from=2026-03-01&through=2026-03-31"
        let seen = try page(days, by: gia)
        #expect(try rows("ranking", of: seen).map { $0[0] } == ["Shop S01"])
        #expect(!seen.contains("Margin") && !seen.contains("S02") && !seen.contains("5.00"))
        #expect(try rows("ranking", of: page("\(days)&sort=margin&place=S02", by: gia)).isEmpty)
    }
}
