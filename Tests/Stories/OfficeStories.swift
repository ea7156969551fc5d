import Events
import Foundation
import JSON
import TestSupport
import Testing

/// What the office says of suppliers, contracts, staff and settings, over HTTP.
@Suite struct `The office keeps its files` {
    let house: House

    init() throws {
        house = try House()
        try #require(try house.command("PUT", "stores/S01", CommandStories.shop).status == 201)
        try #require(try house.command("PUT", "products/p", CommandStories.milk).status == 201)
    }

    private let any = ("If-Match", "*")

    @Test func `goods are ordered from a supplier, delivered in part, and the rest is given up`() throws {
        let dairy: JSON = ["name": ["en": "Dairy"], "currency": "GEL", "minimumOrder": 500]
        #expect(try house.command("PUT", "suppliers/dairy", dairy).status == 201)
        #expect(try house.command("PUT", "suppliers/dairy", dairy).status == 428)
        let lines: JSON = [["line": 1, "product": "p", "quantity": 10_000, "cost": 600]]
        var order: JSON = ["supplier": "dairy", "currency": "GEL", "lines": lines]
        let placed = try house.command("PUT", "stores/S01/purchase-orders/o", order)
        #expect(placed.status == 201, "\(placed.text)")
        order["lines"] = [["line": 1, "product": "p", "quantity": 8_000, "cost": 400]]
        let small = try house.command("PUT", "stores/S01/purchase-orders/o", order, headers: [any])
        #expect(small.status == 409 && small.json["rule"] == "supplier.minimumOrder", "\(small.text)")
        #expect(small.json["least"] == 500 && small.json["asked"] == 400)
        var delivery = CommandStories.delivery
        delivery["purchaseOrder"] = "o"
        delivery["lines"] = [["line": 1, "product": "p", "quantity": 6_000, "cost": 400]]
        #expect(try house.command("PUT", "stores/S01/deliveries/d", delivery).status == 201)
        let late = try house.command("DELETE", "stores/S01/purchase-orders/o", .object([]))
        #expect(late.status == 409 && late.json["received"] == 6_000, "\(late.text)")
        #expect(try house.command("POST", "stores/S01/purchase-orders/o/close", .object([])).status == 200)
        #expect(try house.command("POST", "stores/S02/purchase-orders/o/close", .object([])).status == 404)
        #expect(try house.get("/v1/stores/S01/purchase-orders/o").json["state"]?["stage"] == "closed")
        try house.settle()
        #expect(try house.get("/v1/purchases?purchase_order=o").rows.first?["received"] == 6_000)

        let cost: JSON = ["currency": "GEL", "lines": [["line": 1, "cost": 420]]]
        let corrected = try house.command("POST", "stores/S01/deliveries/d/cost-corrections", cost)
        #expect(corrected.status == 201, "\(corrected.text)")
        #expect(try house.command("POST", "stores/S01/deliveries/x/cost-corrections", cost).status == 404)
        let gone = try house.command("DELETE", "products/p", .object([]))
        #expect(gone.status == 200, "\(gone.text)")
        order["lines"] = lines
        let refused = try house.command("POST", "stores/S01/purchase-orders", order)
        #expect(refused.status == 409 && refused.json["rule"] == "product.discontinued", "\(refused.text)")
    }

