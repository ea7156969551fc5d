import Events
import Foundation
import JSON
import Rules
import Services
import TestSupport
import Testing

/// What tokens of some shops, and of some scopes, see of single things: one rule for every state and document.
@Suite(.long) struct `What a token sees of single things` {
    let house: House

    init() throws { house = try House() }

    private func token(_ scopes: [Scope] = Scope.allCases, stores: [String] = []) throws -> String {
        try house.accounts.createToken(
            kind: .api, name: "client", stores: stores, writers: [], scopes: scopes.map(\.rawValue))
    }

    /// A chain in which there is one of nearly everything.
    private func fill() throws {
        func command(_ method: String, _ path: String, _ body: JSON) throws {
            let answer = try house.command(method, path, body)
            try #require([200, 201].contains(answer.status), "\(path): \(answer.text)")
        }
        try command("PUT", "stores/S01", CommandStories.shop)
        try command("PUT", "products/p", CommandStories.milk)
        try command("PUT", "stores/S02", ["zone": "Asia/Tbilisi", "currency": "GEL", "name": ["en": "Two"]])
        try command(
            "PUT", "products/q", ["name": ["en": "q"], "unit": "pcs", "defaultCost": ["amount": 5, "per": 1_000]])
        try command("PUT", "suppliers/s", ["name": ["en": "Supplier"]])
        try command("PUT", "customer-categories/gold", ["name": ["en": "Gold"]])
        try command("PUT", "roles/cashier", ["name": ["en": "Cashier"], "rights": []])
        try command("PUT", "employees/e", ["roles": ["cashier"], "stores": ["S01"]])
        try command("PUT", "gift-cards/G", ["amount": 100, "currency": "GEL"])
        try command("PUT", "customers/c", .object([]))
        try command(
            "PUT", "stores/S01/orders/o",
            [
                "customer": "c", "currency": "GEL", "gross": 100,
                "lines": [
                    ["line": 1, "kind": "sale", "product": "p", "quantity": 1_000, "gross": 100]
                ],
            ])
        try command(
            "PUT", "stores/S01/purchase-orders/u",
            [
                "supplier": "s", "currency": "GEL",
                "lines": [
                    ["line": 1, "product": "p", "quantity": 1_000, "cost": 70]
                ],
            ])
        try command("PUT", "prices/all", ["product": "p", "currency": "GEL", "amount": ["amount": 9, "per": 1_000]])
        try command(
            "PUT", "prices/two",
            [
                "product": "p", "currency": "GEL", "amount": ["amount": 8, "per": 1_000], "stores": ["S02"],
            ])
    }

    @Test func `is what its scopes name: no cost without cost, no customer without personal`() throws {
        try fill()
        let plain = try token([.catalogue, .stock, .orders, .customers])
        func state(_ path: String, _ token: String) throws -> JSON {
            let answer = try house.get("/v1/\(path)", token: token)
            try #require(answer.status == 200, "\(path): \(answer.text)")
            return try #require(answer.json["state"])
        }
        let product = try state("products/q", plain)
        #expect(product["said"]?["unit"] == "pcs" && product["said"]?["defaultCost"] == nil)
        let purchase = try state("stores/S01/purchase-orders/u", plain)
        #expect(purchase["said"]?["lines"]?.array?[0]["product"] == "p")
        #expect(purchase["said"]?["lines"]?.array?[0]["cost"] == nil)
        let order = try state("stores/S01/orders/o", plain)
        #expect(order["said"]?["gross"] == 100 && order["said"]?["customer"] == nil)
        let all = try token()
        #expect(try state("products/q", all)["said"]?["defaultCost"]?["amount"] == 5)
        #expect(try state("stores/S01/purchase-orders/u", all)["said"]?["lines"]?.array?[0]["cost"] == 70)
        #expect(try state("stores/S01/orders/o", all)["said"]?["customer"] == "c")
        let costs = try token([.catalogue, .cost])
        #expect(try state("products/q", costs)["said"]?["defaultCost"]?["amount"] == 5)
    }

