import Events
import Foundation
import JSON
import Log
import Postgres
import TestSupport
import Testing

/// What the goods' documents come to, from the command to the report.
@Suite struct `Goods, asked for and told` {
    let house: House

    init() throws { house = try House() }

    private func stock(_ store: String) throws -> JSON {
        try house.settle()
        return try house.get("/v1/stock?store=\(store)&product=p").rows.first ?? .null
    }

    @Test func `a delivery is corrected, and taken back with a word on what was sold of it`() throws {
        #expect(try house.command("PUT", "stores/S01", CommandStories.shop).status == 201)
        for product in ["p", "q"] {
            #expect(try house.command("PUT", "products/\(product)", CommandStories.milk).status == 201)
        }
        var delivery = CommandStories.delivery
        #expect(try house.command("PUT", "suppliers/dairy", ["name": ["en": "Dairy"]]).status == 201)
        (delivery["supplier"], delivery["effectiveAt"]) = ("dairy", "2026-03-01")
        let path = "stores/S01/deliveries/d"
        #expect(try house.command("PUT", path, delivery).status == 201)
        // The same paper again is refused, and the first is shown.
        let twice = try house.command("PUT", "stores/S01/deliveries/other", delivery)
        #expect(twice.status == 409 && twice.json["rule"] == "delivery.paper", "\(twice.text)")
        #expect(twice.json["delivery"] == "d")
        #expect(try house.post([sale(1)]).status == 200)
        try house.settle()

        var whole = delivery
        whole["effectiveAt"] = nil
        whole["lines"] = [["line": 1, "product": "q", "quantity": 5_000, "cost": 1_500]]
        let unsaid = try house.command("POST", "\(path)/corrections", whole)
        #expect(unsaid.status == 422 && unsaid.json["path"] == "reason", "\(unsaid.text)")
        whole["reason"] = "it was the other milk"
        let corrected = try house.command("POST", "\(path)/corrections", whole)
        #expect(corrected.status == 200 && corrected.json["revision"] == 1, "\(corrected.text)")
        #expect(corrected.json["belowZero"]?.array?.first?["product"] == "p")
        #expect(try stock("S01")["quantity"] == -1_000)
        #expect(try house.get("/v1/stock?store=S01&product=q").rows.first?["value"] == 1_500)
        let movement = try #require(try house.get("/v1/stock/movements?store=S01&product=q").rows.first)
        #expect(try house.get(movement["links"]!["fact"]!.string!).json["type"] == "goods.received.v1")

        // What a line was corrected to cost holds until the document says it all again.
        let cost: JSON = ["currency": "GEL", "lines": [["line": 1, "product": "q", "cost": 2_000]]]
        #expect(try house.command("POST", "\(path)/cost-corrections", cost).status == 201)
        whole["lines"] = [["line": 1, "product": "q", "quantity": 4_000, "cost": 1_200]]
        let again = try house.command("POST", "\(path)/corrections", whole)
        #expect(again.status == 200 && again.json["facts"]?.array?.count == 2, "\(again.text)")
        try house.settle()
        #expect(try house.get("/v1/stock?store=S01&product=q").rows.first?["value"] == 1_200)

        let alone = try house.command("POST", "\(path)/reversal", ["reason": "never came"])
        #expect(alone.status == 422 && alone.json["path"] == "approver", "\(alone.text)")
        let why: JSON = ["reason": "never came", "approver": "e1"]
        let reversed = try house.command("POST", "\(path)/reversal", why)
        #expect(reversed.status == 200 && reversed.json["revision"] == 3, "\(reversed.text)")
        #expect(try house.command("POST", "\(path)/reversal", why).json["revision"] == 3)
        #expect(try house.command("POST", "\(path)/corrections", whole).json["rule"] == "document.reversed")
        try house.settle()
        // Of what never came there is no row.
        #expect(try house.get("/v1/stock?store=S01&product=q").rows.isEmpty)
        // Its paper is free again.
        #expect(try house.command("PUT", "stores/S01/deliveries/other", delivery).status == 201)
        #expect(try house.command("POST", "stores/S01/deliveries/no/reversal", why).status == 404)
        try house.settle()
        try house.expectSameFromZero()
    }

