import Events
import Foundation
import HTTP
import JSON
import Rules
import Services
import TestSupport
import Testing

/// People have roles: the API, the pages and their forms let them see and do what the role holds, and nothing else.
@Suite struct `What a person of a role may` {
    let house: House

    init() throws {
        house = try House()
        try #require(house.command("PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
        try house.settle()
    }

    private func person(_ role: DeliveredRole) throws -> Client {
        try house.person(role)
    }

    private func add(_ code: String, by who: Client) throws -> ClientResponse {
        let fields = ["token=form", "key=\(code)", "code=\(code)", "name-en=Mill", "name-ka=Mill", "currency=GEL"]
        return try who.send(
            "POST", "/forms/new-supplier?lang=en", body: Array(fields.joined(separator: "&").utf8),
            headers: [("Content-Type", "application/x-www-form-urlencoded")])
    }

    @Test(arguments: DeliveredRole.allCases)
    func `each report is for who holds its right, by the session as by a token`(_ role: DeliveredRole) throws {
        let who = try person(role)
        let reports: [(String, Scope)] = [
            ("margins", .sales), ("stock", .stock), ("customers", .customers), ("stores", .catalogue),
            ("completeness", .books), ("suppliers", .stock), ("status", .books),
        ]
        for (path, scope) in reports {
            var answer = try who.send("GET", "/v1/\(path)")
            // A machine that is busy with other tests asks to come again.
            for _ in 0..<20 where answer.status == 503 {
                Thread.sleep(forTimeInterval: 0.5)
                answer = try who.send("GET", "/v1/\(path)")
            }
            #expect((answer.status == 200) == role.rights.holds(.read(scope)), "\(path): \(answer.status)")
            guard !role.rights.holds(.read(scope)) else { continue }
            #expect(answer.status == 403 && answer.text.contains("\(scope.rawValue).read"), "\(answer.text)")
        }
        let people = try who.send("GET", "/v1/people?q=nobody")
        #expect(people.status == (role.rights.holds(.readIdentity) ? 200 : 403))
    }

