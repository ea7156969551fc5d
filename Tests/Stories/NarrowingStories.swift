import Events
import Foundation
import Gateway
import HTTP
import JSON
import Log
import Postgres
import Rules
import Services
import TestSupport
import Testing

/// Fields and entries that a role leaves out: on pages, in files, over the API, in searches, in choices, in commands.
@Suite struct `What a role leaves out of entries` {
    let house: House
    let owner: Somebody

    init() throws {
        house = try House()
        try house.accounts.addUser(name: "nino", password: "gia-gia-gia", language: "en", role: .owner)
        owner = try Self.signedIn("nino", house)
        try said("stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"])
        try said(
            "suppliers/mill", ["name": ["en": "Mill"], "taxNumber": "204567890", "address": "Rustaveli 1"])
        try said("suppliers/farm", ["name": ["en": "Farm"], "taxNumber": "404123456", "address": "Gori 7"])
        try said(
            "fields/rating",
            ["entity": "supplier", "type": "text", "name": ["en": "Rating"]])
        try said("fields/shade", ["entity": "supplier", "type": "text", "name": ["en": "Shade"]])
        try #require(
            house.command(
                "PATCH", "suppliers/mill", ["fields": ["rating": "dismal", "shade": "purple"]],
                headers: [("If-Match", "*")]
            ).status == 200)
        try house.settle()
    }

    private func said(_ path: String, _ body: JSON) throws {
        let answer = try house.command("PUT", path, body)
        try #require(answer.status == 201, "\(path) \(answer.text)")
    }

    /// Somebody with a role that is defined so.
    private func person(
        _ name: String, fields: [(String, String)] = [], entries: JSON = [],
        rights: [String] = ["*.read", "*.change", "lists.*"]
    ) throws -> Somebody {
        try said(
            "roles/\(name)",
            [
                "name": ["en": "Narrow"], "reach": "every", "rights": .array(rights.map { .string($0) }),
                "fieldRights": .array(fields.map { ["field": .string($0.0), "access": .string($0.1)] }),
                "entryRights": entries,
            ])
        try house.settle()
        try house.accounts.addUser(name: name, password: "gia-gia-gia", language: "en", roles: [name])
        return try signedIn(name)
    }

    private func signedIn(_ name: String) throws -> Somebody { try Self.signedIn(name, house) }

    private static func signedIn(_ name: String, _ house: House) throws -> Somebody {
        let answer = try house.accounts.signIn(
            name: name, password: "gia-gia-gia", from: SignInOrigin(address: "127.0.0.1"))
        let secret = try #require(answer.session)
        return Somebody(
            forms: FormReader(
                house: house,
                client: Client(
                    baseURL: "http://127.0.0.1:\(house.gateway.port)",
                    headers: [("Cookie", "davtari_session=\(secret); davtari_form=form")])),
            secret: secret)
    }

    /// Somebody who has signed in.
    struct Somebody {
        let forms: FormReader
        let secret: String
        var client: Client { forms.client }
    }

    /// What somebody asks for, as a form would.
    private func command(
        _ method: String, _ path: String, _ body: JSON, by who: Somebody
    ) throws -> (status: Int, rule: String?) {
        let principal = try #require(house.accounts.session(who.secret)?.principal)
        let pool = Pool(house.conninfo, limit: 2)
        defer { pool.close() }
        let handler = CommandHandler(Office(pool: pool, log: house.log.identity), .readModels(pool, house.log))
        let (action, ids) = try #require(
            Actions.at(path.split(separator: "/").map(String.init)).first { $0.action.method == method })
        do {
            let answer = try handler.perform(
                handler.admit(principal, to: action, at: ids), body.bytes,
                method == "PUT" && !path.hasSuffix("mill") && !path.hasSuffix("c1") ? .none : .exists)
            return (answer.isNew ? 201 : 200, nil)
        } catch let refusal as Refusal { return (refusal.kind == .forbidden ? 403 : 422, refusal.rule) }
    }

    private func get(_ path: String, by who: Somebody) throws -> (status: Int, text: String) {
        let answer = try who.client.send("GET", path)
        return (answer.status, answer.text)
    }

    @Test func `a hidden field stands nowhere where its entry stands`() throws {
        let gia = try person("gia", fields: [("supplier.taxNumber", "hidden"), ("supplier.fields.rating", "hidden")])
        let secrets = ["204567890", "dismal"]
        for path in [
            "/suppliers", "/suppliers/mill", "/suppliers/mill/change", "/v1/suppliers", "/v1/suppliers?format=csv",
            "/v1/suppliers/mill", "/who-did-what?entity=supplier", "/search?q=Mill",
        ] {
            let (mine, theirs) = (try get(path, by: gia), try get(path, by: owner))
            #expect(mine.status == 200, "\(path) \(mine)")
            for secret in secrets { #expect(!mine.text.contains(secret), "\(path) tells \(secret)") }
            #expect(mine.text.contains("Mill"), "\(path)")
            #expect(
                theirs.status == 200
                    && (path.hasPrefix("/search") || path.hasPrefix("/who") || theirs.text.contains("204567890")),
                "\(path)")
        }
        // Neither asked by it, nor ordered, nor searched.
        for query in ["tax_number=204567890", "sort=tax_number", "fields=supplier,tax_number"] {
            #expect(try get("/v1/suppliers?\(query)", by: gia).status == 403, "\(query)")
        }
        #expect(try get("/v1/suppliers?q=204567890", by: owner).text.contains("\"mill\""))
        #expect(try !get("/v1/suppliers?q=204567890", by: gia).text.contains("\"mill\""))
        #expect(try get("/v1/suppliers?q=Rustaveli", by: gia).text.contains("\"mill\""))
        #expect(try !get("/search?q=204567890", by: gia).text.contains("/suppliers/mill"))
        #expect(try get("/search?q=204567890", by: owner).text.contains("/suppliers/mill"))
        // A whole fact would tell of it.
        let fact = try #require(house.get("/v1/audit_trail?entity=supplier&subject=mill").rows.last?["fact"]?.string)
        #expect(try get("/v1/events/\(fact)", by: owner).status == 200)
        #expect(try get("/v1/events/\(fact)", by: gia).status == 404)
        #expect(try get("/events/\(fact)", by: gia).status == 404)
        // What is not asked stays as it is.
        #expect(
            try gia.forms.done("change-supplier", from: "/suppliers/mill/change", ["address": "Rustaveli 2"])
                == "/suppliers/mill")
        try house.settle()
        let card = try get("/suppliers/mill", by: owner).text
        #expect(card.contains("204567890") && card.contains("Rustaveli 2") && card.contains("dismal"))
    }

    @Test func `a field that is only read is shown and not changed, by whatever way`() throws {
        let gia = try person("gia", fields: [("supplier.taxNumber", "read"), ("supplier.fields.shade", "read")])
        #expect(try get("/suppliers/mill", by: gia).text.contains("204567890"))
        #expect(try !get("/suppliers/mill/change", by: gia).text.contains("name=\"taxNumber\""))
        func command(_ method: String, _ path: String, _ body: JSON) throws -> (status: Int, rule: String?) {
            try self.command(method, path, body, by: gia)
        }
        for body in [["taxNumber": "404000001"], ["taxNumber": .null], ["fields": ["shade": "green"]]] as [JSON] {
            let refused = try command("PATCH", "suppliers/mill", body)
            #expect(refused.status == 403 && refused.rule == "field.rights", "\(body) \(refused)")
        }
        // Said as it is, it is not changed; whole without it, it would be.
        #expect(try command("PATCH", "suppliers/mill", ["taxNumber": "204567890", "address": "R 3"]).status == 200)
        #expect(try command("PUT", "suppliers/mill", ["name": ["en": "Mill"]]).rule == "field.rights")
        #expect(
            try command("PUT", "suppliers/new", ["name": ["en": "New"], "taxNumber": "404000001"]).rule
                == "field.rights")
        #expect(try command("PUT", "suppliers/newer", ["name": ["en": "New"]]).status == 201)
    }

    @Test func `entries are reached by what they hold`() throws {
        let gia = try person(
            "gia", entries: [["field": "supplier.address", "values": ["Gori 7", "Kutaisi"]]])
        for (path, isThere) in [
            ("/suppliers", true), ("/v1/suppliers", true), ("/v1/suppliers?format=csv", true), ("/search?q=r", false),
            ("/who-did-what?entity=supplier", true),
        ] {
            let text = try get(path, by: gia).text
            #expect(!text.contains("Mill"), "\(path)")
            #expect(!isThere || text.contains("arm"), "\(path)")
        }
        for path in ["/suppliers/mill", "/suppliers/mill/change", "/v1/suppliers/mill"] {
            #expect(try get(path, by: gia).status == 404, "\(path)")
        }
        #expect(try get("/suppliers/farm", by: gia).status == 200)
        #expect(try get("/v1/suppliers/farm", by: gia).status == 200)
        #expect(try !get("/goods-documents/new/delivery", by: gia).text.contains("Mill"))
        let refused = try command("PATCH", "suppliers/mill", ["paymentDays": 1], by: gia)
        #expect(refused.status == 403 && refused.rule == "entry.rights", "\(refused)")
        #expect(try command("PATCH", "suppliers/farm", ["paymentDays": 1], by: gia).status == 200)
        // Nor is one put out of one's own reach, or made beyond it.
        #expect(try command("PATCH", "suppliers/farm", ["address": "Batumi"], by: gia).rule == "entry.leaves")
        #expect(try command("PUT", "suppliers/port", ["name": ["en": "Port"]], by: gia).rule == "entry.leaves")
        #expect(
            try command("PUT", "suppliers/kut", ["name": ["en": "K"], "address": "Kutaisi"], by: gia).status == 201)
        #expect(try command("DELETE", "suppliers/mill", ["reason": "x"], by: gia).rule == "entry.rights")
    }

    @Test func `one’s own entries are those that one said first`() throws {
        let gia = try person("gia", entries: [["own": "supplier"]])
        #expect(try command("PUT", "suppliers/mine", ["name": ["en": "Mine"]], by: gia).status == 201)
        try house.settle()
        let list = try get("/v1/suppliers", by: gia).text
        #expect(list.contains("mine") && !list.contains("\"mill\""))
        #expect(try get("/suppliers/mine", by: gia).status == 200)
        #expect(try get("/suppliers/mill", by: gia).status == 404)
        #expect(try command("PATCH", "suppliers/mine", ["paymentDays": 2], by: gia).status == 200)
        #expect(try command("PATCH", "suppliers/mill", ["paymentDays": 2], by: gia).rule == "entry.rights")
        // Another’s change does not make it theirs.
        #expect(
            try house.command("PATCH", "suppliers/mine", ["paymentDays": 3], headers: [("If-Match", "*")]).status == 200
        )
        try house.settle()
        #expect(try get("/suppliers/mine", by: gia).status == 200)
    }

    @Test func `of several roles what one shows is shown`() throws {
        _ = try person("narrow", fields: [("supplier.taxNumber", "hidden"), ("supplier.address", "read")])
        try said("roles/wide", ["name": ["en": "Wide"], "reach": "every", "rights": ["stock.read"]])
        try said("roles/other", ["name": ["en": "Other"], "reach": "every", "rights": ["money.read"]])
        try house.settle()
        for (name, second, isShown) in [("a", "wide", true), ("b", "other", false)] {
            try house.accounts.addUser(name: name, password: "gia-gia-gia", language: "en", roles: ["narrow", second])
            let who = try signedIn(name)
            #expect(try get("/suppliers/mill", by: who).text.contains("204567890") == isShown, "\(second)")
            // What is only seen by it is not changed by it.
            #expect(try command("PATCH", "suppliers/mill", ["address": "x"], by: who).rule == "field.rights")
        }
    }

    @Test func `nobody gives others more than they are shown, and roles say what there is`() throws {
        let gia = try person("gia", fields: [("supplier.taxNumber", "hidden")], rights: ["*"])
        func define(_ name: String, _ fields: JSON, _ entries: JSON = []) throws -> String? {
            let answer = try command(
                "PUT", "roles/\(name)",
                ["name": ["en": "X"], "rights": ["stock.read"], "fieldRights": fields, "entryRights": entries], by: gia)
            return answer.status == 201 ? "ok" : answer.rule
        }
        #expect(try define("r1", []) == "role.rights")
        #expect(try define("r2", [["field": "supplier.taxNumber", "access": "hidden"]]) == "ok")
        #expect(try define("r3", [["field": "supplier.taxNumber", "access": "read"]]) == "role.rights")
        func refused(_ fields: JSON, _ entries: JSON = []) throws -> JSON? {
            try house.command(
                "PUT", "roles/odd",
                ["name": ["en": "X"], "rights": ["stock.read"], "fieldRights": fields, "entryRights": entries]
            ).json["rule"]
        }
        #expect(try refused([["field": "supplier.nothing", "access": "hidden"]]) == "field.unknown")
        #expect(try refused([["field": "supplier.name.en", "access": "hidden"]]) == "role.name")
        #expect(try refused([["field": "customer.name", "access": "hidden"]]) == "role.name")
        #expect(try refused([["field": "supplier.address"]]) == "required")
        #expect(try refused([], [["values": ["x"]]]) == "required")
        #expect(try refused([], [["field": "customer.phone", "values": ["x"]]]) == "role.condition")
        #expect(try refused([], [["field": "supplier.address"]]) == "required")
        #expect(try refused([], [["own": "No such"]]) == "entity.unknown")
    }

    @Test func `a customer’s phone can be hidden, and is found by nobody whom it is hidden from`() throws {
        try said("customers/c1", ["name": "Nana Beridze", "phone": "599123456"])
        try house.settle()
        let gia = try person("gia", fields: [("customer.phone", "hidden")])
        for path in ["/customers", "/customers/c1", "/v1/customer-directory", "/customers/c1/change"] {
            let (mine, theirs) = (try get(path, by: gia), try get(path, by: owner))
            #expect(mine.status == 200 && mine.text.contains("Nana") && !mine.text.contains("599123456"), "\(path)")
            #expect(!mine.text.contains("599 12 34 56") && !mine.text.contains("123456"), "\(path)")
            #expect(theirs.text.filter(\.isNumber).contains("599123456"), "\(path)")
        }
        for path in ["/customers?q=599123456", "/v1/customer-directory?q=123456", "/search?q=599123456"] {
            #expect(try !get(path, by: gia).text.contains("Nana"), "\(path)")
            #expect(try get(path, by: owner).text.contains("Nana"), "\(path)")
        }
        #expect(try get("/v1/people?q=599123456", by: gia).status == 403)
        #expect(try command("PATCH", "customers/c1", ["phone": "599000000"], by: gia).rule == "field.rights")
        #expect(try command("PUT", "customers/c1", ["name": "Nana"], by: gia).rule == "field.rights")
        #expect(try command("PATCH", "customers/c1", ["email": "n@example.org"], by: gia).status == 200)
    }

    @Test func `what is hidden is not guessed: who says it at all is refused alike, right or wrong`() throws {
        let gia = try person("gia", fields: [("supplier.taxNumber", "hidden")])
        for guess in ["204567890", "404000001"] {
            #expect(
                try command("PATCH", "suppliers/mill", ["taxNumber": .string(guess)], by: gia).rule == "field.rights")
        }
        let few = try person("few", entries: [["field": "supplier.address", "values": ["Gori 7"]]])
        // Of an entry that is not reached nothing is compared, not even what changes nothing.
        for body in [["address": "Rustaveli 1"], ["address": "elsewhere"]] as [JSON] {
            #expect(try command("PATCH", "suppliers/mill", body, by: few).rule == "entry.rights", "\(body)")
        }
    }

    @Test func `prices that are hidden stand on no page of many prices`() throws {
        try said("products/p", ["name": ["en": "P"], "unit": "C62", "listPrice": ["amount": 1_777, "per": 1_000]])
        try house.settle()
        let gia = try person("gia", fields: [("product.listPrice", "hidden")])
        for path in [
            "/price-labels?store=S01&products=p", "/price-changes", "/price-changes/new?percent=7", "/products/p",
        ] {
            let (mine, theirs) = (try get(path, by: gia), try get(path, by: owner))
            #expect(theirs.status == 200 && !mine.text.contains("17.77"), "\(path)")
            #expect(mine.status == (path == "/products/p" ? 200 : 403), "\(path)")
        }
        #expect(try !get("/prices", by: gia).text.contains("/price-labels"))
    }

    @Test func `what follows from a hidden field is hidden with it, whatever report tells it`() throws {
        let gia = try person("gia", fields: [("product.hierarchy", "hidden"), ("customer.category", "hidden")])
        for path in [
            "/v1/products?category=dairy", "/v1/stock?category=dairy", "/v1/margins?group=department",
            "/v1/receipts?category=dairy", "/v1/margins?group=customer_category",
            "/v1/customers?fields=customer,category",
            "/v1/receipts?customer_category=x",
        ] {
            #expect(try get(path, by: gia).status == 403, "\(path)")
            #expect(try get(path, by: owner).status == 200, "\(path)")
        }
        #expect(try get("/v1/products", by: gia).status == 200)
        // What is not shown is no question of theirs either.
        for by in ["category", "department", "customer_category"] {
            let page = try get("/sales?by=\(by)&period=days&from=2026-03-01&through=2026-03-31", by: gia)
            #expect(page.status == 200 && !page.text.contains("value=\"\(by)\""), "\(by)")
        }
    }

    @Test func `a customer who is not reached is nowhere, and nobody is made one with them`() throws {
        for (id, category, phone) in [
            ("cw", "wholesale", "599000001"), ("cr", "retail", "599000002"), ("cx", "wholesale", "599000003"),
        ] {
            if category == "retail" || id == "cw" { try said("customer-categories/\(category)", ["name": ["en": "X"]]) }
            try said("customers/\(id)", ["name": "Rita", "phone": .string(phone), "category": .string(category)])
        }
        try house.settle()
        let gia = try person("gia", entries: [["field": "customer.category", "values": ["wholesale"]]])
        for path in [
            "/customers/cr", "/v1/customers/cr", "/v1/customers/cr/history", "/v1/customers/cr/points",
            "/v1/customers/cr/accounts/GEL", "/customers/cr/account/none:1",
        ] {
            #expect(try get(path, by: gia).status == 404, "\(path)")
        }
        #expect(
            try get("/customers/cw", by: gia).status == 200 && get("/v1/customers/cw/history", by: gia).status == 200)
        #expect(try command("POST", "customers/cw/merges", ["with": "cr"], by: gia).rule == "entry.rights")
        #expect(try command("POST", "customers/cr/merges", ["with": "cw"], by: gia).rule == "entry.rights")
        #expect(try command("POST", "customers/cw/merges", ["with": "cx"], by: gia).rule == nil)
        #expect(
            try command("PUT", "contracts/k", ["customer": "cr", "number": "1", "currency": "GEL"], by: gia).rule
                == "entry.rights")
        // Whose a phone is that another has is not told.
        let taken = try gia.forms.send(
            "new-customer", from: "/customers/new", ["name": "N", "phone": "599000002", "category": "wholesale"])
        #expect(taken.status == 409 || taken.status == 422)
        #expect(!taken.text.contains("customer cr") && !taken.text.contains("/customers/cr"))
    }

    @Test func `own directories: hidden fields in who did what, files, and fields that there are`() throws {
        try said("entities/fridge", ["name": ["en": "Fridge"]])
        try said("fields/temp", ["entity": "fridge", "type": "text", "name": ["en": "Temp"]])
        try said(
            "fields/wage", ["entity": "employee", "type": "money", "name": ["en": "Wage"], "sensitivity": "personal"])
        try said("entries/fridge/f1", ["name": ["en": "Big one"], "fields": ["temp": "SECRETTEMP"]])
        try house.settle()
        let gia = try person("gia", fields: [("fridge.fields.temp", "hidden")])
        for path in [
            "/entries/fridge", "/entries/fridge/f1", "/who-did-what?kind=shops", "/v1/entries/fridge",
            "/v1/entries/fridge?format=csv",
        ] {
            let (mine, theirs) = (try get(path, by: gia), try get(path, by: owner))
            #expect(mine.status == 200 && theirs.status == 200, "\(path) \(mine) \(theirs)")
            #expect(!mine.text.contains("SECRETTEMP"), "\(path)")
            #expect(theirs.text.contains("SECRETTEMP"), "\(path)")
        }
        func rule(_ field: String) throws -> JSON? {
            try house.command(
                "PUT", "roles/odd",
                [
                    "name": ["en": "X"], "rights": ["stock.read"],
                    "fieldRights": [["field": .string(field), "access": "hidden"]],
                ]
            ).json["rule"]
        }
        #expect(try rule("employee.fields.wage") == "field.unknown")
        #expect(try rule("fridge.fields.none") == "field.unknown")
        #expect(try rule("nonsense.name.en") == "entity.unknown" && rule("nonsense.fields.x") == "field.unknown")
        #expect(try rule("employee.personalFields.wage") == nil)
    }

    @Test func `the manager of a shop knows its staff by name, and no other shop’s`() throws {
        try said("stores/S02", ["currency": "GEL", "zone": "Asia/Tbilisi"])
        for (id, store) in [("eka", "S01"), ("dato", "S02"), ("mari", "S01")] {
            try said(
                "employees/\(id)",
                [
                    "name": .string("\(id.capitalized) B"), "phone": "599777888", "stores": [.string(store)],
                    "post": "Senior",
                ])
        }
        try house.settle()
        let manager = try FormReader(person: "mari", "shop-manager", in: house)
        for path in ["/employees", "/v1/employees", "/employees/eka"] {
            let text = try manager.client.send("GET", path).text
            #expect(text.contains("Eka B") && !text.contains("Dato"), "\(path)")
            #expect(!text.filter { !$0.isWhitespace }.contains("599777888"), "\(path)")
        }
        #expect(try manager.client.send("GET", "/employees/dato").status == 404)
        // What is counted is what is listed.
        let counted = try manager.page("/directories")
        for (path, count) in [("employees", "2"), ("stores", "1")] {
            let row = counted.split(separator: "href=\"/\(path)\"").dropFirst().first?.split(separator: "</tr>").first
            #expect(row.map { $0.contains(">\(count)<") } ?? false, "\(path) \(row ?? "")")
        }
        #expect(try owner.forms.page("/employees/eka").contains("Senior"))
    }

    @Test func `files are a right of their own`() throws {
        let gia = try person("gia", rights: ["*.read", "*.change"])
        #expect(try get("/v1/suppliers?format=csv", by: gia).status == 403)
        #expect(try get("/v1/suppliers?format=xlsx", by: gia).status == 403)
        #expect(try get("/v1/suppliers", by: gia).status == 200)
        let (mine, theirs) = (try get("/suppliers", by: gia).text, try get("/suppliers", by: owner).text)
        #expect(!mine.contains("format=") && theirs.contains("format="))
        #expect(!mine.contains("/suppliers/import") && theirs.contains("/suppliers/import"))
        #expect(try get("/suppliers/import", by: gia).status == 403)
        #expect(try get("/suppliers/import", by: owner).status == 200)
    }

    @Test func `a role is tried as it leaves out`() throws {
        let form = try owner.forms.fields("new-role", of: owner.forms.page("/roles/new"))
        #expect(
            form.keys.contains { $0.hasPrefix("fieldRights-0-") }
                && form.keys.contains { $0.hasPrefix("entryRights-0-") }, "\(form.keys.sorted())")
    }
}