    @Test func `is of its shops: what is the chain's or another shop's is not there`() throws {
        try fill()
        let (one, two, all) = (try token(stores: ["S01"]), try token(stores: ["S02"]), try token())
        let shared = ["products/q", "prices/all"]
        let ofOne = ["stores/S01", "stores/S01/orders/o", "stores/S01/purchase-orders/u"]
        let ofTwo = ["prices/two"]
        let ofChain = [
            "gift-cards/G", "customer-categories/gold", "employees/e", "suppliers/s", "roles/cashier", "customers/c",
        ]
        for path in shared + ofOne + ofTwo + ofChain {
            let (hasOne, hasTwo) = (
                shared.contains(path) || ofOne.contains(path), shared.contains(path) || ofTwo.contains(path)
            )
            // Reports have some of these addresses too, without an id.
            #expect(try house.get("/v1/\(path)", token: all).status == 200, "\(path)")
            #expect(try house.get("/v1/\(path)", token: one).status == (hasOne ? 200 : 404), "\(path)")
            #expect(try house.get("/v1/\(path)", token: two).status == (hasTwo ? 200 : 404), "\(path)")
        }
    }

    @Test func `is not there for a reader of one shop where another shop's facts were folded into it`() throws {
        let importer = try house.accounts.createToken(kind: .import, name: "all", stores: [], writers: ["*"])
        var number: Int64 = 0
        func say(_ store: String, _ type: String, _ data: JSON) throws {
            number += 1
            let fact = TestChain.event(
                type, data, store: store, writer: "i\(store)-\(number)", sequence: 1, at: "2026-03-01T12:00:00Z")
            let answer = try house.post([fact], store: store, writer: "i\(store)-\(number)", token: importer)
            try #require(answer.status == 200, "\(answer.text)")
        }
        func line(_ quantity: Int64) -> JSON { [["line": 1, "product": "p", "quantity": .int(quantity), "gross": 5]] }
        func goods(_ quantity: Int64) -> JSON { [["line": 1, "product": "p", "quantity": .int(quantity), "cost": 5]] }
        func order(_ id: String, at store: String, _ quantity: Int64) throws {
            try say(
                store, "order.placed.v1",
                ["order": .string(id), "currency": "GEL", "gross": 5, "lines": line(quantity)])
        }
        func purchase(_ id: String, at store: String, _ quantity: Int64) throws {
            try say(
                store, "purchaseOrder.placed.v1",
                ["purchaseOrder": .string(id), "currency": "GEL", "lines": goods(quantity)])
        }
        func pay(_ id: String, at store: String, _ amount: Int64) throws {
            try say(
                store, "payment.initiated.v1",
                ["payment": .string(id), "method": "card", "amount": .int(amount), "currency": "GEL"])
        }
        func send(_ id: String, from store: String, to other: String) throws {
            try say(
                store, "transfer.dispatched.v1",
                ["transfer": .string(id), "to": .string(other), "lines": [["line": 1, "product": "p", "quantity": 9]]])
        }
        // Whichever of the two is heard first.
        for (one, other, id) in [("S01", "S02", "x"), ("S02", "S01", "y")] {
            for store in [one, other] {
                try order(id, at: store, 7)
                try purchase(id, at: store, 7)
                try pay(id, at: store, 7)
                try send(id, from: store, to: "S03")
            }
        }
        try order("mine", at: "S01", 7)
        try purchase("mine", at: "S01", 7)
        try pay("mine", at: "S01", 7)
        try send("mine", from: "S01", to: "S02")
        try purchase("brought", at: "S01", 7)
        try say(
            "S02", "goods.received.v1",
            ["delivery": "d", "currency": "GEL", "purchaseOrder": "brought", "lines": goods(3)])
        let (mine, theirs, all) = (try token(stores: ["S01"]), try token(stores: ["S02"]), try token())
        func status(_ path: String, _ token: String) throws -> Int {
            try house.get("/v1/stores/\(path)", token: token).status
        }
        try eventually("the last is folded") {
            try house.get("/v1/stores/S01/purchase-orders/brought", token: all).text.contains("\"p\":3")
        }
        for kind in ["orders", "purchase-orders", "payments", "transfers"] {
            for id in ["x", "y"] {
                for (store, token) in [("S01", mine), ("S02", theirs)] {
                    #expect(try status("\(store)/\(kind)/\(id)", token) == 404, "\(store)/\(kind)/\(id)")
                }
                let seen = try ["S01", "S02"].filter { try status("\($0)/\(kind)/\(id)", all) == 200 }
                #expect(seen.count == 1, "\(kind)/\(id): \(seen)")
            }
            #expect(try status("S01/\(kind)/mine", mine) == 200, "\(kind)")
            #expect(try status("S01/\(kind)/mine", all) == 200, "\(kind)")
        }
        #expect(try status("S02/transfers/mine", theirs) == 200)
        #expect(try status("S01/purchase-orders/brought", mine) == 404)
    }

