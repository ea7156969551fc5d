import Events
import JSON
import Log
import Postgres
import Rules
import Simulation
import TestSupport
import Testing

@testable import Projections

/// What entries are and were does not follow the order in which it was heard.
@Suite(.long) struct `Entries of the entities` {
    /// Suppliers that change, also in the past and from a day on, end and come back; and users' fields that hold anything.
    static let facts: [[UInt8]] = {
        var (facts, number): ([[UInt8]], Int64) = ([], 0)
        func say(_ type: String, _ supplier: String, _ data: JSON, _ minute: Int) {
            number += 1
            var all = data
            all["supplier"] = .string(supplier)
            let at = Instant(milliseconds: start + Int64(minute) * 60_000)
            facts.append(
                TestChain.event(
                    "supplier.\(type).v1", all, store: nil, writer: "office", sequence: number, at: at.description))
        }
        say(
            "registered", "a", ["name": ["ka": "რძე", "en": "Dairy"], "address": "Gori", "fields": ["note": "a\0b"]], 0)
        say("changed", "a", ["paymentDays": 30, "fields": ["rating": 5, "note": .null]], 10)
        say("changed", "a", ["cleared": ["address", "name.en"]], 20)
        say("changed", "a", ["address": "Rustavi", "effectiveAt": "2026-03-01T06:15:00Z"], 30)
        // Of one moment: the last in the total order holds.
        say("changed", "a", ["paymentDays": 7], 10)
        say("changed", "a", ["name": ["en": "Milk"], "effectiveAt": "2030-01-07", "zone": "Asia/Tbilisi"], 40)
        say("registered", "b", ["name": ["en": "Mill"], "currency": "GEL", "minimumOrder": 12_550], 1)
        say("ended", "b", [:], 5)
        say("changed", "b", ["status": "inactive"], 9)
        // Two ids that Unicode calls one.
        say("registered", "\u{E9}", ["name": ["en": "One"]], 2)
        say("registered", "e\u{301}", ["name": ["en": "Two"]], 3)
        for other in 0..<40 { say("registered", "s\(other)", ["name": ["en": .string("S \(other)")]], 50 + other) }
        return facts
    }()

    private static let start = Instant("2026-03-01T06:00:00Z")!.milliseconds

    private func fold(_ facts: [[UInt8]], batch: Int) throws -> (chain: TestChain, digest: String) {
        try TestChain.folded(facts.map { (nil, $0) }, batch: batch, Entities.self)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `permuted and repeated, in batches of any size, the same facts give the same`(_ seed: UInt64) throws {
        let reference = try fold(Self.facts, batch: 1_000).digest
        var random = SeededRandom(seed)
        var shuffled = Self.facts.shuffled(using: &random)
        shuffled += shuffled.prefix(10)
        #expect(try fold(shuffled, batch: 3).digest == reference)
        #expect(try fold(Array(Self.facts.dropLast()), batch: 1_000).digest != reference)
    }

    @Test func `a rebuild gives what the live fold has`() throws {
        let folded = try fold(Self.facts, batch: 2)
        var lines: [String] = []
        try Rebuild(folded.chain.conninfo, folded.chain.log, [Entities.self]) { lines.append($0) }.run(accept: false)
        #expect(lines.contains { $0.contains("equal to the serving version") }, "\(lines)")
    }

    @Test func `what follows is what people would say`() throws {
        let connection = try Connection(fold(Self.facts, batch: 5).chain.conninfo)
        let rows = try connection.query(
            """
            SELECT ((from_ms - \(Self.start)) / 60000)::int8, is_ended, members->'name'->>'en', members->>'address',
                members->>'paymentDays', members->'fields'->>'note', members->>'supplier'
            FROM entities_1.entity_span WHERE entity = 'supplier' AND id = 'a' ORDER BY from_ms
            """
        ).map { row in
            let texts = try (2..<6).map { try row.optionalText($0) ?? "-" }.joined(separator: " ")
            return "\(try row.int64(0)) \(try row.bool(1)) \(texts) \(try row.optionalText(6) ?? "-")"
        }
        #expect(
            rows.prefix(4) == [
                "0 false Dairy Gori - ab -", "10 false Dairy Gori 7 - -", "15 false Dairy Rustavi 7 - -",
                "20 false - - 7 - -",
            ])
        #expect(rows.count == 5 && rows.last?.hasSuffix("false Milk - 7 - -") == true, "\(rows)")
        let ended = try connection.query(
            "SELECT is_ended FROM entities_1.entity_span WHERE id = 'b' ORDER BY from_ms"
        ).map { try $0.bool(0) }
        #expect(ended == [false, true, false])
        let twins = try connection.query(
            "SELECT count(*) FROM entities_1.entity_span WHERE members->'name'->>'en' IN ('One', 'Two')")
        #expect(try twins[0].int64(0) == 2)
    }

    @Test func `facts about other things leave it as it is`() throws {
        let digest = try fold(Self.facts, batch: 100).digest
        let merge = TestChain.event(
            "customer.merged.v1", ["customer": "c1", "with": "c2"], store: nil, writer: "office-2", sequence: 1,
            at: "2026-03-01T06:00:00Z")
        #expect(try fold(Self.facts + [merge], batch: 100).digest == digest)
    }
}
