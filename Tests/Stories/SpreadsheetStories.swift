import JSON
import TestSupport
import Testing

/// A lari shop and a yen shop with goods by weight, asked for as a person's file.
@Suite struct `A table for a spreadsheet` {
    let house: House

    init() throws {
        house = try House()
        for (index, (store, currency)) in [("S01", "GEL"), ("S02", "JPY")].enumerated() {
            try house.say(
                "store.opened.v1",
                [
                    "store": .string(store), "name": ["en": .string(store)], "zone": "Asia/Tbilisi",
                    "currency": .string(currency),
                ], number: Int64(index + 1))
        }
        try house.say(
            "goods.received.v1", TestChain.delivery([("p", 10_000, 3_200)]), store: "S01", number: 1, writer: "office-2"
        )
        var yen = TestChain.delivery([("p", 1_000, 500)])
        yen["currency"] = "JPY"
        let token = try house.accounts.createToken(kind: .import, name: "yen", stores: [], writers: ["*"])
        let delivery = TestChain.event(
            "goods.received.v1", yen, store: "S02", writer: "yen", sequence: 1, at: "2026-03-01T06:00:00Z")
        try #require(house.post([delivery], store: "S02", writer: "yen", token: token).status == 200)
        try #require(house.post([sale(1, quantity: 250)]).status == 200)
        try house.settle()
    }

    private static let stock = "/v1/stock?fields=store,product,quantity,value"

    @Test func `has lari, yen and kilograms, and a name`() throws {
        let file = try house.get("\(Self.stock)&format=sheet")
        #expect(
            parseCSV(file.text) == [
                ["store", "product", "quantity", "value", "currency"], ["S01", "p", "9.75", "31.20", "GEL"],
                ["S02", "p", "1", "500", "JPY"],
            ], "\(file.text)")
        let name = file.headers["Content-Disposition"] ?? ""
        #expect(name.wholeMatch(of: /attachment; filename="stock-\d{4}-\d\d-\d\d\.csv"/) != nil, "\(name)")
        let margins = try house.get(
            "/v1/margins?group=store&fields=store,revenue,cost,margin,margin_rate&format=sheet")
        #expect(
            parseCSV(margins.text).last == ["S01", "3.00", "0.80", "2.20", "0.733333", "GEL"], "\(margins.text)")
    }

    @Test func `has decimal commas, semicolons and a mark on demand`() throws {
        let file = try house.get("\(Self.stock)&format=sheet&delimiter=semicolon&bom=true")
        #expect(file.body.prefix(3) == [0xEF, 0xBB, 0xBF])
        let lines = file.text.split(separator: "\r\n")
        #expect(lines.dropFirst().first == "S01;p;9,75;31,20;GEL", "\(file.text)")
    }

    @Test func `tells movements with signs`() throws {
        let file = try house.get("/v1/stock/movements?store=S01&product=p&format=sheet")
        let lines = parseCSV(file.text)
        let names = try #require(lines.first)
        let sale = Dictionary(zip(names, try #require(lines.last))) { first, _ in first }
        #expect(sale["quantity"] == "-0.25" && sale["cost"] == "0.80" && sale["on_hand"] == "9.75", "\(file.text)")
        #expect(file.headers["Content-Disposition"]?.contains("movements-") == true)
    }

    @Test func `is for programs what JSON says`() throws {
        let csv = try house.get("\(Self.stock)&format=csv")
        #expect(parseCSV(csv.text).dropFirst().first == ["S01", "p", "9750", "3120"])
        #expect(csv.headers["Content-Disposition"] == nil)
        let marked = try house.get("\(Self.stock)&format=csv&bom=true&delimiter=semicolon")
        #expect(marked.body == [0xEF, 0xBB, 0xBF] + Array(csv.text.replacing(",", with: ";").utf8))
    }

    @Test func `has every row, and a page where one is asked for`() throws {
        let goods = (1...120).map { ("q\($0)", Int64(1_000), Int64(100)) }
        try house.say(
            "goods.received.v1", TestChain.delivery(goods), store: "S01", number: 2, writer: "office-2")
        try house.settle()
        func rows(_ more: String) throws -> Int { parseCSV(try house.get("/v1/stock?store=S01\(more)").text).count - 1 }
        #expect(try rows("&format=sheet") == 121)
        #expect(try rows("&format=csv") == 100)
        #expect(try rows("&format=sheet&limit=7") == 7)
    }

    @Test(arguments: [
        ("format=xls", 400), ("format=sheet&delimiter=tab", 400), ("format=csv&bom=perhaps", 400),
        ("delimiter=comma", 422), ("bom=true", 422),
    ])
    func `is told what cannot be written`(_ question: String, status: Int) throws {
        for path in ["/v1/stock?", "/v1/stock/movements?store=S01&product=p&"] {
            let answer = try house.get(path + question)
            #expect(answer.status == status, "\(answer.text)")
            #expect(question.contains(try #require(answer.json["parameter"]?.string)), "\(answer.text)")
        }
    }
}
