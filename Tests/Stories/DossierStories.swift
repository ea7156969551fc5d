import JSON
import TestSupport
import Testing

/// Orders, payments, persons and the catalogue of another day, asked over HTTP.
@Suite struct `Orders, payments and persons` {
    let house: House

    init() throws {
        house = try House()
        try house.say("store.opened.v1", ["store": "S01", "zone": "Asia/Tbilisi", "currency": "GEL"], number: 1)
        try house.say(
            "product.listed.v1", ["product": "p", "name": ["en": "Milk"], "hierarchy": ["food", "dairy"]], number: 2,
            at: "2026-03-01T06:00:00Z")
        try house.say(
            "product.changed.v1", ["product": "p", "name": ["en": "Fresh milk"], "hierarchy": ["food", "drinks"]],
            number: 3,
            at: "2026-03-03T06:00:00Z")
        try #require(
            house.post([
                sale(1, gross: 300, customer: "b", at: "2026-03-02T09:00:00Z"),
                sale(2, gross: 500, customer: "a", at: "2026-03-04T09:00:00Z"), sale(3, gross: 40, customer: "z"),
            ]).status == 200)
        try house.settle()
    }

    @Test func `names and categories are those of the day, in the catalogue and in margins`() throws {
        func name(_ asOf: String) throws -> JSON? { try house.get("/v1/products?as_of=\(asOf)").rows.first?["name_en"] }
        #expect(try name("2026-03-02") == "Milk")
        #expect(try name("2026-03-03T05:59:59Z") == "Milk")
        #expect(try name("2026-03-03T06:00:00Z") == "Fresh milk")
        #expect(try house.get("/v1/products").rows.first?["name_en"] == "Fresh milk")
        #expect(try name("2026-02-01") == nil)
        #expect(try house.get("/v1/products?as_of=soon").status == 400)
        let margins = try house.get("/v1/margins?group=category&links=true").rows
        #expect(margins.map { [$0["category"], $0["gross"]] } == [["drinks", 500], ["dairy", 340]])
        for row in margins {
            let receipts = try house.rows(row["links"]!["receipts"]!.string!)
            #expect(receipts.reduce(0) { $0 + $1["gross"]!.int! } == row["gross"]!.int!)
        }
    }

    @Test func `customers that were merged read as one, by any of their ids`() throws {
        #expect(try house.get("/v1/customers").rows.count == 3)
        try house.say("customer.merged.v1", ["customer": "b", "with": "a"], number: 4)
        try house.settle()
        let customers = try house.get("/v1/customers").rows
        #expect(customers.map { [$0["customer"], $0["turnover"], $0["visits"]] } == [["a", 800, 1], ["z", 40, 1]])
        let margins = try house.get("/v1/margins?group=customer&sort=customer").rows
        #expect(margins.map { [$0["customer"], $0["gross"]] } == [["a", 800], ["z", 40]])
        for id in ["a", "b"] {
            #expect(try house.get("/v1/customers?customer=\(id)").rows.map { $0["turnover"] } == [800])
            #expect(try house.rows("/v1/receipts?customer=\(id)").count == 2)
            let history = try house.get("/v1/customers/\(id)/history").json["history"]!
            #expect(history["customer"] == "a" && history["ids"] == ["a", "b"])
            #expect(history["receipts"]!.array!.count == 2)
            #expect(history["totals"]!.array!.map { $0["turnover"] } == [800])
            for (days, bought) in [("", 800 as JSON), ("?favourite_days=1", 500), ("?favourite_days=3", 800)] {
                let history = try house.get("/v1/customers/\(id)/history\(days)").json["history"]!
                #expect(history["favourite_products"]!.array!.map { $0["gross"] } == [bought], "\(days)")
            }
        }
        #expect(try house.get("/v1/customers/a/history?favourite_days=0").status == 400)
        let mine = try house.accounts.createToken(
            kind: .api, name: "x", stores: ["S01"], writers: [], scopes: ["customers", "personal"])
        #expect(try house.get("/v1/customers?customer=b", token: mine).rows.map { $0["turnover"] } == [800])
    }

    private func office(_ type: String, _ data: JSON, _ number: Int64) throws {
        try house.say(type, data, store: "S01", number: number, writer: "office-2")
    }

    @Test func `an order is followed to what must be bought for it`() throws {
        let lines: JSON = [["line": 1, "product": "p", "quantity": 9_000, "gross": 2_700]]
        try office(
            "order.placed.v1",
            ["order": "o", "customer": "a", "currency": "GEL", "gross": 2_700, "lines": lines], 1)
        try office("goods.received.v1", TestChain.delivery([("p", 6_000, 600)]), 2)
        try office(
            "purchaseOrder.placed.v1",
            [
                "purchaseOrder": "u", "currency": "GEL",
                "lines": [["line": 1, "product": "p", "quantity": 2_000, "cost": 1]],
            ], 3)
        try house.settle()
        let plan = try house.get("/v1/purchase_plan?links=true").rows
        // 6 came and 3 were sold; 2 are on their way.
        #expect(
            plan.map { [$0["wanted"], $0["on_hand"], $0["on_its_way"], $0["to_buy"]] } == [
                [9_000, 3_000, 2_000, 4_000]
            ])
        #expect(try house.rows(plan[0]["links"]!["orders"]!.string!).map { $0["open"] } == [9_000])
        let order = try house.get("/v1/orders?product=p&links=true").rows[0]
        #expect(order["status"] == "placed" && order["revenue"] == 2_700)
        #expect(try house.get(order["links"]!["event"]!.string!).json["id"] == "office-2:1")
        try office(
            "order.handedOver.v1",
            ["order": "o", "receipt": "S01-t1:9", "lines": [["line": 1, "product": "p", "quantity": 9_000]]], 4)
        try house.settle()
        #expect(try house.get("/v1/purchase_plan").rows.isEmpty)
        #expect(try house.get("/v1/orders?receipt=S01-t1:9").rows.map { $0["status"] } == ["handedOver"])
    }

    @Test func `a balance is what receipts put on account less what was paid`() throws {
        var onAccount = TestChain.receipt([("p", 1_000, 700)], day: "2026-03-02", customer: "b")
        onAccount["tenders"] = [["tender": 1, "kind": "account", "amount": 700]]
        let receipt = TestChain.event(
            "receipt.completed.v1", onAccount, store: "S01", writer: House.writer, sequence: 4,
            at: "2026-03-02T09:00:00Z")
        try #require(house.post([receipt]).status == 200)
        try office("account.paid.v1", ["customer": "a", "amount": 200, "currency": "GEL"], 1)
        try house.say("customer.merged.v1", ["customer": "b", "with": "a"], number: 4)
        try office("payment.initiated.v1", ["payment": "m", "method": "card", "amount": 5, "currency": "GEL"], 2)
        try office("payment.unknown.v1", ["payment": "m"], 3)
        try house.settle()
        let balance = try house.get("/v1/balances?links=true").rows[0]
        #expect(
            [balance["customer"], balance["balance"], balance["charged"], balance["settled"]] == ["a", 500, 700, 200])
        let entries = try house.rows(balance["links"]!["accounts"]!.string!)
        #expect(Set(entries.map { $0["amount"]!.int! }) == [700, -200])
        #expect(try house.get("/v1/payments?is_unreconciled=true").rows.map { $0["status"] } == ["unknown"])
    }
}
