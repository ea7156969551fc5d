import Events
import Foundation
import JSON
import Log
import TestSupport
import Testing

/// A till's clock ran ahead once. Its fact is kept and told, and spoils nothing.
@Suite struct `A clock that was ahead once` {
    private static let second = "S01-t2"

    private func post(_ house: House, _ writer: String, _ number: Int64, at time: String) throws {
        let receipt = TestChain.receipt([("p", 1_000, 300)], day: String(time.prefix(10)))
        let bytes = TestChain.event(
            "receipt.completed.v1", receipt, store: House.store, writer: writer, sequence: number, at: time)
        let key = PartitionKey.store(House.store)
        _ = try house.log.append([NewRecord(key: key.text, bytes: bytes)], to: house.log.identity.partition(of: key))
    }

    @Test func `leaves other tills heard and the shop's last day, and is listed`() throws {
        let house = try House()
        try house.say("store.opened.v1", ["store": "S01", "currency": "GEL", "zone": "Asia/Tbilisi"], number: 1)
        for (number, writer) in [House.writer, Self.second].enumerated() {
            try house.say(
                "till.registered.v1", ["writer": .string(writer), "store": "S01"], number: Int64(number + 2))
        }
        let now = Instant.now
        let lately = Instant(milliseconds: now.milliseconds - 3_600_000).description
        let yesterday = Instant(milliseconds: now.milliseconds - 86_400_000).description
        try post(house, Self.second, 1, at: lately)
        try post(house, House.writer, 1, at: "2099-06-01T10:00:00Z")
        try post(house, House.writer, 2, at: yesterday)
        try house.settle()

        let answer = try house.get("/v1/completeness?sort=writer&writer.in=S01-t1,S01-t2")
        #expect(answer.json["incomplete"]?["silent_total"] == 0, "\(answer.text)")
        #expect(answer.json["incomplete"]?["ahead"] == 1)
        #expect(answer.rows.map { $0["ahead"] } == [1, 0])
        for row in answer.rows { #expect((row["last_fact_at"]?.string ?? "9") < "2099", "\(row)") }
        let days = try house.rows("/v1/stores").map { $0["last_business_date"]?.string }
        #expect(days == [String(lately.prefix(10))])
        let listed = try house.rows("/v1/ahead")
        #expect(listed.map { $0["fact"] } == ["S01-t1:1"])
        #expect(listed.first?["claimed_at"]?.string?.hasPrefix("2099-06-01") == true)
        try house.expectSameFromZero()

        // The other till falls silent all the same, once the first is heard half a day later than it.
        try post(house, "S01-t3", 1, at: Instant(milliseconds: now.milliseconds - 90_000_000).description)
        try house.say("till.registered.v1", ["writer": "S01-t3", "store": "S01"], number: 4)
        try house.settle()
        let silent = try house.get("/v1/stores").json["incomplete"]?["silent"]?.array?.map { $0["writer"] }
        #expect(silent == ["S01-t3"])
    }
}