    /// VECTORS K 127.
    @Test func `who does not see cost can neither sort, group, filter nor add up by it, whatever the data hold`() throws
    {
        let cashier = try person(.cashier)
        let asked = ["sort=-value", "fields=value", "value.eq=1"] + (1...20).map { "value.gte=\($0 * 100)" }
        func answers() throws -> [String] {
            try asked.map { asked in
                let answer = try cashier.send("GET", "/v1/stock?\(asked)")
                #expect(answer.status == 403 && answer.text.contains("value"), "\(asked): \(answer.text)")
                return answer.text
            }
        }
        let before = try answers()
        #expect(Set(before.dropFirst(3)).count == 1)
        let milk: JSON = ["name": ["en": "Milk"], "kind": "goods", "unit": "C62"]
        try #require(house.command("PUT", "products/p", milk).status == 201)
        let delivery: JSON = [
            "currency": "GEL", "lines": [["line": 1, "product": "p", "quantity": 1_000, "cost": 500]],
        ]
        try #require(house.command("POST", "stores/S01/deliveries", delivery).status == 201)
        try house.settle()
        #expect(try answers() == before)
        let plain = try cashier.send("GET", "/v1/stock?totals=true")
        #expect(
            plain.status == 200 && plain.text.contains("\"p\"") && !plain.text.contains("\"value\""), "\(plain.text)")
    }

    @Test(arguments: DeliveredRole.allCases)
    func `menu, pages, buttons and forms are those of the role`(_ role: DeliveredRole) throws {
        let who = try person(role)
        // Suppliers are the chain's: who works in a shop sees them and changes none.
        let sees = role.rights.holds(.read(.stock))
        let changes = role.rights.holds(.change(.goods)) && role.reach == .every
        let list = try who.send("GET", "/suppliers?lang=en")
        #expect(list.status == (sees ? 200 : 403))
        #expect(list.text.contains("href=\"/suppliers/new\"") == (sees && changes))
        let directories = try who.send("GET", "/directories?lang=en")
        #expect(directories.text.contains("href=\"/suppliers\"") == sees)
        #expect(directories.text.contains("href=\"/employees\"") == role.rights.holds(.read(.books)))
        let seesBooks = role.rights.holds(.read(.books)) && role.reach == .every
        #expect(list.text.contains("href=\"/completeness\"") == seesBooks)
        #expect(try who.send("GET", "/suppliers/new?lang=en").status == (sees && changes ? 200 : 403))
        let all = role == .owner || role == .accountant || role == .auditor
        let first = try who.send("GET", "/")
        #expect(first.status == (all ? 200 : 303))
        if !all { #expect(try who.send("GET", first.headers["Location"] ?? "").status == 200) }
        if !all { #expect(try who.send("GET", "/live").status == 403) }
        #expect(try add("mill", by: who).status == (changes ? 303 : 403))
        try house.settle()
        #expect(try house.get("/v1/suppliers?supplier=mill").rows.count == (changes ? 1 : 0))
    }

    @Test func `a role that is taken away is gone at once, on an open session too`() throws {
        let buyer = try person(.buyer)
        #expect(try add("mill", by: buyer).status == 303)
        try house.accounts.addUser(name: "owner", password: "nino-nino", language: "en", role: .owner)
        try house.accounts.setRole(of: "nino-buyer", to: .auditor)
        #expect(try buyer.send("GET", "/v1/suppliers").status == 401)
        let auditor = try Visitor.signedIn("nino-buyer", "nino-nino", port: house.gateway.port)
        #expect(try auditor.send("GET", "/v1/suppliers").status == 200)
        #expect(try add("other", by: auditor).status == 403)
        let card = try auditor.send("GET", "/suppliers/mill?lang=en")
        #expect(
            card.status == 200 && !card.text.contains("/suppliers/mill/change") && !card.text.contains("end-supplier"))
        #expect(try auditor.send("GET", "/suppliers/mill/change").status == 403)
    }

    /// A role is a fact: what changes of it holds from the next request on, on an open session too.
    @Test func `a role that the chain defines gives what it says, and what is taken from it is gone at once`() throws {
        func define(_ rights: JSON, again: Bool = false) throws {
            let answer = try house.command(
                "PUT", "roles/stock-clerk", ["name": ["en": "Stock clerk"], "rights": rights],
                headers: again ? [("If-Match", "*")] : [])
            #expect(answer.status == (again ? 200 : 201), "\(answer.text)")
        }
        #expect(throws: AccountError.self) {
            try house.accounts.addUser(name: "gia", password: "gia-gia-gia", roles: ["stock-clerk"])
        }
        try define(["stock.read", "goods.change"])
        try house.accounts.addUser(name: "gia", password: "gia-gia-gia", language: "en", roles: ["stock-clerk"])
        let gia = try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port)
        #expect(try gia.send("GET", "/").headers["Location"] == "/stock")
        #expect(try add("mill", by: gia).status == 303)
        #expect(try gia.send("GET", "/v1/customers").status == 403)
        try define(["stock.read"], again: true)
        #expect(try add("other", by: gia).status == 403)
        #expect(try gia.send("GET", "/v1/suppliers").status == 200)
        // Of a delivered role the chain's own definition counts.
        let buyer = try person(.buyer)
        #expect(try buyer.send("GET", "/v1/stock").status == 200)
        // What is to hold from a day on does not hold before.
        let later: JSON = ["rights": ["*"], "effectiveAt": "2100-01-01", "zone": "Asia/Tbilisi"]
        #expect(try house.command("PUT", "roles/buyer", later).status == 201)
        #expect(try buyer.send("GET", "/v1/stock").status == 200)
        #expect(try buyer.send("GET", "/v1/customers").status == 403)
        let now = try house.command(
            "PUT", "roles/buyer", ["rights": ["orders.read"]], headers: [("If-Match", "*")])
        #expect(now.status == 200, "\(now.text)")
        #expect(try buyer.send("GET", "/v1/stock").status == 403)
    }

    @Test func `a shop's manager sees and does what is that shop's, and of the chain what concerns its customers`()
        throws
    {
        let two: JSON = ["currency": "GEL", "zone": "Asia/Tbilisi"]
        try #require(house.command("PUT", "stores/S02", two).status == 201)
        let manager = try person(.shopManager)
        #expect(try manager.send("GET", "/").headers["Location"] == "/stores/S01")
        func status(_ path: String) throws -> Int { try manager.send("GET", "\(path)?lang=en").status }
        #expect(try status("/stores/S01") == 200)
        #expect(try status("/stores/S02") == 404)
        #expect(try status("/stores/S02/books") == 404)
        #expect(try status("/goods-documents") == 200)
        #expect(try status("/completeness") == 403)
        func deliver(_ store: String) throws -> ClientResponse {
            let fields = [
                "token=form", "key=\(store)", "store=\(store)", "currency=GEL", "lines-0-product=p",
                "lines-0-quantity=2", "lines-0-cost=5",
            ]
            return try manager.send(
                "POST", "/forms/document-writeOff?lang=en", body: Array(fields.joined(separator: "&").utf8),
                headers: [("Content-Type", "application/x-www-form-urlencoded")])
        }
        let other = try deliver("S02")
        #expect(other.status == 403, "\(other.status) \(other.text)")
        let own = try deliver("S01")
        #expect(own.status != 403 && own.status != 404, "\(own.status)")
        #expect(try status("/customers/new") == 200)
        #expect(try status("/products/new") == 403)
        // Somebody who is moved sees the other shop from the next request on.
        let moved = try house.command(
            "PATCH", "employees/nino-shopManager", ["stores": ["S02"]], headers: [("If-Match", "*")])
        try #require(moved.status == 200, "\(moved.text)")
        #expect(try status("/stores/S01") == 404)
        #expect(try status("/stores/S02") == 200)
    }

    @Test func `a role is tried before it is saved, and nothing is changed meanwhile`() throws {
        let owner = try person(.owner)
        func send(_ path: String, _ fields: [String]) throws -> ClientResponse {
            try owner.send(
                "POST", "\(path)?lang=en", body: Array((["token=form"] + fields).joined(separator: "&").utf8),
                headers: [("Content-Type", "application/x-www-form-urlencoded")])
        }
        let role = [
            "key=r", "code=seller", "name-en=Seller", "reach=own", "rights=stock.read", "rights=customers.change",
        ]
        let begun = try send("/forms/new-role", role + ["act=try", "trial-shop=S01"])
        #expect(begun.status == 303 && begun.headers["Location"] == "/", "\(begun.text)")
        let home = try owner.send("GET", "/?lang=en")
        #expect(home.status == 303 && home.headers["Location"] == "/stock")
        let stock = try owner.send("GET", "/stock?lang=en")
        #expect(
            stock.status == 200 && stock.text.contains("Seller (S01)") && !stock.text.contains("href=\"/sign-ins\""))
        #expect(try owner.send("GET", "/sign-ins").status == 403)
        #expect(try owner.send("GET", "/v1/margins").status == 403)
        #expect(try add("mill", by: owner).status == 403)
        #expect(try send("/me/preferences", ["language=en"]).status == 403)
        // Back at the form, nothing of it is lost, and nothing was saved.
        let back = try send("/trial/end", [])
        #expect(back.status == 200 && back.text.contains("value=\"Seller\""), "\(back.status)")
        #expect(back.text.contains("value=\"stock.read\" checked"))
        #expect(try house.get("/v1/roles?role=seller").rows.isEmpty)
        #expect(try send("/forms/new-role", role).status == 303)
        #expect(try owner.send("GET", "/roles/seller?lang=en").status == 200)
    }

    @Test func `several roles add up, each as far as it reaches`() throws {
        let two: JSON = ["currency": "GEL", "zone": "Asia/Tbilisi"]
        try #require(house.command("PUT", "stores/S02", two).status == 201)
        for (role, reach, rights) in [
            ("far", "every", ["stock.read", "catalogue.read"]), ("near", "own", ["sales.read", "cost.read"]),
        ] {
            let body: JSON = [
                "name": ["en": .string(role)], "reach": .string(reach), "rights": .array(rights.map { .string($0) }),
            ]
            try #require(house.command("PUT", "roles/\(role)", body).status == 201)
        }
        try #require(house.command("PUT", "employees/e", ["stores": ["S01"]]).status == 201)
        try house.accounts.addUser(
            name: "gia", password: "gia-gia-gia", language: "en", roles: ["far", "near"], employee: "e")
        let gia = try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port)
        // Cost is of the own shop alone, and so not among the stock of all.
        #expect(try gia.send("GET", "/v1/stock?fields=product").status == 200)
        #expect(try gia.send("GET", "/v1/stock?fields=value").status == 403)
        #expect(try gia.send("GET", "/v1/margins?fields=store,margin&group=store").status == 200)
        #expect(try gia.send("GET", "/stores/S02").status == 200)
        #expect(try gia.send("GET", "/stores/S02/days/2026-03-02").status == 404)
    }
}