    @Test func `closed books stay, and what was wrong in them is put right on the first open day`() throws {
        for store in ["S01", "S02"] {
            #expect(try house.command("PUT", "stores/\(store)", CommandStories.shop).status == 201)
        }
        #expect(try house.command("PUT", "products/p", CommandStories.milk).status == 201)
        func said(_ path: String, _ quantity: Int64, _ more: JSON = .object([])) throws {
            var body = more
            body["effectiveAt"] = "2026-03-10"
            var line: JSON = ["line": 1, "product": "p", "quantity": .int(quantity)]
            if path.contains("deliveries") { (body["currency"], line["cost"]) = ("GEL", .int(quantity)) }
            body["lines"] = [line]
            #expect(try house.command("PUT", "stores/S01/\(path)", body).status == 201)
        }
        try said("deliveries/d", 10_000)
        try said("write-offs/w", 1_000)
        try said("transfers/t", 2_000, ["to": "S02"])
        try said("stocktakes/s", 7_500)
        #expect(try house.command("POST", "stores/S01/periods", ["through": "2026-03-31"]).status == 201)
        try house.settle()
        func movements() throws -> [JSON] {
            try house.settle()
            return try house.get("/v1/stock/movements?store=S01&product=p").rows
        }
        let closedRows = try movements()

        let why: JSON = ["reason": "not so", "approver": "e1"]
        let shop = "stores/S01"
        var delivery: JSON = [
            "currency": "GEL", "reason": "twelve came",
            "lines": [["line": 1, "product": "p", "quantity": 12_000, "cost": 12_000]],
        ]
        let corrected = try house.command("POST", "\(shop)/deliveries/d/corrections", delivery)
        #expect(corrected.status == 200 && corrected.json["effectiveAt"] == "2026-04-01", "\(corrected.text)")
        #expect(corrected.json["facts"]?.array?.count == 2)
        #expect(try stock("S01")["quantity"] == 9_500)
        // What stands on an open day is corrected where it stands.
        delivery["lines"] = [["line": 1, "product": "p", "quantity": 11_000, "cost": 11_000]]
        let again = try house.command("POST", "\(shop)/deliveries/d/corrections", delivery)
        #expect(again.status == 200 && again.json["revision"] == 1, "\(again.text)")
        #expect(try stock("S01")["quantity"] == 8_500)

        let writeOff: JSON = ["reason": "one more", "lines": [["line": 1, "product": "p", "quantity": 2_000]]]
        #expect(try house.command("POST", "\(shop)/write-offs/w/corrections", writeOff).status == 200)
        #expect(try stock("S01")["quantity"] == 7_500)
        #expect(try house.command("POST", "\(shop)/write-offs/w/reversal", why).status == 200)
        #expect(try stock("S01")["quantity"] == 9_500)
        let counted = try house.command("POST", "\(shop)/stocktakes/s/corrections", writeOff)
        #expect(counted.status == 409 && counted.json["rule"] == "stocktake.closed", "\(counted.text)")
        #expect(try house.command("POST", "\(shop)/stocktakes/s/reversal", why).status == 200)
        #expect(try stock("S01")["quantity"] == 9_000)
        let fewer: JSON = ["to": "S02", "reason": "fewer", "lines": [["line": 1, "product": "p", "quantity": 500]]]
        let sent = try house.command("POST", "\(shop)/transfers/t/corrections", fewer)
        #expect(sent.status == 200 && sent.json["effectiveAt"] == "2026-04-01", "\(sent.text)")
        let after = try stock("S01")
        #expect(after["quantity"] == 10_500 && after["in_transit"] == 500)
        #expect(try house.command("POST", "\(shop)/transfers/t/reversal", why).status == 200)
        #expect(try stock("S01")["in_transit"] == 0)

        // What the closed days say has not moved, and each opposite leads to what it takes back.
        let rows = try movements()
        #expect(Array(rows.prefix(closedRows.count)) == closedRows)
        let first = try #require(rows.first { $0["kind"] == "reversal" })
        let fact = try house.get(first["links"]!["fact"]!.string!).json
        #expect(fact["type"] == "goods.reversed.v1" && first["effective_at"] == "2026-03-31T20:00:00.000Z")
        #expect(try house.get(first["links"]!["cause"]!.string!).json["type"] == "goods.received.v1")
        try house.expectSameFromZero()
    }

