import Events
import Foundation
import Gateway
import JSON
import Log
import Postgres
import Services
import TestSupport
import Testing

/// Commands from the door to a read model.
@Suite("The office commands") struct CommandStories {
    let house: House

    init() throws { house = try House() }

    @Test func `a shop is opened, a product listed and goods received, and the answers' positions lead to the stock`()
        throws
    {
        let opened = try house.command("PUT", "stores/S01", Self.shop)
        #expect(opened.status == 201, "\(opened.text)")
        #expect(opened.headers["ETag"] == "\"1\"")
        #expect(try house.command("PUT", "stores/S01/tills/S01-t1", ["name": "by the door"]).status == 201)
        let listed = try house.command("PUT", "products/p", Self.milk)
        #expect(listed.status == 201, "\(listed.text)")
        #expect(listed.json["product"] == "p")
        let received = try house.command("POST", "stores/S01/deliveries", Self.delivery)
        #expect(received.status == 201, "\(received.text)")
        let position = try #require(received.json["position"]?.string)
        let fact = try #require(received.json["facts"]?.array?.first?.string)
        // A slow machine may need longer than one question waits.
        try house.settle()
        let stock = try house.get("/v1/stock?store=S01&after=\(position)").rows.first
        #expect(stock?["quantity"] == 10_000)
        #expect(stock?["value"] == 2_000)
        #expect(try house.get("/v1/stock?store=S01&after=\(fact)").status == 200)
        let shop = try house.get("/v1/stores?after=\(position)").rows.first
        #expect(shop?["name_en"] == "Rustaveli")
        let product = try house.get("/v1/stock?product=p").rows.first
        #expect(product?["name_en"] == "Milk")
    }

    @Test func `a refusal is business: problem+json with the rule and the numbers`() throws {
        let early = try house.command("POST", "stores/S01/deliveries", Self.delivery)
        #expect(early.status == 404)
        #expect(early.json["rule"] == "store.unknown")
        #expect(early.headers["Content-Type"] == "application/problem+json")
        #expect(try house.command("PUT", "stores/S01", Self.shop).status == 201)
        let unknown = try house.command("POST", "stores/S01/deliveries", Self.delivery)
        #expect(unknown.status == 422)
        #expect(unknown.json["rule"] == "product.unknown")
        #expect(unknown.json["path"] == "lines[0].product")
        let chain = try house.command("PUT", "stores/chain", Self.shop)
        #expect(chain.status == 422)
        let slip = try house.command("PUT", "products/p", ["name": ["en": "Milk", "fr": "Lait"]])
        #expect(slip.status == 422)
        #expect(slip.json["rule"] == "unknown")
        #expect(slip.json["path"] == "name.fr")
        let wrong = try house.command("PUT", "products/p", ["name": ["en": "Milk"], "listPrice": ["amount": "much"]])
        #expect(wrong.status == 422)
        #expect(wrong.json["path"] == "listPrice.amount")
        #expect(wrong.json["faults"]?.array?.count == 2)
        #expect(try house.send("PUT", "products/p", Array("{".utf8)).status == 400)
        #expect(try house.send("PUT", "products/p", Array("[]".utf8)).status == 400)
        #expect(try house.command("PUT", "products/p", Self.milk, token: house.till).status == 403)
        #expect(try house.command("PUT", "products/p", Self.milk, token: "dvt_nobody").status == 401)
        #expect(try house.command("POST", "products/p", Self.milk).status == 405)
        #expect(try house.log.end() == house.endAfterOpening)
    }

    @Test func `who changes what is there says which version they saw`() throws {
        #expect(try house.command("PUT", "products/p", Self.milk).status == 201)
        var dearer = Self.milk
        dearer["listPrice"] = ["amount": 350, "per": 1_000]
        let needed = try house.command("PUT", "products/p", dearer)
        #expect(needed.status == 428)
        #expect(needed.json["version"] == 1)
        let changed = try house.command("PUT", "products/p", dearer, headers: [("If-Match", "\"1\"")])
        #expect(changed.status == 200, "\(changed.text)")
        #expect(changed.headers["ETag"] == "\"2\"")
        #expect(try house.command("PUT", "products/p", dearer, headers: [("If-Match", "\"1\"")]).status == 412)
        #expect(try house.command("PUT", "products/p", dearer, headers: [("If-None-Match", "*")]).status == 412)
        // Nothing differs, so nothing is said.
        let same = try house.command("PUT", "products/p", dearer, headers: [("If-Match", "*")])
        #expect(same.status == 200)
        #expect(same.json["facts"] == [])
        #expect(same.headers["ETag"] == "\"2\"")
        let strange = try house.command("PUT", "products/p", dearer, headers: [("If-Match", "two")])
        #expect(strange.status == 400)
        let ghost = try house.command("PUT", "products/q", Self.milk, headers: [("If-Match", "*")])
        #expect(ghost.status == 412)
    }