    @Test func `tells no gift card to a reader of one shop, and no whole fact without cost and personal`() throws {
        try fill()
        let card = TestChain.receipt([("p", 1_000, 500)])
        var paid = card
        paid["tenders"] = [["tender": 1, "kind": "giftCard", "amount": 500, "serial": "G"]]
        func receipt(_ data: JSON) -> [UInt8] {
            TestChain.event(
                "receipt.completed.v1", data, store: "S01", writer: "S01-t1", sequence: 1, at: "2026-03-01T12:00:00Z")
        }
        try #require(house.post([receipt(paid)]).status == 200)
        try #require(house.post([receipt(card)]).status == 200)
        try house.settle()
        try eventually("the card is overdrawn") { try !house.get("/v1/card_troubles").rows.isEmpty }
        #expect(try house.get("/v1/card_troubles", token: token([.money])).rows.count == 1)
        let one = try house.get("/v1/card_troubles?totals=true", token: token([.money], stores: ["S01"]))
        #expect(one.status == 200 && one.rows.isEmpty && one.json["totals"]?["cards"]?.int ?? 0 == 0, "\(one.text)")
        for scopes in [[.books], [.books, .cost], [.books, .personal]] as [[Scope]] {
            let rows = try house.get("/v1/quarantine", token: token(scopes)).rows
            #expect(rows.count == 1 && rows[0]["kept"] == nil && rows[0]["other"] == nil, "\(scopes)")
            #expect(try house.get("/v1/quarantine?fields=kept", token: token(scopes)).status == 403)
        }
        let whole = try house.get("/v1/quarantine", token: token([.books, .cost, .personal])).rows
        #expect(whole.first?["kept"]?.string?.contains("giftCard") == true)
    }

    @Test func `needs the scope of its area, whatever thing it is`() throws {
        for resource in Resource.all {
            let path = resource.path.map { $0.hasPrefix("{") ? "x" : $0 }.joined(separator: "/")
            let open = try Scope.allCases.filter { scope in
                try house.get("/v1/\(path)", token: token([scope] + resource.needs)).status != 403
            }
            #expect(open.count == 1, "\(path): \(open)")
            for scope in open where !resource.needs.isEmpty {
                let refused = try house.get("/v1/\(path)", token: token([scope]))
                #expect(refused.status == 403 && refused.text.contains("personal"), "\(path): \(refused.text)")
            }
        }
    }