    @Test func `a write-off whose id looks like a delivery's takes goods out all the same`() throws {
        #expect(try house.command("PUT", "stores/S01", CommandStories.shop).status == 201)
        #expect(try house.command("PUT", "products/p", CommandStories.milk).status == 201)
        #expect(try house.command("PUT", "stores/S01/deliveries/d", CommandStories.delivery).status == 201)
        func lines(_ quantity: Int64) -> JSON { [["line": 1, "product": "p", "quantity": .int(quantity)]] }
        let path = "stores/S01/write-offs/\(House.encoded("a/delivery/b"))"
        #expect(try house.command("PUT", path, ["lines": lines(1_000)]).status == 201)
        try house.settle()
        let more: JSON = ["reason": "more broke", "lines": lines(12_000)]
        let corrected = try house.command("POST", "\(path)/corrections", more)
        #expect(corrected.json["belowZero"] == [["product": "p", "onHand": -2_000]], "\(corrected.text)")
        let why: JSON = ["reason": "nothing broke", "approver": "e1"]
        try house.settle()
        #expect(try house.command("POST", "\(path)/reversal", why).json["belowZero"] == [])
    }

    @Test func `a dispatch is corrected, and taken back while nothing has arrived`() throws {
        for store in ["S01", "S02"] {
            #expect(try house.command("PUT", "stores/\(store)", CommandStories.shop).status == 201)
        }
        #expect(try house.command("PUT", "products/p", CommandStories.milk).status == 201)
        #expect(try house.command("PUT", "stores/S01/deliveries/d", CommandStories.delivery).status == 201)
        func lines(_ quantity: Int64) -> JSON { [["line": 1, "product": "p", "quantity": .int(quantity)]] }
        let path = "stores/S01/transfers/t"
        #expect(try house.command("PUT", path, ["to": "S02", "lines": lines(4_000)]).status == 201)
        let more: JSON = ["to": "S02", "lines": lines(5_000), "reason": "miscounted"]
        let corrected = try house.command("POST", "\(path)/corrections", more)
        #expect(corrected.status == 200 && corrected.json["revision"] == 1, "\(corrected.text)")
        #expect(try stock("S01")["in_transit"] == 5_000)
        let arrival = try house.command("POST", "stores/S02/transfers/t/arrivals", ["lines": lines(4_500)])
        #expect(arrival.status == 200, "\(arrival.text)")
        let less: JSON = ["to": "S02", "lines": lines(4_000), "reason": "no"]
        #expect(try house.command("POST", "\(path)/corrections", less).json["rule"] == "transfer.moved")
        let why: JSON = ["reason": "never went", "approver": "e1"]
        #expect(try house.command("POST", "\(path)/reversal", why).json["rule"] == "transfer.moved")
        #expect(try stock("S02")["quantity"] == 4_500)

        #expect(try house.command("PUT", "stores/S01/transfers/u", ["to": "S02", "lines": lines(1_000)]).status == 201)
        #expect(try house.command("POST", "stores/S01/transfers/u/reversal", why).status == 200)
        let late = try house.command("POST", "stores/S02/transfers/u/arrivals", ["lines": lines(1_000)])
        #expect(late.status == 422, "\(late.text)")
        let here = try stock("S01")
        #expect(here["quantity"] == 5_000 && here["in_transit"] == 500)
        try house.expectSameFromZero()
    }

