import Events
import Foundation
import JSON
import Rules
import Services
import TestSupport
import Testing

/// Tokens of kind api: what their scopes name, of the shops that they name, and nothing else.
@Suite struct `What an API client may see` {
    let house: House
    let accounts: Accounts

    init() throws {
        house = try `Questions to a small chain`.house.get()
        accounts = house.accounts
    }

    private func token(_ scopes: [Scope], stores: [String] = []) throws -> String {
        try accounts.createToken(
            kind: .api, name: "client", stores: stores, writers: [], scopes: scopes.map(\.rawValue))
    }

    private func rows(_ path: String, _ token: String) throws -> [JSON] {
        var rows: [JSON] = []
        var cursor = ""
        while true {
            let answer = try house.get(path + cursor, token: token)
            try #require(answer.status == 200, "\(path): \(answer.text)")
            rows += answer.rows
            guard let next = answer.json["next"]?.string else { return rows }
            cursor = (path.contains("?") ? "&" : "?") + "cursor=\(next)"
        }
    }

    private var stores: [String] { get throws { try house.rows("/v1/stores").map { $0["store"]!.string! } } }

    @Test func `each report needs its scope, and a token without it is told which`() throws {
        let areas: [(String, Scope)] = [
            ("stores", .catalogue), ("stock", .stock), ("customers", .customers), ("margins", .sales),
            ("discounts", .sales), ("receipts", .sales), ("completeness", .books), ("quarantine", .books),
            ("unreadable", .books), ("unapplied", .books), ("ahead", .books), ("transfers", .stock), ("status", .books),
            ("stock/movements?store=S01&product=p", .stock),
            ("customers/c/history", .customers), ("receipts/S01-t1:1", .sales), ("events/S01-t1:1", .books),
        ]
        for (path, scope) in areas {
            let others = try token(Scope.allCases.filter { $0 != scope })
            let answer = try house.get("/v1/\(path)", token: others)
            #expect(answer.status == 403, "\(path)")
            #expect(answer.json["detail"]?.string?.contains(scope.rawValue) == true, "\(answer.text)")
            let mine = try token([scope, .cost, .personal])
            #expect([200, 404].contains(try house.get("/v1/\(path)", token: mine).status), "\(path)")
        }
    }

    @Test func `a token of one shop sees that shop in every report, page by page, and no other's receipts`() throws {
        let all = try stores
        try #require(all.count == 2)
        let mine = try token(Scope.allCases, stores: [all[0]])
        for path in ["stores", "stock", "receipts", "discounts", "completeness", "margins?group=store"] {
            let joint = path.contains("?") ? "&" : "?"
            let whole = try house.rows("/v1/\(path)\(joint)limit=10000")
            let expected = whole.filter { $0["store"]?.string == all[0] }
            try #require(!expected.isEmpty && expected.count < whole.count, "\(path)")
            #expect(try rows("/v1/\(path)\(joint)limit=7", mine) == expected, "\(path)")
        }
        let foreign = try house.get("/v1/receipts?store=\(all[1])&limit=1").rows[0]["receipt"]!.string!
        let own = try house.get("/v1/receipts?store=\(all[0])&limit=1").rows[0]["receipt"]!.string!
        for (id, status) in [(foreign, 404), (own, 200)] {
            for path in ["receipts/\(id)", "receipts/\(id)/event", "events/\(id)"] {
                #expect(try house.get("/v1/\(path)", token: mine).status == status, "\(path)")
            }
        }
        #expect(try house.get("/v1/stock/movements?store=\(all[1])&product=p", token: mine).status == 403)
        #expect(try house.get("/v1/receipts?store=\(all[1])", token: mine).rows.isEmpty)
        // A cursor that another token was given leads to no other shop.
        let cursor = try house.get("/v1/receipts?limit=3").json["next"]!.string!
        let behind = try house.get("/v1/receipts?limit=1000&cursor=\(cursor)", token: mine)
        #expect(Set(behind.rows.map { $0["store"]!.string! }) == [all[0]])
        for path in ["stock", "margins?group=day"] {
            let joint = path.contains("?") ? "&" : "?"
            let both = try house.rows("/v1/\(path)\(joint)store=\(all[0])&limit=1000")
            #expect(try rows("/v1/\(path)\(joint)limit=1000", mine) == both, "\(path)")
        }
    }

    @Test func `a customer's sums are of the shops that may be seen`() throws {
        let all = try stores
        let mine = try token(Scope.allCases, stores: [all[0]])
        let customers = try rows("/v1/customers?sort=customer", mine)
        let named = try house.rows(
            "/v1/margins?group=customer,currency&store=\(all[0])&customer.absent=false&sort=customer")
        try #require(!named.isEmpty)
        for (theirs, ours) in [
            ("customer", "customer"), ("turnover", "gross"), ("revenue", "revenue"), ("margin", "margin"),
        ] {
            #expect(customers.map { $0[theirs] } == named.map { $0[ours] }, "\(theirs)")
        }
        let one = customers[0]["customer"]!.string!
        let history = try house.get("/v1/customers/\(one)/history?limit=10000", token: mine).json["history"]!
        #expect(Set(history["receipts"]!.array!.map { $0["store"]!.string! }) == [all[0]])
        #expect(history["totals"]!.array![0]["turnover"] == customers[0]["turnover"])
    }