    @Test func `a customer signs a contract, and buys on account within its limit`() throws {
        #expect(try house.command("PUT", "customers/c", ["name": "Nino"]).status == 201)
        let contract: JSON = ["customer": "c", "currency": "GEL", "creditLimit": 1_000]
        let unknown = try house.command("PUT", "contracts/k", ["customer": "x"])
        #expect(unknown.status == 422 && unknown.json["rule"] == "customer.unknown", "\(unknown.text)")
        #expect(try house.command("PUT", "contracts/k", contract).status == 201)
        let longer = try house.command("PATCH", "contracts/k", ["paymentDays": 30], headers: [any])
        #expect(longer.status == 200, "\(longer.text)")
        #expect(try house.get("/v1/contracts/k").json["state"]?["said"]?["creditLimit"] == 1_000)

        var receipt = TestChain.receipt([("p", 1_000, 300)], customer: "c")
        receipt["tenders"] = [["tender": 1, "kind": "account", "amount": 300]]
        let event = TestChain.event(
            "receipt.completed.v1", receipt, store: "S01", writer: House.writer, sequence: 1, at: "2026-03-01T09:00:00Z"
        )
        #expect(try house.post([event]).status == 200)
        try eventually("it stands on the account") {
            try house.get("/v1/customers/c/accounts/GEL").json["state"]?["charges"]?["\(House.writer):1"] == 300
        }
        func invoice(_ amount: Int64) -> JSON {
            ["kind": "invoice", "amount": .int(amount), "currency": "GEL", "contract": "k"]
        }
        let much = try house.command("POST", "stores/S01/accounts/c/entries", invoice(701))
        #expect(much.status == 409 && much.json["rule"] == "account.limit", "\(much.text)")
        #expect(much.json["limit"] == 1_000 && much.json["balance"] == 300 && much.json["left"] == 700)
        #expect(try house.command("POST", "stores/S01/accounts/c/entries", invoice(700)).json["balance"] == 1_000)
        let paid: JSON = ["amount": 400, "currency": "GEL", "settles": [["receipt": "S01-t1:1", "amount": 300]]]
        let answer = try house.command("POST", "stores/S01/accounts/c/payments", paid, token: house.till)
        #expect(answer.status == 201 && answer.json["balance"] == 600, "\(answer.text)")
        #expect(try house.command("POST", "stores/S01/accounts/c/payments", paid).json["rule"] == "account.settled")
        try house.settle()
        #expect(try house.get("/v1/balances?customer=c").rows.first?["balance"] == 600)
        #expect(try house.command("DELETE", "contracts/k", .object([])).status == 200)
        let over = try house.command("POST", "stores/S01/accounts/c/entries", invoice(1))
        #expect(over.status == 422 && over.json["rule"] == "contract.unknown", "\(over.text)")
    }

    @Test func `a payment is corrected, and an entry taken back`() throws {
        #expect(try house.command("PUT", "customers/c", ["name": "Nino"]).status == 201)
        let path = "stores/S01/accounts/c"
        let invoice: JSON = ["kind": "invoice", "amount": 700, "currency": "GEL"]
        let entered = try house.command("POST", "\(path)/entries", invoice)
        let entry = try #require(entered.json["facts"]?.array?.first?.string, "\(entered.text)")
        let paid = try house.command("POST", "\(path)/payments", ["amount": 400, "currency": "GEL"])
        let payment = try #require(paid.json["facts"]?.array?.first?.string, "\(paid.text)")
        #expect(paid.json["balance"] == 300)

        var correction: JSON = [
            "original": .string(payment), "currency": "GEL", "reason": "miscounted",
            "payment": ["customer": "c", "amount": 500, "currency": "GEL"],
        ]
        let corrected = try house.command("POST", "\(path)/corrections", correction)
        #expect(corrected.status == 200 && corrected.json["balance"] == 200, "\(corrected.text)")
        correction["original"] = .string(entry)
        #expect(try house.command("POST", "\(path)/corrections", correction).json["rule"] == "account.kind")
        let contract: JSON = ["customer": "c", "currency": "GEL", "creditLimit": 1_000]
        #expect(try house.command("PUT", "contracts/k", contract).status == 201)
        let more: JSON = [
            "original": .string(entry), "currency": "GEL", "reason": "more",
            "entry": ["customer": "c", "kind": "invoice", "amount": 1_501, "currency": "GEL"],
        ]
        #expect(try house.command("POST", "\(path)/corrections", more).json["rule"] == "account.limit")
        correction["original"] = "office.1.x:99"
        #expect(try house.command("POST", "\(path)/corrections", correction).json["rule"] == "original.unknown")

        // What stands in one shop's book is revised in that shop.
        #expect(try house.command("PUT", "stores/S02", CommandStories.shop).status == 201)
        var elsewhere = more
        elsewhere["entry"] = ["customer": "c", "kind": "invoice", "amount": 1, "currency": "GEL"]
        let other = try house.command("POST", "stores/S02/accounts/c/corrections", elsewhere)
        #expect(other.json["rule"] == "original.unknown", "\(other.text)")

        var why: JSON = ["original": .string(entry), "currency": "GEL", "reason": "not hers"]
        #expect(try house.command("POST", "\(path)/reversals", why).json["path"] == "approver")
        why["approver"] = "e1"
        let reversed = try house.command("POST", "\(path)/reversals", why)
        #expect(reversed.status == 200 && reversed.json["balance"] == -500, "\(reversed.text)")
        #expect(try house.command("POST", "\(path)/reversals", why).json["balance"] == -500)
        try house.settle()
        #expect(try house.get("/v1/balances?customer=c").rows.first?["balance"] == -500)
    }