    @Test func `a character that Postgres does not have in JSON stops nobody`() throws {
        let nul: JSON = ["a": "x\u{0}y", "b": "\\u0000"]
        let field: JSON = ["entity": "customer", "type": "text", "name": ["en": "F"], "externalIds": nul]
        #expect(try house.command("PUT", "fields/f", field).status == 201)
        let known = try house.command("PUT", "customers/c", ["name": "N"])
        #expect(known.status == 201, "\(known.text)")
        let contract: JSON = ["customer": "c", "currency": "GEL", "externalIds": nul]
        let signed = try house.command("PUT", "contracts/k", contract)
        #expect(signed.status == 201, "\(signed.text)")
        let product: JSON = ["name": ["en": "M"], "barcodes": ["96385074"], "externalIds": nul]
        #expect(try house.command("PUT", "products/p", product).status == 201)
        let other: JSON = ["name": ["en": "M"], "barcodes": ["96385074"]]
        #expect(try house.command("PUT", "products/o", other).json["rule"] == "barcode.taken")
        // In a member's name, too.
        let named: JSON = ["name": ["en": "M"], "fields": ["f\u{0}": "x"]]
        #expect(try house.command("PUT", "products/n", named).json["rule"] == "field.unknown")
        let unseen: JSON = ["name": "N", "personalFields": ["\u{0}": "x"]]
        #expect(try house.command("PUT", "customers/n", unseen).json["rule"] == "field.unknown")
        let event = TestChain.event(
            "drawer.opened.v1", ["fields": ["f\u{0}": "x"]], store: "S01", writer: House.writer, sequence: 1,
            at: "2026-03-01T09:00:00Z")
        #expect(try house.post([event]).json["events"]?.array?.first?["status"] == "accepted")
        try house.settle()
        #expect(try house.get("/v1/suspect_facts").rows.first?["fact"] == "S01-t1:1")
        #expect(try house.get("/v1/set_aside").rows.isEmpty)
        try house.expectSameFromZero()
    }

    @Test func `what is on its way is told with the sender's stock, and arrives at what was booked`() throws {
        for store in ["S01", "S02"] {
            #expect(try house.command("PUT", "stores/\(store)", CommandStories.shop).status == 201)
        }
        #expect(try house.command("PUT", "products/p", CommandStories.milk).status == 201)
        #expect(try house.command("PUT", "stores/S01/deliveries/d", CommandStories.delivery).status == 201)
        let lines: JSON = [["line": 1, "product": "p", "quantity": 4_000]]
        #expect(
            try house.command("PUT", "stores/S01/transfers/t", ["to": "S02", "lines": lines]).status == 201)
        let sent = try stock("S01")
        #expect(sent["quantity"] == 6_000 && sent["value"] == 1_200)
        #expect(sent["in_transit"] == 4_000 && sent["in_transit_value"] == 800)

        // A delivery of the day before is heard of: what was sent did cost more, and was booked at less.
        let late: JSON = [
            "effectiveAt": "2026-01-02", "currency": "GEL",
            "lines": [["line": 1, "product": "p", "quantity": 10_000, "cost": 6_000]],
        ]
        #expect(try house.command("PUT", "stores/S01/deliveries/late", late).status == 201)
        #expect(try stock("S01")["in_transit_value"] == 1_600)
        let part: JSON = [["line": 1, "product": "p", "quantity": 3_000]]
        let arrived = try house.command("POST", "stores/S02/transfers/t/arrivals", ["lines": part])
        #expect(arrived.status == 200, "\(arrived.text)")
        let here = try stock("S02")
        #expect(here["quantity"] == 3_000 && here["value"] == 1_200)

