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
        try house.accounts.addUser(name: "nino-\(role)", password: "nino-nino", language: "en", role: role)
        return try Visitor.signedIn("nino-\(role)", "nino-nino", port: house.gateway.port)
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
            let answer = try who.send("GET", "/v1/\(path)")
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
        let (sees, changes) = (role.rights.holds(.read(.stock)), role.rights.holds(.change(.goods)))
        let list = try who.send("GET", "/suppliers?lang=en")
        #expect(list.status == (sees ? 200 : 403))
        #expect(list.text.contains("href=\"/suppliers/new\"") == (sees && changes))
        let directories = try who.send("GET", "/directories?lang=en")
        #expect(directories.text.contains("href=\"/suppliers\"") == sees)
        #expect(directories.text.contains("href=\"/employees\"") == role.rights.holds(.read(.books)))
        #expect(list.text.contains("href=\"/completeness\"") == role.rights.holds(.read(.books)))
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
        #expect(try gia.send("GET", "/").headers["Location"] == "/goods-documents")
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
}
