import JSON
import TestSupport
import Testing

/// What is corrected, listed and found over HTTP: revisions of receipts, own tenders, cards, barcodes, persons.
@Suite struct `Corrections and what is listed` {
    let house: House

    init() throws {
        house = try House()
        try #require(try house.command("PUT", "stores/S01", CommandStories.shop).status == 201)
    }

    @Test func `a till has its receipt corrected by command, and no number of its book is lost`() throws {
        #expect(try house.post([sale(1)]).status == 200)
        let path = "stores/S01/receipts/S01-t1:1/corrections"
        let change: JSON = [
            "reason": "one more", "operator": "e1",
            "changes": [
                "lines": [["line": 1, "quantity": 2_000, "gross": 600]], "tenders": [["tender": 1, "amount": 600]],
            ],
        ]
        let refused = try house.command("POST", path, change, token: house.till)
        #expect(refused.status == 403 && refused.json["rule"] == "rights.employee", "\(refused.text)")
        #expect(try house.command("PUT", "roles/head", ["rights": ["receipt.correct"]]).status == 201)
        #expect(try house.command("PUT", "employees/e1", ["roles": ["head"], "stores": ["S01"]]).status == 201)
        let corrected = try house.command("POST", path, change, token: house.till)
        #expect(corrected.status == 200 && corrected.json["revision"] == 1, "\(corrected.text)")
        try house.settle()
        let row = try #require(try house.rows("/v1/receipts").first)
        #expect(row["gross"] == 600 && row["revision"] == 1 && row["status"] == "counted")
        #expect(try house.command("POST", "stores/S01/receipts/S01-t1:9/void", ["reason": "r"]).status == 404)
        #expect(try house.command("POST", "stores/S02/receipts/S01-t1:1/void", ["reason": "r"]).status == 404)
        #expect(try house.rows("/v1/completeness?writer=S01-t1").first?["missing"] == 0)
        let member = try house.command("POST", path, ["reason": "r", "changes": ["nonsense": 1]])
        #expect(member.status == 422 && member.json["rule"] == "unknown", "\(member.text)")
    }

    @Test func `a void from another shift and a wrong own field count, and are among the suspect facts`() throws {
        var receipt = TestChain.receipt([("p", 1_000, 300)], day: "2026-03-02")
        (receipt["shift"], receipt["fields"]) = ("sh-1", ["table": "seven"])
        let facts: [(String, JSON)] = [
            ("receipt.completed.v1", receipt),
            ("receipt.completed.v1", TestChain.receipt([("p", 1_000, 300)], day: "2026-03-02")),
            ("receipt.voided.v1", ["receipt": "S01-t1:1", "shift": "sh-2"]),
        ]
        for (place, fact) in facts.enumerated() {
            let event = TestChain.event(
                fact.0, fact.1, store: "S01", writer: House.writer, sequence: Int64(place + 1),
                at: "2026-03-02T09:0\(place):00Z")
            #expect(try house.post([event]).json["events"]?.array?.first?["status"] == "accepted")
        }
        func suspects() throws -> [String] {
            try house.settle()
            return try house.rows("/v1/suspect_facts").map {
                "\($0["fact"]?.string ?? "") \($0["rules"]?.string ?? "") \($0["is_repaired"] == true)"
            }.sorted()
        }
        #expect(try suspects() == ["S01-t1:1 field.unknown false", "S01-t1:3 void.shift false"])
        #expect(try house.command("PUT", "fields/table", ["entity": "receipt", "type": "integer"]).status == 201)
        #expect(try suspects() == ["S01-t1:1 field.type false", "S01-t1:3 void.shift false"])
        let answer = try house.get("/v1/receipts?sort=receipt").json
        #expect(answer["incomplete"]?["suspect"] == 2)
        #expect(answer["rows"]?.array?.map { $0["status"] } == ["voided", "counted"])
        #expect(try house.rows("/v1/suspect_facts?rule=void.shift").count == 1)
        try house.expectSameFromZero()
    }