        let transfer = try #require(try house.get("/v1/transfers?transfer=t&links=true").rows.first)
        #expect(transfer["sent"] == 4_000 && transfer["received"] == 3_000 && transfer["in_transit"] == 1_000)
        #expect(transfer["cost"] == 1_600 && transfer["cost_booked"] == 800)
        let event = try house.get(transfer["links"]!["event"]!.string!)
        #expect(event.json["type"] == "transfer.dispatched.v1")

        let movements = try house.get("/v1/stock/movements?store=S02&product=p").rows
        let arrival = try #require(movements.last)
        #expect(arrival["kind"] == "arrival" && arrival["cost"] == 1_200)
        #expect(try house.get(arrival["links"]!["cause"]!.string!).json["type"] == "transfer.dispatched.v1")
        // Stamped with its part of what was booked when it was sent.
        let fact = try house.get(arrival["links"]!["fact"]!.string!).json
        #expect(fact["data"]?["lines"]?.array?[0]["cost"] == 600, "\(fact.text)")
    }

    @Test func `a correction in another shop's books is told, and corrects nothing`() throws {
        try #require(house.post([sale(1)]).status == 200)
        try house.say(
            "receipt.corrected.v1",
            [
                "receipt": "S01-t1:1", "revision": 1,
                "replacement": TestChain.receipt([("p", 1_000, 900)], day: "2026-03-02"),
            ], store: "S02", number: 1, writer: "office-2")
        try house.settle()
        let answer = try house.get("/v1/receipts").json
        #expect(answer["rows"]?.array?[0]["gross"] == 300)
        #expect(answer["incomplete"]?["unapplied"] == 1)
        let row = try #require(try house.get("/v1/unapplied").rows.first)
        #expect(row["fact"] == "office-2:1" && row["refers_to"] == "S01-t1:1" && row["store"] == "S02")
        #expect(row["type"] == "receipt.corrected.v1")
    }

    @Test func `a count, a write-off and goods given back are movements with what they state`() throws {
        #expect(try house.command("PUT", "stores/S01", CommandStories.shop).status == 201)
        #expect(try house.command("PUT", "products/p", CommandStories.milk).status == 201)
        #expect(try house.command("PUT", "stores/S01/deliveries/d", CommandStories.delivery).status == 201)
        try house.settle()
        let delivery = try #require(
            try house.get("/v1/stock/movements?store=S01&product=p").rows.first?["fact"]?.string)
        let back: JSON = [
            "currency": "GEL",
            "lines": [
                [
                    "line": 1, "product": "p", "quantity": 1_000, "credit": 150, "delivery": .string(delivery),
                    "deliveryLine": 1,
                ]
            ],
        ]
        #expect(try house.command("PUT", "stores/S01/vendor-returns/v", back).status == 201)
        let gone: JSON = ["kind": "damage", "lines": [["line": 1, "product": "p", "quantity": 1_000]]]
        #expect(try house.command("PUT", "stores/S01/write-offs/w", gone).status == 201)
        let count: JSON = ["lines": [["line": 1, "product": "p", "quantity": 5_000]]]
        #expect(try house.command("PUT", "stores/S01/stocktakes/s", count).status == 201)
        let shelf = try stock("S01")
        #expect(shelf["quantity"] == 5_000 && shelf["value"] == 1_000)
        let movements = try house.get("/v1/stock/movements?store=S01&product=p").rows
        #expect(movements.map { $0["kind"] } == ["delivery", "vendorReturn", "writeOff", "count"])
        #expect(movements.map { $0["quantity"] } == [10_000, -1_000, -1_000, -3_000])
        #expect(movements[1]["credit"] == 150 && movements[1]["cost"] == 200)
        #expect(movements[1]["cause"] == .string(delivery) && movements[3]["counted"] == 5_000)
        let csv = try house.get("/v1/stock/movements?store=S01&product=p&format=csv").text
        #expect(csv.contains("counted") && csv.contains("vendorReturn"))
    }
}
