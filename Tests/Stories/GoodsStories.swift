import Events
import Foundation
import JSON
import Log
import Postgres
import Projections
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
