import Events
import HTTP
import JSON
import Services
import TestSupport
import Testing

/// What was posted, as a person reads it on the page of its event.
@Suite struct `The page of an event` {
    let house: House
    let nino: Client

    init() throws {
        house = try House()
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        nino = try Visitor.signedIn("nino", "nino-nino", port: house.gateway.port)
        try #require(house.command("PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
        let milk: JSON = ["name": ["ka": "რძე", "en": "Milk"], "kind": "goods", "unit": "C62"]
        try #require(house.command("PUT", "products/p", milk).status == 201)
    }

    /// What stands above the JSON.
    private func words(_ path: String, _ language: String) throws -> String {
        try house.settle()
        let page = try nino.send("GET", "\(path)?lang=\(language)")
        #expect(page.status == 200)
        return try #require(
            page.text.split(separator: "<details class=\"operation\"", maxSplits: 1).first.map(String.init))
    }

    private func expect(_ path: String, _ language: String, says texts: [String]) throws {
        let page = try words(path, language)
        for text in texts { #expect(page.contains(text), "\(text) is not in \(page)") }
    }

    @Test func `a receipt and its rule, a delivery and what is yet to be invented are read in both languages`() throws {
        let rule: JSON = [
            "name": ["ka": "გაზაფხული", "en": "Spring"], "stage": "line", "mode": "bestPrice",
            "effects": [["kind": "percent", "percent": 100_000]],
        ]
        try #require(house.command("PUT", "discount-rules/spring", rule).status == 201)
        var receipt = TestChain.receipt([("p", 1_500, 450)], day: "2026-03-02")
        receipt["lines"] = [
            [
                "line": 1, "kind": "sale", "product": "p", "quantity": 1_500, "gross": 450, "discount": 50,
                "grants": [["rule": "spring", "amount": 50]],
            ]
        ]
        let sold = TestChain.event(
            "receipt.completed.v1", receipt, store: House.store, writer: House.writer, sequence: 1,
            at: "2026-03-02T09:00:00Z")
        let later = TestChain.event(
            "drone.landed.v1", ["drone": "d-7"], store: House.store, writer: House.writer, sequence: 2,
            at: "2026-03-02T09:30:00Z")
        try #require(house.post([sold, later]).status == 200)
        let path = "/receipts/\(House.writer):1/event"
        try expect(path, "en", says: [">Receipt<", ">Milk<", ">1.5<", ">₾4.50<", ">Spring<", ">cash<"])
        try expect(path, "ka", says: [">გაყიდვის ჩეკი<", ">რძე<", ">1,5<", ">გაზაფხული<", ">ნაღდი<"])
        for language in ["en", "ka"] {
            try expect(
                "/events/\(House.writer):2", language,
                says: ["<code>drone.landed.v1</code>", "<dt>drone</dt><dd>d-7</dd>"])
        }
        let delivery: JSON = [
            "currency": "GEL", "lines": [["line": 1, "product": "p", "quantity": 2_250, "cost": 1_234]],
        ]
        let received = try house.command("PUT", "stores/S01/deliveries/d1", delivery)
        let id = try #require(received.json["facts"]?.array?.first?.string, "\(received.text)")
        try expect("/events/\(id)", "en", says: [">Goods delivered<", ">Milk<", ">2.25<", ">₾12.34<"])
        try expect("/events/\(id)", "ka", says: [">საქონლის მიღება<", ">რძე<", ">2,25<", "ღირებულება დღგ-ს გარეშე"])
    }
}
