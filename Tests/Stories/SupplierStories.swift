import Events
import Foundation
import HTTP
import JSON
import TestSupport
import Testing

/// Suppliers, asked over HTTP: a list of what they are now, or were on a day.
@Suite struct `The report of suppliers` {
    let house: House

    init() throws {
        house = try House()
        try house.say(
            "supplier.registered.v1",
            [
                "supplier": "mill", "name": ["ka": "ვაკის წისქვილი", "en": "Vake Mill"], "address": "Vake",
                "currency": "GEL", "paymentDays": 30, "minimumOrder": 12_550,
            ], number: 1, at: "2026-03-01T06:00:00Z")
        try house.say(
            "supplier.registered.v1", ["supplier": "dairy", "name": ["en": "Dairy"], "address": "Rustavi"], number: 2,
            at: "2026-03-01T06:00:00Z")
        try house.say(
            "supplier.changed.v1", ["supplier": "mill", "name": ["en": "Gldani Mill"], "paymentDays": 7], number: 3,
            at: "2026-03-03T06:00:00Z")
        try house.say(
            "supplier.changed.v1", ["supplier": "mill", "name": ["en": "Far Mill"], "effectiveAt": "2099-01-05"],
            number: 4, at: "2026-03-03T07:00:00Z")
        try house.say("supplier.ended.v1", ["supplier": "dairy"], number: 5, at: "2026-03-04T06:00:00Z")
        try house.settle()
    }

    @Test func `tells what they are now, and what they were on a day`() throws {
        func mill(_ asOf: String) throws -> [JSON?] {
            let row = try house.get("/v1/suppliers?supplier=mill\(asOf)").rows.first
            return [row?["name_en"], row?["payment_days"], row?["ended"]]
        }
        #expect(try mill("") == ["Gldani Mill", 7, false])
        #expect(try mill("&as_of=2026-03-02") == ["Vake Mill", 30, false])
        #expect(try mill("&as_of=2099-01-06") == ["Far Mill", 7, false])
        #expect(try mill("&as_of=2026-02-01") == [nil, nil, nil])
        #expect(try house.get("/v1/suppliers?ended=true").rows.map { $0["supplier"] } == ["dairy"])
        #expect(try house.get("/v1/suppliers?ended=true&as_of=2026-03-02").rows.isEmpty)
    }

    @Test func `filters, sorts, searches and pages by whatever a supplier has`() throws {
        func found(_ query: String) throws -> [JSON?] {
            try house.get("/v1/suppliers?\(query)").rows.map { $0["supplier"] }
        }
        #expect(try found("sort=-supplier") == ["mill", "dairy"])
        #expect(try found("payment_days.lte=7") == ["mill"])
        #expect(try found("minimum_order.gte=12550&currency=GEL") == ["mill"])
        #expect(try found("q=\(percentEncode("წისქვილი"))") == ["mill"])
        // Georgian's headings, and small letters, are the same letters.
        #expect(try found("q=\(percentEncode("ᲬᲘᲡᲥᲕᲘᲚᲘ"))") == ["mill"])
        #expect(try found("q=GLDANI%20mil") == ["mill"])
        #expect(try found("q=gldani%20dairy") == [])
        // Signs that a pattern has are signs.
        for sign in ["%25", "_", "%5C", "mil_", "%25mill"] { #expect(try found("q=\(sign)") == [], "\(sign)") }
        #expect(try house.get("/v1/suppliers?q=\(String(repeating: "a", count: 501))").status == 400)
        let first = try house.get("/v1/suppliers?limit=1")
        let next = try #require(first.json["next"]?.string)
        #expect(try found("limit=1&cursor=\(percentEncode(next))") == ["mill"])
        let csv = try house.get("/v1/suppliers?format=csv&fields=supplier,name_en,minimum_order,currency")
        #expect(csv.text.hasPrefix("supplier,name_en,minimum_order,currency"), "\(csv.text)")
        #expect(csv.text.contains("mill,Gldani Mill,12550,GEL"), "\(csv.text)")
    }
}
