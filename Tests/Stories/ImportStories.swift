import Foundation
import HTTP
import JSON
import Rules
import Services
import Spreadsheets
import TestSupport
import Testing

/// Spreadsheets that people bring, and take away.
@Suite struct `Spreadsheets of entries` {
    let house: House
    let nino: Client

    init() throws {
        house = try House()
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        nino = try Visitor.signedIn("nino", "nino-nino", port: house.gateway.port)
    }

    private func bring(_ text: String, to list: String, by client: Client) throws -> ClientResponse {
        let parts = [("token", nil, "form"), ("entity", nil, list), ("file", "sheet.csv", text)].map {
            name, file, value -> String in
            let name = "name=\"\(name)\"" + (file.map { "; filename=\"\($0)\"" } ?? "")
            return "--mark\r\nContent-Disposition: form-data; \(name)\r\n\r\n\(value)\r\n"
        }
        return try client.send(
            "POST", "/imports", body: Array((parts.joined() + "--mark--\r\n").utf8),
            headers: [("Content-Type", "multipart/form-data; boundary=mark")])
    }

    /// The page once nothing is at work.
    private func page(_ path: String, by client: Client? = nil) throws -> String {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let text = try (client ?? nino).send("GET", path + "?lang=en").text
            if !text.contains("http-equiv=\"refresh\"") { return text }
            Thread.sleep(forTimeInterval: 0.05)
        }
        Issue.record("\(path) is still at work")
        return ""
    }

    private func take(
        _ text: String, to list: String = "products", choice: String = "first", by client: Client? = nil
    ) throws -> (look: String, done: String) {
        let client = client ?? nino
        let brought = try bring(text, to: list, by: client)
        let path = try #require(brought.headers["Location"], "\(brought.status) \(brought.text)")
        let look = try page(path, by: client)
        _ = try client.send(
            "POST", path, body: Array("token=form&act=run&doubles=\(choice)".utf8),
            headers: [("Content-Type", "application/x-www-form-urlencoded")])
        return (look, try page(path, by: client))
    }

    /// Rows, new, changed, the same, to mend.
    private func counts(_ page: String) -> [Int] {
        page.matches(of: /<span class="figure">([0-9,]+)<\/span>/).compactMap {
            Int($0.output.1.replacing(",", with: ""))
        }
    }

    /// How many facts were said of products.
    private func facts() throws -> Int64 {
        try house.settle()
        return try ["product.listed.v1", "product.changed.v1"].reduce(0) { sum, type in
            try sum + (house.get("/v1/fact_types?type=\(type)").rows.first?["facts"]?.int ?? 0)
        }
    }

    @Test func `are tried before anything is written, and the same again says no fact`() throws {
        let sheet = "code,name_en,barcodes,list_amount\na,Apple,4860000000006,1.50\nb,Bread,4860000000013,2\n"
        let before = try facts()
        let brought = try bring(sheet, to: "products", by: nino)
        #expect(counts(try page(try #require(brought.headers["Location"]))) == [2, 2, 0, 0, 0])
        #expect(try facts() == before)
        #expect(counts(try take(sheet).done) == [2, 2, 0, 0, 0])
        let after = try facts()
        #expect(after > before)
        #expect(counts(try take(sheet).done) == [2, 0, 0, 2, 0])
        #expect(try facts() == after)
        let changed = try take(sheet.replacing("Bread", with: "Rye"))
        #expect(counts(changed.done) == [2, 0, 1, 1, 0])
        try house.settle()
        let row = try #require(house.get("/v1/products?product=b").rows.first)
        #expect(row["name_en"] == "Rye" && row["list_amount"] == 200)
    }

    @Test func `refuse one row by itself: what another entry has, and what cannot be`() throws {
        _ = try take("code,name_en,barcodes\na,Apple,4860000000006\n")
        let sheet = """
            code,name_en,barcodes,list_amount,tax
            b,Bread,04860000000006,1,
            c,Cheese,4860000000013,cheap,
            d,,,1,
            e,Egg,4860000000020,1,nothing-so-called
            f,Fig,4860000000037,1,
            """
        let (look, done) = try take(sheet)
        #expect(counts(look) == [5, 1, 0, 0, 4] && counts(done) == [5, 1, 0, 0, 4], "\(done)")
        for text in ["is that of product “a”", "This is no number", "This is needed", "There is none called so"] {
            #expect(look.contains(text), "\(text)")
        }
        try house.settle()
        #expect(try house.get("/v1/products?fields=product").rows.map { $0["product"] } == ["a", "f"])
    }

    @Test func `are decided in batches, and rows between two batches know of each other`() throws {
        var rows = ["code,name_en,barcodes"]
        for number in 0..<1_050 { rows.append("p\(number),Product \(number),x\(number)") }
        rows.append("q,Other,x7")
        let (look, done) = try take(rows.joined(separator: "\n"), choice: "none")
        #expect(counts(look) == [1_051, 1_050, 0, 0, 2] && counts(done) == [1_051, 1_049, 0, 0, 2])
        #expect(look.contains("The same stands in row 1,052."), "row 9 and row 1,052")
    }

    @Test func `go no further than whoever brings them may alone, row by row`() throws {
        let role: JSON = [
            "name": ["en": "Careful"], "reach": "every", "rights": ["*.read", "catalogue.change", "lists.import"],
            "limits": [["right": "catalogue.change", "percent": 100_000]],
        ]
        try #require(house.command("PUT", "roles/careful", role).status == 201)
        _ = try take("code,name_en,list_amount\na,Apple,10\nb,Bread,10\nc,Cheese,10\n")
        try house.settle()
        try house.accounts.addUser(name: "gia", password: "gia-gia-gia", language: "en", roles: ["careful"])
        let gia = try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port)
        let sheet = "code,name_en,list_amount\na,Apple,10.50\nb,Bread,15\nc,Cheese,9\n"
        let (look, done) = try take(sheet, by: gia)
        #expect(counts(look) == [3, 0, 2, 0, 1] && counts(done) == [3, 0, 2, 0, 1], "\(done)")
        #expect(look.contains("goes further than you may"), "\(look)")
        try house.settle()
        #expect(
            try house.get("/v1/products?fields=product,list_amount").rows.map { $0["list_amount"] } == [
                1_050, 1_000, 900,
            ]
        )
        // Nothing of it waits: whoever brings a sheet asks again, or somebody who may brings it.
        #expect(try house.get("/v1/fact_types?type=approval.requested.v1").rows.isEmpty)
        #expect(counts(try take(sheet).done) == [3, 0, 1, 2, 0])
    }

    @Test func `are for who may change the list, and a file is its person's alone`() throws {
        try house.accounts.addUser(name: "gio", password: "gio-gio-gio", language: "en", role: .auditor)
        let gio = try Visitor.signedIn("gio", "gio-gio-gio", port: house.gateway.port)
        #expect(try bring("code,name\na,A\n", to: "products", by: gio).status == 403)
        #expect(try gio.send("GET", "/products/import").status == 403)
        let path = try #require(bring("code,name\na,A\n", to: "products", by: nino).headers["Location"])
        _ = try page(path)
        #expect(try gio.send("GET", path).status == 404 && gio.send("GET", path + "/rows.csv").status == 404)
        #expect(try bring("x", to: "nothing", by: nino).status == 404)
    }

    @Test func `are workbooks with numbers as numbers, days as days, and no cost for who sees none`() throws {
        _ = try take("code,name_en,barcodes,list_amount,cost_amount\na,=1+1,0010,1.5,0.75\n")
        try house.settle()
        let file = try nino.send("GET", "/v1/products?format=xlsx&lang=ka")
        #expect(file.headers["Content-Disposition"]?.hasSuffix(".xlsx\"") == true)
        let cells = try WorkbookReader().read(file.body)
        func value(_ heading: String) -> SheetCell? {
            cells[0].firstIndex(of: .text(heading)).map { cells[1][$0] }
        }
        #expect(value("კოდი") == .text("a") && value("შტრიხკოდები") == .text("0010"), "\(cells)")
        #expect(value("საწყისი ფასი") == .number(1.5) && value("საწყისი თვითღირებულება") == .number(0.75))
        #expect(value("დასახელება ინგლისურად") == .text("=1+1"))
        guard case .moment? = value("ძალაშია") else { return #expect(Bool(false), "\(cells)") }
        try house.accounts.addUser(name: "marie", password: "marie-marie", language: "en", role: .marketing)
        let marie = try Visitor.signedIn("marie", "marie-marie", port: house.gateway.port)
        let seen = try WorkbookReader().read(try marie.send("GET", "/v1/products?format=xlsx&lang=en").body)
        #expect(seen[0].contains(.text("List price")) && !seen[0].contains(.text("Default cost")), "\(seen[0])")
        // A file taken away is noted as a CSV is.
        #expect(try marie.send("GET", "/v1/products?format=xlsx&fields=cost_amount").status == 403)
    }
}