    @Test func `what is put is all there is, what is patched stays but for nulls, what is deleted is out of the range`()
        throws
    {
        var milk = Self.milk
        (milk["brand"], milk["barcodes"]) = ("Sante", ["4860000000013"])
        #expect(try house.command("PUT", "products/p", milk).status == 201)
        func known() throws -> JSON? {
            try house.settle()
            return try house.get("/v1/products?product=p&fields=brand,status,list_amount,name_ka").rows.first
        }
        let any = ("If-Match", "*")
        let patched = try house.command("PATCH", "products/p", ["brand": nil], headers: [any])
        #expect(patched.status == 200, "\(patched.text)")
        #expect(try known() == ["brand": nil, "status": "active", "list_amount": 300, "name_ka": "რძე"])
        let costless = try house.command("PATCH", "products/p", ["defaultCost": nil], headers: [any])
        #expect(costless.status == 422 && costless.json["path"] == "defaultCost", "\(costless.text)")
        #expect(try house.command("PATCH", "products/p", ["brand": "Sante"]).status == 428)
        #expect(try house.command("PATCH", "products/q", ["brand": "Sante"]).status == 404)
        #expect(try house.command("PUT", "products/p", ["name": ["en": "Milk"]], headers: [any]).status == 200)
        #expect(try known() == ["brand": nil, "status": "active", "list_amount": nil, "name_ka": nil])
        #expect(try house.command("DELETE", "products/p", .object([])).status == 200)
        #expect(try known()?["status"] == "discontinued")
        try house.expectSameFromZero()
    }

    @Test func `a command said again under its key is answered as the first time`() throws {
        #expect(try house.command("PUT", "stores/S01", Self.shop).status == 201)
        #expect(try house.command("PUT", "products/p", Self.milk).status == 201)
        let key = ("Idempotency-Key", "delivery 17")
        let first = try house.command("POST", "stores/S01/deliveries", Self.delivery, headers: [key])
        let again = try house.command("POST", "stores/S01/deliveries", Self.delivery, headers: [key])
        #expect(first.status == 201 && again.status == 201)
        #expect(first.json == again.json)
        var other = Self.delivery
        other["document"] = "another"
        let refused = try house.command("POST", "stores/S01/deliveries", other, headers: [key])
        #expect(refused.status == 422)
        #expect(refused.json["rule"] == "idempotency.other")
        try house.settle()
        #expect(try house.get("/v1/stock?product=p").rows.first?["quantity"] == 10_000)
    }

    @Test func `what others have said is known to commands`() throws {
        let said: JSON = ["store": "S01", "zone": "Asia/Tbilisi", "currency": "GEL"]
        try house.say("store.opened.v1", said, number: 1)
        try house.say("product.listed.v1", ["product": "p", "name": ["en": "Milk"]], number: 2)
        try eventually("the delivery is taken") {
            try house.command("PUT", "stores/S01/deliveries/d", Self.delivery).status == 201
        }
        #expect(try house.command("PUT", "products/p", Self.milk).status == 428)
    }

    static let shop: JSON = [
        "name": ["ka": "რუსთაველი", "en": "Rustaveli"], "zone": "Asia/Tbilisi", "currency": "GEL",
    ]
    static let milk: JSON = [
        "name": ["ka": "რძე", "en": "Milk"], "unit": "piece", "listPrice": ["amount": 300, "per": 1_000],
    ]
    static let delivery: JSON = [
        "document": "A-1", "currency": "GEL",
        "lines": [["line": 1, "product": "p", "quantity": 10_000, "cost": 2_000]],
    ]
}

extension House {
    func command(
        _ method: String, _ path: String, _ body: JSON, token: String? = nil, headers: [(String, String)] = []
    ) throws -> Answer {
        try send(method, path, body.bytes, token: token, headers: headers)
    }

    func send(
        _ method: String, _ path: String, _ body: [UInt8], token: String? = nil, headers: [(String, String)] = []
    ) throws -> Answer {
        try Self.send(
            method, "/v1/\(path)", token: token ?? office, to: gateway, body: body,
            headers: [("Content-Type", "application/json")] + headers)
    }

    /// This database became the office, and one shop was opened; nothing else.
    var endAfterOpening: Position {
        var end = Position(partitions: log.identity.partitions)
        end[log.identity.partition(of: .chain)] = 2
        return end
    }
}
