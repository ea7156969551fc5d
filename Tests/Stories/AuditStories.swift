import Events
import Foundation
import HTTP
import JSON
import Log
import Postgres
import Rules
import Services
import TestSupport
import Testing

/// Who did what, as an auditor looks it through.
@Suite struct `Who did what` {
    let house: House
    let owner: FormReader

    init() throws {
        house = try House()
        owner = try FormReader(owner: house)
        try #require(house.command("PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
    }

    private func reader(_ name: String, _ role: DeliveredRole) throws -> FormReader {
        try house.accounts.addUser(name: name, password: "\(name)-\(name)-1", language: "en", role: role)
        return FormReader(
            house: house, client: try Visitor.signedIn(name, "\(name)-\(name)-1", port: house.gateway.port))
    }

    private func trail(_ query: String = "", by token: String? = nil) throws -> [JSON] {
        try house.settle()
        return try house.get("/v1/audit_trail?\(query)", token: token).json["rows"]?.array ?? []
    }

    private func receipt(_ sequence: Int64) throws {
        let event = TestChain.event(
            "receipt.completed.v1",
            [
                "number": .string("\(sequence)"), "businessDate": "2026-03-01", "currency": "GEL", "gross": 300,
                "operator": "e-9",
                "lines": [["line": 1, "kind": "sale", "product": "bread", "quantity": 1_000, "gross": 300]],
                "tenders": [["tender": 1, "kind": "cash", "amount": 300]],
            ], store: House.store, writer: House.writer, sequence: sequence, at: "2026-03-01T06:00:00Z")
        try #require(house.post([event]).status == 200)
    }