    @Test func `a kind of tender that nobody has defined counts, and is listed until it is defined`() throws {
        var receipt = TestChain.receipt([("p", 1_000, 300)], day: "2026-03-02")
        receipt["tenders"] = [["tender": 1, "kind": "qr", "amount": 300]]
        let event = TestChain.event(
            "receipt.completed.v1", receipt, store: "S01", writer: House.writer, sequence: 1, at: "2026-03-02T09:00:00Z"
        )
        let answer = try house.post([event])
        #expect(answer.json["events"]?.array?.first?["status"] == "accepted", "\(answer.text)")
        try house.settle()
        #expect(try house.rows("/v1/receipts").first?["status"] == "counted")
        let row = try #require(try house.rows("/v1/tender_kinds").first)
        #expect(row["kind"] == "qr" && row["is_defined"] == false && row["amount"] == 300 && row["receipts"] == 1)
        #expect(try house.command("PUT", "tender-kinds/cash", ["name": ["en": "x"]]).json["rule"] == "tenderKind.own")
        #expect(try house.command("PUT", "tender-kinds/qr", ["name": ["en": "QR"]]).status == 201)
        try house.settle()
        #expect(try house.rows("/v1/tender_kinds").first?["is_defined"] == true)
        try house.expectSameFromZero()
    }

    @Test func `a card that paid more than was on it, and one that nobody issued, are listed`() throws {
        #expect(try house.command("PUT", "gift-cards/G", ["amount": 5_000, "currency": "GEL"]).status == 201)
        for (number, serial) in [(Int64(1), "G"), (2, "NOBODYS")] {
            var receipt = TestChain.receipt([("p", 1_000, 9_000)], day: "2026-03-02")
            receipt["tenders"] = [["tender": 1, "kind": "giftCard", "amount": 9_000, "serial": .string(serial)]]
            let event = TestChain.event(
                "receipt.completed.v1", receipt, store: "S01", writer: House.writer, sequence: number,
                at: "2026-03-02T09:00:00Z")
            #expect(try house.post([event]).status == 200)
        }
        try eventually("both are listed") { try house.rows("/v1/card_troubles").count == 2 }
        let rows = try house.rows("/v1/card_troubles")
        #expect(rows[0]["serial"] == "NOBODYS" && rows[0]["is_issued"] == false && rows[0]["overdraft"] == 9_000)
        #expect(rows[1]["serial"] == "G" && rows[1]["is_issued"] == true && rows[1]["balance"] == -4_000)
    }

    @Test func `products are found by barcode, shared ones are listed, and an id may hold a slash`() throws {
        let milk: JSON = ["name": ["en": "Milk"], "barcodes": ["4006381333931"]]
        #expect(try house.command("PUT", "products/a%2Fb", milk).status == 201)
        #expect(try house.get("/v1/products/a%2Fb").status == 200)
        let taken = try house.command("PUT", "products/c", milk)
        #expect(taken.status == 409 && taken.json["product"] == "a/b", "\(taken.text)")
        let said: JSON = ["product": "d", "name": ["en": "Other"], "barcodes": ["04006381333931"]]
        try house.say("product.listed.v1", said, number: 1)
        try house.settle()
        #expect(try house.rows("/v1/products?barcode=4006381333931").map { $0["product"] } == ["a/b"])
        let shared = try house.rows("/v1/shared_barcodes")
        #expect(shared.map { $0["holders"] } == ["a/b, d"] && shared[0]["barcode"] == "04006381333931")
        let again = try house.command(
            "PUT", "products/e", ["name": ["en": "E"], "brand": "b"], headers: [("Idempotency-Key", "k")])
        let turned = try house.command(
            "PUT", "products/e", ["brand": "b", "name": ["en": "E"]], headers: [("Idempotency-Key", "k")])
        #expect(again.status == 201 && turned.json["facts"] == again.json["facts"], "\(turned.text)")
    }