    @Test func `cash that a till moved is corrected and taken back, where it stands and in its own shop`() throws {
        func moved(_ number: Int64, at time: String) throws {
            let data: JSON = ["shift": "sh", "kind": "paidOut", "amount": 900, "currency": "GEL"]
            let event = TestChain.event(
                "cash.moved.v1", data, store: "S01", writer: "S01-t1", sequence: number, at: time)
            try #require(house.post([event]).status == 200)
        }
        try moved(1, at: "2026-04-02T09:00:00Z")
        try moved(2, at: "2026-03-02T09:00:00Z")
        try house.settle()
        let path = "stores/S01/cash-movements"
        try eventually("the office has heard") { try house.get("/v1/\(path)/S01-t1%3A2").status == 200 }
        func said(_ answer: Answer) throws -> [JSON] {
            try #require(answer.status == 200, "\(answer.text)")
            try house.settle()
            return try (answer.json["facts"]?.array ?? []).map {
                let fact = try house.get("/v1/events/\($0.string!)").json
                return fact["event"] ?? fact
            }
        }
        let whole: JSON = ["shift": "sh", "kind": "paidOut", "amount": 90, "currency": "GEL"]
        let correction: JSON = ["reason": "a slip", "movement": whole]
        let why: JSON = ["reason": "it was not moved", "approver": "e1"]

        #expect(
            try house.command("POST", "\(path)/S01-t1%3A9/corrections", correction).json["rule"] == "original.unknown")
        #expect(try house.command("POST", "\(path)/S01-t1%3A1/reversal", ["reason": "r"]).json["path"] == "approver")
        #expect(try house.command("PUT", "stores/S02", CommandStories.shop).status == 201)
        let elsewhere = try house.command("POST", "stores/S02/cash-movements/S01-t1%3A1/reversal", why)
        #expect(elsewhere.json["rule"] == "original.unknown", "\(elsewhere.text)")
        var negative = correction
        negative["movement"] = ["shift": "sh", "kind": "paidOut", "amount": -1, "currency": "GEL"]
        #expect(
            try house.command("POST", "\(path)/S01-t1%3A1/corrections", negative).json["path"] == "movement.amount")

        let corrected = try said(try house.command("POST", "\(path)/S01-t1%3A1/corrections", correction))
        #expect(corrected.map { $0["type"] } == ["cash.corrected.v1"])
        #expect(corrected[0]["data"]?["effectiveAt"] == "2026-04-02T09:00:00.000Z", "\(corrected)")
        let now = try house.get("/v1/\(path)/S01-t1%3A1").json["state"]
        #expect(
            now?["amount"] == 90 && now?["revision"] == 1 && now?["isReversed"] == false, "\(String(describing: now))")
        let reversed = try said(try house.command("POST", "\(path)/S01-t1%3A1/reversal", why))
        #expect(reversed.map { $0["data"]?["revision"] } == [2])
        #expect(try said(try house.command("POST", "\(path)/S01-t1%3A1/reversal", why)).isEmpty)
        let late = try house.command("POST", "\(path)/S01-t1%3A1/corrections", correction)
        #expect(late.json["rule"] == "document.reversed", "\(late.text)")

        #expect(try house.command("POST", "stores/S01/periods", ["through": "2026-03-31"]).status == 201)
        let moved = try said(try house.command("POST", "\(path)/S01-t1%3A2/corrections", correction))
        #expect(moved.map { $0["type"] } == ["cash.reversed.v1", "cash.moved.v1"])
        #expect(moved.map { $0["data"]?["effectiveAt"] } == ["2026-04-01", "2026-04-01"], "\(moved)")
        #expect(moved[0]["data"]?["closedThrough"] == "2026-03-31" && moved[1]["data"]?["amount"] == 90)
        #expect(try house.get("/v1/\(path)/S01-t1%3A2").json["state"]?["isReversed"] == true)
    }

    @Test func `what an account says of a closed day stays, and is put right on the first open one`() throws {
        #expect(try house.command("PUT", "customers/c", ["name": "Nino"]).status == 201)
        let path = "stores/S01/accounts/c"
        func entered(_ kind: String, _ body: JSON) throws -> JSON {
            var body = body
            (body["currency"], body["effectiveAt"]) = ("GEL", "2026-03-10")
            let said = try house.command("POST", "\(path)/\(kind)", body)
            return try #require(said.json["facts"]?.array?.first, "\(said.text)")
        }
        let entry = try entered("entries", ["kind": "invoice", "amount": 700])
        let payment = try entered("payments", ["amount": 400])
        #expect(try house.command("POST", "stores/S01/periods", ["through": "2026-03-31"]).status == 201)
        let correction: JSON = [
            "original": payment, "currency": "GEL", "reason": "miscounted",
            "payment": ["customer": "c", "amount": 500, "currency": "GEL"],
        ]
        let corrected = try house.command("POST", "\(path)/corrections", correction)
        #expect(corrected.status == 200 && corrected.json["balance"] == 200, "\(corrected.text)")
        let why: JSON = ["original": entry, "currency": "GEL", "reason": "not hers", "approver": "e1"]
        let reversed = try house.command("POST", "\(path)/reversals", why)
        #expect(reversed.status == 200 && reversed.json["balance"] == -500, "\(reversed.text)")
        #expect(try house.command("POST", "\(path)/reversals", why).json["balance"] == -500)
        try house.settle()
        let rows = try house.get("/v1/accounts?customer=c&sort=at,amount").rows
        let told = rows.map { "\($0["at"]!.string!.prefix(10)) \($0["kind"]!.string!) \($0["amount"]!.int!)" }
        #expect(
            told == [
                "2026-03-09 paid -400", "2026-03-09 invoice 700", "2026-03-31 reversal -700", "2026-03-31 paid -500",
                "2026-03-31 reversal 400",
            ], "\(told)")
        #expect(try house.get("/v1/balances?customer=c").rows.first?["balance"] == -500)
        try house.expectSameFromZero()
    }

    @Test func `coupons and points are spent once, by whichever till comes first`() throws {
        let rule: JSON = ["stage": "coupon", "mode": "compound", "effects": [["kind": "percent", "percent": 100_000]]]
        #expect(try house.command("PUT", "discount-rules/r", rule).status == 201)
        #expect(try house.command("PUT", "coupons/C", ["rule": "r"]).json["left"] == 1)
        let held = try house.command("PUT", "coupons/C/holds/a", .object([]), token: house.till)
        #expect(held.status == 201 && held.json["left"] == 0, "\(held.text)")
        let second = try house.command("POST", "coupons/C/holds", .object([]))
        #expect(second.status == 409 && second.json["rule"] == "coupon.uses", "\(second.text)")
        #expect(try house.command("POST", "coupons/C/holds/a/redeem", .object([]), token: house.till).status == 200)
        #expect(try house.command("DELETE", "coupons/C", .object([]), token: house.till).status == 403)

        #expect(try house.command("PUT", "customers/c", ["name": "Nino"]).status == 201)
        #expect(try house.command("POST", "customers/x/points/earnings", ["points": 5]).status == 404)
        #expect(try house.command("POST", "customers/c/points/earnings", ["points": 100]).json["balance"] == 100)
        let first = try house.command("POST", "customers/c/points/holds", ["points": 60], token: house.till)
        let hold = try #require(first.json["hold"]?.string, "\(first.text)")
        let refused = try house.command("POST", "customers/c/points/burns", ["points": 60], token: house.till)
        #expect(refused.status == 409 && refused.json["left"] == 40 && refused.json["asked"] == 60, "\(refused.text)")
        let burned = try house.command(
            "POST", "customers/c/points/holds/\(hold)/burn", ["points": 60], token: house.till)
        #expect(burned.json["balance"] == 40, "\(burned.text)")
        let hidden = try house.command("POST", "customers/c/points/burns", ["points": 1, "spent": []])
        #expect(hidden.status == 422 && hidden.json["path"] == "spent", "\(hidden.text)")
    }

    @Test func `staff, settings and books are kept, and a shop that is closed takes nothing new`() throws {
        let role: JSON = ["name": ["en": "Cashier"], "rights": ["receipt.sell"]]
        #expect(try house.command("PUT", "roles/cashier", role).status == 201)
        let nobody = try house.command("PUT", "employees/e", ["roles": ["boss"]])
        #expect(nobody.status == 422 && nobody.json["path"] == "roles[0]", "\(nobody.text)")
        #expect(try house.command("PUT", "employees/e", ["roles": ["cashier"], "stores": ["S01"]]).status == 201)
        #expect(try house.command("PATCH", "employees/e", ["to": "2026-12-31"], headers: [any]).status == 200)
        #expect(try house.command("DELETE", "employees/e", .object([])).status == 200)
        let rate: JSON = ["currency": "USD", "baseCurrency": "GEL", "numerator": 271, "denominator": 100]
        #expect(try house.command("PUT", "exchange-rates/usd", rate).status == 201)
        #expect(try house.command("PUT", "taxes/vat", ["rate": 180_000]).status == 201)
        #expect(try house.command("PUT", "fields/shelf", ["entity": "product", "type": "text"]).status == 201)
        #expect(try house.command("PUT", "customer-categories/gold", ["name": ["en": "Gold"]]).status == 201)
        #expect(try house.command("PUT", "reminders/m", ["dueAt": "2026-12-01"]).status == 201)
        let scan: JSON = ["entity": ["kind": "product", "id": "p"]]
        #expect(try house.command("PUT", "documents/scan", scan).status == 201)
        #expect(try house.command("DELETE", "documents/scan", .object([])).status == 200)
        #expect(
            try house.command("POST", "stores/S01/policies", ["from": "2026-03-01", "returnDays": 14]).status == 201)
        #expect(try house.command("POST", "stores/S01/periods", ["through": "2026-03-31"]).status == 200)
        let late = try house.command("POST", "stores/S01/policies", ["from": "2026-03-31", "returnDays": 30])
        #expect(late.status == 409 && late.json["through"] == "2026-03-31", "\(late.text)")
        let future = try house.command("POST", "stores/S01/periods", ["through": "9999-12-30"])
        #expect(future.status == 409 && future.json["rule"] == "period.open", "\(future.text)")

        #expect(try house.command("PUT", "stores/S01/tills/t2", .object([])).status == 201)
        #expect(try house.command("DELETE", "stores/S02/tills/t2", .object([])).status == 404)
        #expect(try house.command("DELETE", "stores/S01/tills/t2", .object([])).status == 200)
        #expect(try house.command("DELETE", "stores/S01", ["closedOn": "2026-06-30"]).status == 200)
        let till = try house.command("PUT", "stores/S01/tills/t3", .object([]))
        #expect(till.status == 409 && till.json["closedOn"] == "2026-06-30", "\(till.text)")
        // What happened before may still be told.
        #expect(try house.command("POST", "stores/S01/deliveries", CommandStories.delivery).status == 201)
        #expect(try house.command("PUT", "stores/S01", CommandStories.shop, headers: [any]).status == 200)
        #expect(try house.command("PUT", "stores/S01/tills/t3", .object([])).status == 201)
        try house.settle()
        try house.expectSameFromZero()
    }

    @Test func `what could not be carried through is told, counted, and leads to its receipt`() throws {
        #expect(try house.command("PUT", "gift-cards/G", ["amount": 100, "currency": "GEL"]).status == 201)
        var foreign = TestChain.receipt([("p", 1_000, 60)])
        foreign["currency"] = "USD"
        foreign["tenders"] = [["tender": 1, "kind": "giftCard", "amount": 60, "serial": "G"]]
        let event = TestChain.event(
            "receipt.completed.v1", foreign, store: "S01", writer: House.writer, sequence: 1, at: "2026-03-01T09:00:00Z"
        )
        #expect(try house.post([event]).status == 200)
        try eventually("it is told") { try !house.get("/v1/refused_reactions").rows.isEmpty }
        let told = try house.get("/v1/refused_reactions?store=S01&rule=giftCard.currency&totals=true")
        #expect(told.rows.count == 1, "\(told.text)")
        #expect(told.rows.first?["fact"] == "S01-t1:1" && told.rows.first?["type"] == "receipt.completed.v1")
        #expect(told.json["totals"]?["reactions"] == 1)
        #expect(try house.get("/v1/gift-cards/G").json["state"]?["balance"] == 100)
        let elsewhere = try house.accounts.createToken(
            kind: .api, name: "S02", stores: ["S02"], writers: [], scopes: ["books"])
        #expect(try house.get("/v1/refused_reactions", token: elsewhere).rows.isEmpty)
    }
}