    @Test func `every fact has who said it, of what and when, and is found by each of them`() throws {
        try receipt(1)
        let put: JSON = ["name": ["en": "Mill"], "paymentDays": 10]
        #expect(try house.command("PUT", "suppliers/mill", put).status == 201)
        #expect(
            try house.command("PATCH", "suppliers/mill", ["paymentDays": 30], headers: [("If-Match", "*")]).status
                == 200)
        let all = try trail()
        #expect(all.compactMap { $0["type"]?.string }.prefix(2) == ["supplier.changed.v1", "supplier.registered.v1"])
        #expect(all.allSatisfy { $0["person"]?.string != nil && $0["recorded_at"]?.string != nil })
        let office = try #require(all.first?["person"]?.string)
        #expect(office.hasPrefix("token:") && all.first?["person_name"] == "office")
        #expect(try trail("entity=supplier&subject=mill").count == 2)
        #expect(try trail("person=\(percentEncode(office))").count == 3)
        #expect(try trail("person=e-9").map { $0["type"]?.string } == ["receipt.completed.v1"])
        #expect(try trail("store=S01").count == 1)
        #expect(try trail("kind=goods").count == 2 && trail("kind=selling").count == 1 && trail("kind=rights").isEmpty)
        #expect(try trail("recorded_at.lt=2026-01-01T00:00:00Z").isEmpty)
        // The page says what changed from what to what, and who did by name.
        let page = try owner.page("/who-did-what")
        #expect(page.contains(">office<") && page.contains("by token"), "\(page)")
        let change = try #require(page.firstMatch(of: /<span class="was">10<\/span> → <strong>30<\/strong>/))
        #expect(!change.output.isEmpty)
        let only = try owner.page("/who-did-what?person=e-9")
        #expect(only.contains("e-9") && !only.contains("<strong>30</strong>"))
        #expect(try owner.page("/who-did-what?entity=supplier&subject=mill").contains("Only about mill"))
        #expect(try owner.page("/who-did-what?from=2020-01-01&through=2020-01-02").contains("There is no such record."))
        try house.expectSameFromZero()
    }

    @Test func `changes of rights lead, whoever made them`() throws {
        try receipt(1)
        let new = try owner.fields("sign-in-invite", of: owner.page("/sign-ins/new"))
        _ = try owner.post(
            "sign-in-invite", new.merging(["signIn": "gia", "roles": "cashier", "key": "k", "language": "en"]) { $1 })
        try eventually("the fact") { try trail("kind=rights").count == 1 }
        for sequence in 2...8 { try receipt(Int64(sequence)) }
        let page = try owner.page("/who-did-what")
        let (rights, all) = (
            try #require(page.range(of: "Latest changes of rights")),
            try #require(page.range(of: "<h2 class=\"part-title\">"))
        )
        let leading = page[rights.upperBound..<all.lowerBound]
        #expect(
            leading.contains("Sign-in changed") && leading.contains(">nino<") && leading.contains("gia"), "\(leading)")
        #expect(leading.contains("invited") && !leading.contains("Receipt"))
        let only = try owner.page("/who-did-what?kind=rights")
        #expect(only.contains("Sign-in changed") && !only.contains("href=\"/who-did-what?person=e-9\""))
    }

    @Test func `hundreds are paged through by their place, each once`() throws {
        let events = (1...260).map { sequence in
            TestChain.event(
                "drawer.opened.v1", ["reason": "change"], store: House.store, writer: House.writer,
                sequence: Int64(sequence),
                at: "2026-03-01T06:00:00Z")
        }
        try #require(house.post(events).status == 200)
        try house.settle()
        var (seen, path) = ([String](), "/who-did-what?kind=shops&person=\(percentEncode("writer:\(House.writer)"))")
        for _ in 0..<10 {
            let page = try owner.page(path)
            seen += page.matches(of: /\/events\/([^"]+)"/).map { String($0.output.1).replacing("%3A", with: ":") }
            guard let next = page.firstMatch(of: /btn-outline-secondary" href="(\/who-did-what[^"]*cursor=[^"]*)"/)
            else { break }
            path = String(next.output.1).replacing("&amp;", with: "&")
        }
        #expect(seen.count == 260 && Set(seen).count == 260, "\(seen.count)")
        #expect(seen.first == "\(House.writer):260" && seen.last == "\(House.writer):1")
    }

    @Test func `the auditor reads all and changes nothing, a cashier reads none, and persons need their right`() throws
    {
        #expect(try house.command("PUT", "customers/c-1", ["name": "Secret Person", "category": "gold"]).status == 201)
        #expect(try house.command("PUT", "employees/e-9", ["name": "Gia Till"]).status == 201)
        try receipt(1)
        try house.settle()
        let auditor = try reader("aud", .auditor)
        let page = try auditor.page("/who-did-what")
        #expect(page.contains("c-1") && page.contains("Gia Till"), "\(page)")
        #expect(!page.contains("action=\"/forms/"))
        #expect(try reader("cash", .cashier).client.send("GET", "/who-did-what").status == 403)
        // A buyer sees the books and no person.
        let buyer = try reader("buy", .buyer)
        let hidden = try buyer.page("/who-did-what")
        #expect(
            hidden.contains("Customer registered") && !hidden.contains("c-1") && !hidden.contains("Secret"), "\(hidden)"
        )
        #expect(try !buyer.page("/who-did-what?entity=customer&customer=c-2").contains("There is no such record."))
        let books = try house.accounts.createToken(
            kind: .api, name: "one shop", stores: ["S01"], writers: [], scopes: ["books"])
        let rows = try trail(by: books)
        #expect(
            !rows.isEmpty && rows.allSatisfy { $0["store"] == "S01" && $0["customer"] == nil && $0["reason"] == nil })
        #expect(try house.get("/v1/audit_trail?customer=c-1", token: books).status == 403)
    }

    // MARK: What changes nothing

    private func accesses() throws -> [AccessRecorded] {
        try (0..<4).flatMap { partition in
            try house.log.read(partition, from: 0, limit: ReadLimit(records: 1_000)).compactMap { record in
                let event = try Event.read(record.bytes, with: JSONParser())
                if case .accessRecorded(let fact) = event.fact { return fact } else { return nil }
            }
        }
    }

    /// As though what was counted were of an hour that is over.
    private func endHour() throws {
        try Connection(house.conninfo).script("UPDATE davtari.access_tally SET hour = hour - 3600000")
    }

    @Test func `sign-ins, refusals, looks and exports are counted by the hour, and said without what was seen`() throws
    {
        #expect(try house.command("PUT", "customers/c-1", ["name": "Secret Person"]).status == 201)
        for _ in 0..<3 { _ = try owner.page("/customers/c-1") }
        _ = try owner.client.send("GET", "/v1/stock?format=csv&store=S01")
        _ = try owner.client.send("GET", "/v1/stock?format=csv&product=bread")
        for name in ["nino", "made-up-1", "made-up-2", "made-up-3"] {
            #expect(try Visitor.signIn(name, "wrong-password", port: house.gateway.port).status == 403)
        }
        let page = try owner.page("/who-did-what?kind=access")
        #expect(page.contains("This hour so far") && page.contains("names that nobody has"), "\(page)")
        #expect(page.contains("looked at persons") && page.contains("took data out") && !page.contains("made-up"))
        #expect(try accesses().isEmpty)
        try endHour()
        try eventually("the facts") { try accesses().count == 5 }
        let facts = try accesses()
        func of(_ kind: AccessRecorded.Kind) -> [AccessRecorded] { facts.filter { $0.access == kind.rawValue } }
        #expect(of(.signIn).map(\.signIn) == ["nino"] && of(.signIn).map(\.times) == [1])
        #expect(Set(of(.signInRefused).map(\.signIn)) == [nil, "nino"])
        #expect(of(.signInRefused).first { $0.signIn == nil }?.times == 3)
        #expect(of(.look).map(\.circumstances.operator) == ["user:nino"])
        #expect(of(.look).first?.reports.map(\.times) == [3])
        let export = try #require(of(.export).first?.reports.first)
        #expect(export.report == "stock" && export.times == 2 && export.columns == ["product", "store"])
        // Once said it is counted no more, and the trail has it.
        try eventually("the trail") { try trail("kind=access").count == 5 }
        #expect(try Connection(house.conninfo).query("SELECT FROM davtari.access_tally WHERE access <> 'look'").isEmpty)
        #expect(try owner.page("/who-did-what?kind=access").contains("Access recorded"))
    }
}
