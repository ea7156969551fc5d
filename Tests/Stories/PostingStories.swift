import Events
import Foundation
import JSON
import Log
import Postgres
import TestSupport
import Testing

@Suite struct `A till posts its receipts` {
    let house: House

    init() throws { house = try House() }

    /// What counts now, in the chain's figures.
    private func receipts(_ house: House) throws -> Int64? { try house.get("/v1/margins").rows[0]["receipts"]?.int }

    @Test func `a receipt is answered with its place and is seen in every report behind it`() throws {
        try house.say(
            "goods.received.v1", TestChain.delivery([("p", 10_000, 1_000)]), store: "S01", number: 1)
        let bytes = sale(1, quantity: 2_000, gross: 700, customer: "c1")
        let answer = try house.post([bytes])
        #expect(answer.status == 200)
        #expect(answer.events("status") == ["accepted"])
        #expect(answer.events("id") == ["S01-t1:1"])
        let place = try #require(answer.json["events"]?.array?.first)
        let partition = Int(try #require(place["partition"]?.int))
        #expect(partition == house.log.identity.partition(of: .store("S01")))
        #expect(place["offset"] == 1)
        let position = try #require(answer.json["position"]?.string)
        #expect(position == "\(partition):2")

        for after in [position, "S01-t1:1"] {
            let margins = try house.get("/v1/margins?after=\(after)&group=customer")
            #expect(margins.status == 200, "\(margins.text)")
            #expect(margins.json["position"]?.string == position)
            #expect(margins.json["incomplete"]?["total"] == 0)
            #expect(margins.rows[0]["customer"] == "c1")
            #expect(margins.rows[0]["revenue"] == 700)
            #expect(margins.rows[0]["cost"] == 200)
            let receipt = try house.get("/v1/receipts?after=\(after)&receipt=S01-t1:1").rows
            #expect(receipt.map { $0["margin"] } == [500])
            let stock = try house.get("/v1/stock?after=\(after)").rows
            #expect(stock.map { $0["quantity"] } == [8_000])
            #expect(stock.map { $0["value"] } == [800])
            let customers = try house.get("/v1/customers?after=\(after)").rows
            #expect(customers.map { $0["turnover"] } == [700])
        }
        let event = try house.get("/v1/receipts/S01-t1:1/event")
        #expect(event.body == bytes)
        #expect(event.headers["X-Davtari-Offset"] == "\(partition):1")
    }

    @Test func `a till that was offline for a week is cut off half-way and posts all again: nothing counts twice`()
        throws
    {
        let total = isFast ? 1_000 : 10_000
        let size = total / 20
        let batches = stride(from: 1, through: total, by: size).map { first in
            (first..<first + size).map { sale(Int64($0)) }
        }
        for batch in batches.prefix(10) { #expect(try house.post(batch).status == 200) }
        // The connection was cut: what of the eleventh arrived, nobody told the till.
        _ = try house.post(Array(batches[10].prefix(size / 2)))
        for batch in batches {
            let answer = try house.post(batch)
            #expect(answer.status == 200)
            #expect(answer.events("status").allSatisfy { ["accepted", "duplicate"].contains($0) })
        }
        try house.settle()
        #expect(try receipts(house) == Int64(total))
        #expect(try house.get("/v1/stock").rows.map { $0["quantity"] } == [.int(Int64(-total * 1_000))])
        let book = try house.get("/v1/stores/S01/writers/S01-t1", token: house.till)
        #expect(book.json["highestKnown"] == .int(Int64(total)))
        #expect(book.json["safeThrough"] == .int(Int64(total)))
        try eventually("the answer's safeThrough reaches the last number") {
            try house.post([sale(Int64(total))]).json["safeThrough"] == .int(Int64(total))
        }
        #expect(try house.get("/v1/quarantine").rows.isEmpty)
    }

    @Test func `two gateways take overlapping batches of one writer at once: no loss, no double`() throws {
        let total = isFast ? 400 : 2_000
        let size = 50
        let ports = [house.gateway, try house.secondGateway()]
        let till = house.till
        try atOnce(
            ports.enumerated().map { index, gateway in
                { @Sendable in
                    // The second begins each batch in the midst of one of the first's.
                    for first in stride(from: 1 + index * size / 2, through: total, by: size) {
                        let batch = (first..<min(first + size, total + 1)).map { sale(Int64($0)) }
                        let type = ("Content-Type", "application/cloudevents-batch+json")
                        let answer = try House.send(
                            "POST", House.path("S01", "S01-t1"), token: till, to: gateway, body: House.batch(batch),
                            headers: [type])
                        try #require(answer.status == 200, "\(answer.text)")
                    }
                }
            })
        try house.settle()
        #expect(try receipts(house) == Int64(total))
        #expect(try house.get("/v1/margins").rows[0]["revenue"] == .int(Int64(total) * 300))
        let book = try house.get("/v1/completeness?writer=S01-t1").rows[0]
        #expect(book["complete_through"] == .int(Int64(total)))
        #expect(book["missing"] == 0)
        #expect(try house.get("/v1/quarantine").rows.isEmpty)
    }

    @Test func `a number with other bytes is kept and does not count; both versions are in quarantine`() throws {
        let first = sale(1, gross: 300)
        let other = sale(1, gross: 900)
        #expect(try house.post([first]).events("status") == ["accepted"])
        let answer = try house.post([other], to: house.gateway)
        #expect(answer.events("status") == ["accepted"])
        #expect(answer.json["events"]?.array?[0]["faults"]?.array?.first?["rule"] == "writerseq.conflict")
        // A gateway that remembers nothing of it takes it without a word, and it counts as little.
        #expect(try house.post([sale(1, gross: 1_200)], to: house.secondGateway()).status == 200)
        try house.settle()
        #expect(try house.get("/v1/margins").rows[0]["revenue"] == 300)
        let quarantine = try house.rows("/v1/quarantine?sort=offset")
        #expect(quarantine.map { $0["fact"] } == ["S01-t1:1", "S01-t1:1"])
        #expect(quarantine.allSatisfy { $0["kept"]?.string == String(decoding: first, as: UTF8.self) })
        #expect(quarantine[0]["other"]?.string == String(decoding: other, as: UTF8.self))
        #expect(try house.get("/v1/receipts/S01-t1:1/event").body == first)
    }

    @Test func `a broken event leaves its neighbours stored; its bytes, resent as damaged, fill the gap`() throws {
        let broken = Array(#"{"specversion":"1.0","id":"S01-t1:2","writer":"S01-t1"}"#.utf8)
        let answer = try house.post([sale(1), broken, sale(3), sale(5)])
        #expect(answer.status == 200)
        #expect(answer.events("status") == ["accepted", "refused", "accepted", "accepted"])
        #expect(answer.json["events"]?.array?[1]["problem"]?["rule"] == "envelope")
        try house.settle()
        var margins = try house.get("/v1/margins")
        #expect(margins.rows[0]["receipts"] == 3)
        #expect(margins.json["incomplete"]?["total"] == 1)
        #expect(margins.json["incomplete"]?["books"]?.array?[0]["missing"] == 2)
        #expect(try house.get("/v1/completeness").rows[0]["gaps"] == "2, 4")

        let damaged: JSON = ["bytes": .string(Data(broken).base64EncodedString()), "error": "envelope"]
        let resent = TestChain.event(
            "record.damaged.v1", damaged, store: "S01", writer: "S01-t1", sequence: 2, at: "2026-03-02T09:00:00Z")
        #expect(try house.post([resent]).events("status") == ["accepted"])
        try house.settle()
        let book = try house.get("/v1/completeness").rows[0]
        #expect(book["complete_through"] == 3)
        #expect(book["damaged"] == 1)

        try house.say("numbers.writtenOff.v1", ["writer": "S01-t1", "from": 4, "to": 4], number: 1)
        try house.settle()
        #expect(
            try house.get("/v1/stores/S01/writers/S01-t1", token: house.till).json["safeThrough"] == 5)
        margins = try house.get("/v1/margins")
        #expect(margins.json["incomplete"]?["total"] == 0)
        #expect(margins.rows[0]["receipts"] == 3)
    }
}