    @Test func `a customer's history says what the reports say of the customer`() throws {
        let all = try stores
        let narrow = try token(Scope.allCases, stores: [all[0]])
        for token in [try token(Scope.allCases), narrow] {
            func rows(_ path: String) throws -> [JSON] {
                try house.get("/v1/\(path)", token: token).rows
            }
            for customer in try rows("customers?limit=5") {
                let id = customer["customer"]!.string!
                let history = try house.get("/v1/customers/\(id)/history?limit=3&favourite_days=36500", token: token)
                    .json["history"]!
                func compare(_ list: String, _ names: [(String, String)], _ rows: [JSON]) {
                    let ours = history[list]!.array!.map { row in names.map { row[$0.0] } }
                    #expect(ours == rows.map { row in names.map { row[$0.1] } }, "\(list) of \(id)")
                }
                let measures = [("receipts", "receipts"), ("quantity", "quantity"), ("gross", "gross")]
                let lines = "margins?customer=\(id)&product.absent=false&sort=-gross&limit=10"
                compare(
                    "favourite_products",
                    [("product", "product"), ("name_ka", "product_name_ka"), ("name_en", "product_name_en")] + measures,
                    try rows("\(lines)&group=product"))
                compare(
                    "favourite_categories", [("department", "department"), ("category", "category")] + measures,
                    try rows("\(lines)&group=department,category"))
                let grants = try rows("discounts?customer=\(id)&limit=4")
                compare(
                    "grants", [("receipt", "receipt"), ("place", "place"), ("product", "product")],
                    Array(grants.prefix(3)))
                #expect(history["has_more_grants"]!.bool == (grants.count > 3))
            }
        }
        #expect(try house.rows("/v1/discounts?customer.absent=false").count > 3)
    }

    @Test
    func `without its scope a cost is nowhere: not shown, not sorted, not filtered, not grouped, not in a document`()
        throws
    {
        let open = try token([.sales, .stock, .customers])
        for path in ["margins", "receipts", "stock"] {
            let row = try house.get("/v1/\(path)?limit=1", token: open).rows[0]
            for name in ["cost", "cost_booked", "margin", "margin_rate", "customer"] {
                #expect(row[name] == nil, "\(path) \(name)")
            }
            #expect(path == "stock" ? row["value"] == nil : row["revenue"] != nil)
        }
        for path in [
            "margins?fields=margin", "margins?group=store&sort=-cost", "receipts?cost.gt=1", "margins?group=customer",
            "receipts?customer=c", "receipts?sort=customer", "stock?value.gt=0", "customers",
        ] {
            let answer = try house.get("/v1/\(path)", token: open)
            #expect(answer.status == 403, "\(path): \(answer.text)")
        }
        #expect(try house.get("/v1/customers?group=category", token: open).status == 200)
        let id = try house.get("/v1/receipts?customer.absent=false&limit=1").rows[0]["receipt"]!.string!
        let receipt = try house.get("/v1/receipts/\(id)", token: open).json["receipt"]!
        #expect(receipt["revenue"] != nil && receipt["customer"] == nil && receipt["margin"] == nil)
        #expect(receipt["lines"]!.array!.allSatisfy { $0["cost"] == nil && $0["net"] != nil })
        #expect(try house.get("/v1/receipts/\(id)/event", token: open).status == 403)
        let stock = try house.get("/v1/stock?limit=1").rows[0]
        let movements = "/v1/stock/movements?store=\(stock["store"]!.string!)&product=\(stock["product"]!.string!)"
        #expect(try house.get(movements, token: open).rows.allSatisfy { $0["cost"] == nil && $0["quantity"] != nil })
        #expect(try house.get(movements + "&format=csv", token: open).text.contains("cost") == false)
        #expect(try house.get("/v1/margins?totals=true", token: open).json["totals"]?["margin"] == nil)
    }

    @Test func `an api token writes nothing, is revoked at once, and its last use is shown`() throws {
        // By a name of its own: others are made at the same time.
        let secret = try accounts.createToken(
            kind: .api, name: "last used", stores: [], writers: [], scopes: [Scope.sales.rawValue])
        #expect(try house.post([sale(1)], token: secret).status == 403)
        #expect(try house.get("/v1/margins", token: secret).status == 200)
        let listed = try #require(try accounts.tokens().first { $0.name == "last used" })
        #expect(listed.rights.scopes == [.sales])
        #expect(listed.lastUsedAt != nil)
        #expect("\(listed)".contains("scopes sales"))
        try accounts.revokeToken(listed.rights.id)
        try eventually("it is refused") { try house.get("/v1/margins", token: secret).status == 401 }
    }

    @Test func `a token that asks for nothing, for something unknown or for too much is not made`() throws {
        #expect(throws: AccountError.scopesNeeded) { try token([]) }
        #expect(throws: AccountError.unknownScope("all")) {
            try accounts.createToken(kind: .api, name: "x", stores: [], writers: [], scopes: ["all"])
        }
        #expect(throws: AccountError.apiWritesNothing) {
            try accounts.createToken(kind: .api, name: "x", stores: [], writers: ["w"], scopes: ["sales"])
        }
        #expect(throws: AccountError.scopesAreForAPI) {
            try accounts.createToken(kind: .office, name: "x", stores: [], writers: ["w"], scopes: ["sales"])
        }
    }
}