    @Test func `tells nothing of another shop's books: numbers, facts awaited, receipts that took goods back`() throws {
        let second = try house.accounts.createToken(kind: .till, name: "two", stores: ["S02"], writers: ["S02-t1"])
        try #require(house.post([sale(1)]).status == 200)
        let back = TestChain.event(
            "receipt.completed.v1",
            TestChain.receipt([("p", -1_000, -500)], original: (receipt: "S01-t1:1", line: 1)), store: "S02",
            writer: "S02-t1", sequence: 1, at: "2026-03-02T12:00:00Z")
        try #require(house.post([back], store: "S02", writer: "S02-t1", token: second).status == 200)
        try house.settle()
        let (one, two) = (try token(stores: ["S01"]), try token(stores: ["S02"]))
        #expect(try house.get("/v1/stores/S01/writers/S01-t1", token: one).json["highestKnown"] == 1)
        let foreign = try house.get("/v1/stores/S01/writers/S02-t1", token: one)
        #expect(foreign.json["highestKnown"] == 0 && foreign.json["safeThrough"] == 0, "\(foreign.text)")
        func awaited(_ fact: String, _ token: String) throws -> Int {
            try house.get("/v1/receipts?after=\(fact)", token: token, headers: [("Prefer", "wait=0")]).status
        }
        #expect(try awaited("S02-t1:1", two) == 200)
        #expect(try awaited("S02-t1:1", one) == 409)
        #expect(try awaited("S01-t1:1", one) == 200)
        let receipt = try house.get("/v1/receipts/S01-t1:1", token: one).json["receipt"]
        let given = try #require(receipt?["returned_by"]?.array?.first)
        #expect(given["receipt"] == .null && given["quantity"]?.int.map(abs) == 1_000, "\(given)")
        let seen = try house.get("/v1/receipts/S01-t1:1", token: try token()).json["receipt"]
        #expect(seen?["returned_by"]?.array?.first?["receipt"] == "S02-t1:1")
        // Nor on pages.
        for writer in ["S01-t1", "S02-t1"] {
            let store = String(writer.prefix(3))
            let opened: JSON = ["currency": "GEL", "zone": "Asia/Tbilisi"]
            try #require(house.command("PUT", "stores/\(store)", opened).status == 201)
            try #require(house.command("PUT", "tills/\(writer)", ["store": .string(store)]).status == 201)
        }
        try #require(house.command("PUT", "employees/gia", ["name": "Gia", "stores": ["S01"]]).status == 201)
        try house.settle()
        try house.accounts.addUser(
            name: "gia", password: "gia-gia-gia", language: "en", roles: ["shop-manager"], employee: "gia")
        let gia = try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port)
        let page = try gia.send("GET", "/receipts/S01-t1:1?lang=en")
        #expect(page.status == 200 && page.text.contains("in another shop") && !page.text.contains("S02-t1"))
        let tills = try gia.send("GET", "/choices/till?of=till&till=t1").text
        #expect(tills.contains("S01-t1") && !tills.contains("S02-t1"), "\(tills)")
    }

    @Test func `and a till frees and takes what its own shop holds, of cards, points and coupons`() throws {
        try fill()
        let second = try house.accounts.createToken(kind: .till, name: "two", stores: ["S02"], writers: ["S02-t1"])
        func done(_ method: String, _ path: String, _ body: JSON, _ token: String) throws -> Answer {
            try house.command(method, path, body, token: token)
        }
        let money: JSON = ["amount": 10, "currency": "GEL"]
        try #require(done("PUT", "gift-cards/G/holds/h", money, house.till).status == 201)
        for (method, path, body) in [
            ("DELETE", "gift-cards/G/holds/h", .object([])), ("POST", "gift-cards/G/holds/h/capture", money),
        ] as [(String, String, JSON)] {
            let refused = try done(method, path, body, second)
            #expect(refused.status == 403 && refused.json["rule"] == "hold.elsewhere", "\(path): \(refused.text)")
        }
        // Nor does it hold in another shop's name.
        let named: JSON = ["amount": 10, "currency": "GEL", "store": "S01"]
        #expect(try done("PUT", "gift-cards/G/holds/other", named, second).status == 403)
        #expect(try done("POST", "gift-cards/G/holds/h/capture", money, house.till).status == 200)
        try #require(
            house.command("POST", "customers/c/points/earnings", ["points": 10]).status < 300)
        try #require(done("PUT", "customers/c/points/holds/h", ["points": 5], house.till).status == 201)
        #expect(try done("DELETE", "customers/c/points/holds/h", .object([]), second).status == 403)
        #expect(try done("POST", "customers/c/points/holds/h/burn", ["points": 5], second).status == 403)
        #expect(try done("DELETE", "customers/c/points/holds/h", .object([]), house.till).status == 200)
        // The office may for any.
        try #require(done("PUT", "gift-cards/G/holds/i", money, house.till).status == 201)
        #expect(try house.command("DELETE", "gift-cards/G/holds/i", .object([])).status == 200)
    }

    @Test func `what a token may command it may also say, and nothing else`() throws {
        let staff = try house.accounts.createToken(
            kind: .office, name: "staff", stores: [], writers: ["desk"], areas: ["staff"])
        func say(_ type: String, _ data: JSON, _ number: Int64) throws -> Answer {
            try house.post(
                [TestChain.event(type, data, store: nil, writer: "desk", sequence: number, at: "2026-03-01T12:00:00Z")],
                store: nil, writer: "desk", token: staff)
        }
        try #require(house.command("PUT", "customers/c", ["name": "Nino"]).status == 201)
        for type in [
            "customer.erased.v1", "customer.erased.v2", "product.listed.v1", "nobody.knows.v1", "role.defined.v1",
            "role.defined.v2", "signIn.changed.v1", "token.changed.v1", "access.recorded.v1", "access.recorded.v2",
        ] {
            let refused = try say(type, ["customer": "c"], 1)
            #expect(refused.status == 403 && refused.json["rule"] == "rights", "\(type): \(refused.text)")
        }
        #expect(try house.get("/v1/people/c").status == 200)
        // What the office alone records nobody says, whatever else they may.
        let office = try house.accounts.createToken(kind: .office, name: "all areas", stores: [], writers: ["desk-2"])
        let past = try house.accounts.createToken(kind: .import, name: "past", stores: ["*"], writers: ["*"])
        for (token, writer) in [(office, "desk-2"), (past, "desk-3")] {
            for type in ["approval.decided.v1", "signIn.changed.v1", "token.changed.v1", "access.recorded.v1"] {
                let fact = TestChain.event(
                    type, ["approval": "a", "decision": "granted"], store: nil, writer: writer, sequence: 1,
                    at: "2026-03-01T12:00:00Z")
                let answer = try house.post([fact], store: nil, writer: writer, token: token)
                #expect(answer.status == 403 && answer.json["rule"] == "rights", "\(type): \(answer.text)")
            }
        }
        let owner = try house.command("PUT", "employees/e9", ["name": "E", "roles": ["owner"]])
        #expect(owner.status == 403 && owner.json["rule"] == "role.rights", "\(owner.text)")
        let cashier = try house.command("PUT", "employees/e9", ["name": "E", "roles": ["cashier"]])
        #expect(cashier.status == 201, "\(cashier.text)")
        let field: JSON = ["field": "f", "entity": "product", "type": "text", "name": ["en": "F"]]
        #expect(try say("field.defined.v1", field, 1).status == 200)
        // Nobody writes as the office's own desk.
        let importer = try house.accounts.createToken(kind: .import, name: "all", stores: [], writers: ["*"])
        let fact = TestChain.event(
            "product.listed.v1", ["product": "x"], store: nil, writer: "office.0.0123456789", sequence: 7,
            at: "2026-03-01T12:00:00Z")
        let refused = try house.post([fact], store: nil, writer: "office.0.0123456789", token: importer)
        #expect(refused.status == 403 && refused.json["place"] == "writer", "\(refused.text)")
        #expect(throws: AccountError.officeWriter("office.0.0123456789")) {
            try house.accounts.createToken(
                kind: .office, name: "no", stores: [], writers: ["office.0.0123456789"])
        }
    }

    private func sale(_ number: Int64) -> [UInt8] {
        TestChain.event(
            "receipt.completed.v1", TestChain.receipt([("p", 1_000, 500)]), store: "S01", writer: "S01-t1",
            sequence: number, at: "2026-03-01T12:00:00Z")
    }
}
