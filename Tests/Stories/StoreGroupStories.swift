import JSON
import Services
import TestSupport
import Testing

/// Shops that are looked at together, and the companies that they are of.
@Suite struct `Groups of shops` {
    let house: House

    init() throws {
        house = try House()
        for store in ["S01", "S02", "S03"] {
            try #require(
                house.command("PUT", "stores/\(store)", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
        }
        for (index, store) in ["S01", "S02", "S03"].enumerated() {
            let writer = "group-\(store)"
            let gross = Int64(100 * (index + 1))
            let answer = try house.post(
                [sale(1, gross: gross, writer: writer, store: store)], store: store, writer: writer,
                token: house.accounts.createToken(
                    kind: .import, name: store, stores: [store], writers: [writer]))
            try #require(answer.status == 200, "\(answer.text)")
        }
    }

    private func revenue(_ query: String) throws -> [Int64?] {
        try house.settle()
        return try house.get("/v1/margins?\(query)").rows.map { $0["revenue"]?.int }
    }

    @Test func `answer every question about shops, as they are now`() throws {
        let group: JSON = ["name": ["en": "Tbilisi"], "stores": ["S01", "S03"]]
        #expect(try house.command("PUT", "store-groups/tbilisi", group).status == 201)
        #expect(try revenue("store_group=tbilisi") == [400])
        #expect(try revenue("store_group=tbilisi&group=store&sort=store") == [100, 300])
        #expect(try revenue("store_group.ne=tbilisi") == [200])
        #expect(try revenue("store_group=nobody") == [])
        #expect(try house.get("/v1/stores?store_group=tbilisi").rows.map { $0["store"] } == ["S01", "S03"])
        // A shop that joins brings its past; a group that ended has none.
        let change: JSON = ["stores": ["S02"]]
        #expect(try house.command("PATCH", "store-groups/tbilisi", change, headers: [("If-Match", "*")]).status == 200)
        #expect(try revenue("store_group=tbilisi") == [200])
        #expect(try house.command("DELETE", "store-groups/tbilisi", [:]).status == 200)
        #expect(try revenue("store_group=tbilisi") == [])
    }

    @Test func `hold shops that are there`() throws {
        let refused = try house.command("PUT", "store-groups/g", ["name": ["en": "G"], "stores": ["S01", "S09"]])
        #expect(refused.status == 422 || refused.status == 404, "\(refused.text)")
        #expect(refused.json["path"] == "stores[1]", "\(refused.text)")
    }

    @Test func `how a shop works, and up to when its books are closed, is set on its page`() throws {
        let forms = try FormReader(owner: house)
        #expect(try forms.page("/stores/S01").contains("href=\"/stores/S01/books\""))
        let empty = try forms.page("/stores/S01/books")
        #expect(empty.contains("The books are open"))
        let policy = try forms.fields("set-policy", of: empty).merging(
            ["from": "2026-01-01", "returnDays": "14", "blindReturnLimit": "20.50", "cashRounding-step": "5"]) { $1 }
        let set = try forms.post("set-policy", policy)
        // The chain's own, beside its shops'.
        #expect(empty.contains("href=\"/chain/books\""))
        _ = try forms.done("set-chain-policy", from: "/chain/books", ["from": "2026-01-01", "barcodes": "shared"])
        #expect(try house.get("/v1/chain/books").json["state"]?["policies"]?["2026-01-01"]?["barcodes"] == "shared")
        #expect(try forms.page("/chain/books").contains("class=\"changes\""))
        #expect(set.status == 303 && set.headers["Location"] == "/stores/S01/books", "\(set.text)")
        let period = try forms.fields("close-period", of: forms.page("/stores/S01/books"))
        #expect(try forms.post("close-period", period.merging(["through": "2026-01-31"]) { $1 }).status == 303)
        let page = try forms.page("/stores/S01/books")
        for text in ["The books are closed through", "14", "₾20.50"] { #expect(page.contains(text), "\(text)") }
        let books = try house.get("/v1/stores/S01/books").json
        #expect(books["state"]?["policies"]?["2026-01-01"]?["blindReturnLimit"] == 2_050, "\(books.text)")
        // Into closed books nothing is dated.
        let again = try forms.fields("set-policy", of: page).merging(["from": "2026-01-15", "returnDays": "7"]) { $1 }
        let refused = try forms.post("set-policy", again)
        #expect(refused.status == 409 && refused.text.contains("set-policy-from-problem"), "\(refused.text)")
        #expect(try forms.client.send("GET", "/stores/S09/books").status == 404)
    }

    @Test func `a shop is of a legal entity that is there`() throws {
        let shop: JSON = ["legalEntity": "vake"]
        let refused = try house.command("PATCH", "stores/S01", shop, headers: [("If-Match", "*")])
        #expect(refused.json["path"] == "legalEntity", "\(refused.text)")
        #expect(
            try house.command("PUT", "legal-entities/vake", ["name": ["en": "Vake"], "taxNumber": "404404404"]).status
                == 201)
        #expect(try house.command("PATCH", "stores/S01", shop, headers: [("If-Match", "*")]).status == 200)
        try house.settle()
        #expect(try house.get("/v1/stores?store=S01").rows.first?["legal_entity"] == "vake")
        #expect(try house.command("DELETE", "legal-entities/vake", [:]).status == 200)
        #expect(
            try house.command("PATCH", "stores/S02", shop, headers: [("If-Match", "*")]).json["path"] == "legalEntity")
        // A shop that has it already is still changed otherwise.
        #expect(
            try house.command("PATCH", "stores/S01", ["address": "12 Chavchavadze Ave"], headers: [("If-Match", "*")])
                .status == 200)
    }
}