    @Test func `a pack's barcode is the product's too, and products share one where the chain lets them`() throws {
        func pack(_ barcode: String) -> JSON {
            let unit: JSON = [
                "unit": "box", "conversion": ["numerator": 6, "denominator": 1], "barcode": .string(barcode),
            ]
            return ["name": ["en": "Milk"], "units": [unit]]
        }
        let single: JSON = ["name": ["en": "Milk"], "barcodes": ["4006381333931"]]
        let wrong = try house.command("PUT", "products/a", pack("4006381333930"))
        #expect(wrong.status == 422 && wrong.json["path"] == "units[0].barcode", "\(wrong.text)")
        #expect(try house.command("PUT", "products/a", pack("4006381333931")).status == 201)
        let taken = try house.command("PUT", "products/b", single)
        #expect(taken.status == 409 && taken.json["product"] == "a", "\(taken.text)")
        let other = try house.command("PUT", "products/b", pack("04006381333931"))
        #expect(other.status == 409 && other.json["path"] == "units[0].barcode", "\(other.text)")
        try house.settle()
        #expect(try house.rows("/v1/products?barcode=4006381333931").map { $0["product"] } == ["a"])

        let late: JSON = ["from": "2999-01-01", "barcodes": "shared"]
        #expect(try house.command("POST", "chain/policies", late).status == 201)
        #expect(try house.command("PUT", "products/b", single).status == 409)
        #expect(
            try house.command("POST", "chain/policies", ["from": "2026-01-01", "barcodes": "shared"]).status == 200)
        #expect(try house.command("PUT", "products/b", single).status == 201)
        try house.settle()
        #expect(try house.rows("/v1/products?barcode=4006381333931").map { $0["product"] } == ["a", "b"])
        #expect(try house.rows("/v1/shared_barcodes").map { $0["holders"] } == ["a, b"])
        // A policy that says nothing of barcodes changes nothing of them; a later one that does, does.
        #expect(try house.command("POST", "chain/policies", ["from": "2026-01-02"]).status == 200)
        #expect(try house.command("PUT", "products/c", single).status == 201)
        #expect(
            try house.command("POST", "chain/policies", ["from": "2026-01-03", "barcodes": "unique"]).status == 200)
        #expect(try house.command("PUT", "products/d", single).status == 409)
        let books = try house.get("/v1/chain/books")
        #expect(books.json["state"]?["policies"]?["2026-01-03"]?["barcodes"] == "unique", "\(books.text)")
        // Each book has what is its own.
        for (path, member) in [("chain/policies", "returnDays"), ("stores/S01/policies", "barcodes")] {
            var body: JSON = ["from": "2026-02-01"]
            body[member] = member == "barcodes" ? "shared" : 14
            let answer = try house.command("POST", path, body)
            #expect(answer.status == 422 && answer.json["path"] == .string(member), "\(answer.text)")
        }
        try house.expectSameFromZero()
    }

    @Test func `a merged person keeps category, first registration and cards, and is left out under every id`() throws {
        let nino: JSON = ["name": "Nino", "category": "gold", "cards": ["1"]]
        #expect(try house.command("PUT", "customers/b", nino).status == 201)
        #expect(try house.command("PUT", "customers/a", ["name": "Nino B", "cards": ["2"]]).status == 201)
        #expect(try house.command("POST", "customers/a/merges", ["with": "b"]).status == 200)
        #expect(try house.post([sale(1, customer: "a"), sale(2, customer: "b"), sale(3, customer: "c")]).status == 200)
        try house.settle()
        let row = try #require(try house.rows("/v1/customers?customer=b").first)
        #expect(row["customer"] == "a" && row["receipts"] == 2 && row["category"] == "gold")
        #expect(try house.get("/v1/people/a").json["person"]?["cards"] == ["2", "1"])
        #expect(try house.rows("/v1/receipts?customer.ne=b").map { $0["customer"] } == ["c"])
        #expect(try house.command("DELETE", "customers/b/merges/a", .object([])).status == 200)
        try house.settle()
        #expect(try house.rows("/v1/customers?customer=b").first?["receipts"] == 1)
        try house.expectSameFromZero()
    }
}
