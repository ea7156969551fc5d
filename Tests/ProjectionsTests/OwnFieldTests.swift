import JSON
import Log
import Postgres
import Projections
import TestSupport
import Testing

/// Users' own fields as facts carry them, and the marks of those that are not what was defined.
@Suite struct `Own fields of facts` {
    private struct Told {
        var type: String
        var data: JSON
        var store: String?
        var writer: String
        var number: Int64
        var at: String
    }

    private static func define(
        _ field: String, _ type: String, number: Int64, choices: [String] = [], at: String = "2026-01-01T08:00:00Z"
    ) -> Told {
        var data: JSON = ["field": .string(field), "entity": "receipt", "type": .string(type)]
        if !choices.isEmpty { data["choices"] = .array(choices.map { ["choice": .string($0)] }) }
        return Told(type: "field.defined.v1", data: data, store: nil, writer: "office", number: number, at: at)
    }

    private static func receipt(_ fields: JSON, number: Int64, at: String = "2026-03-02T12:00:00Z") -> Told {
        var data = TestChain.receipt([("p", 1_000, 500)], day: "2026-03-02")
        data["fields"] = fields
        return Told(type: "receipt.completed.v1", data: data, store: "S1", writer: "t", number: number, at: at)
    }

    private func fold(_ facts: [Told], batch: Int) throws -> (marks: [String], digest: String) {
        let chain = try TestChain()
        for fact in facts {
            try chain.post(
                fact.type, fact.data, store: fact.store, writer: fact.writer, at: fact.at, number: fact.number)
        }
        try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: batch))
        try Rebuild(chain.conninfo, chain.log, [Completeness.self]) { _ in }.run(accept: false)
        let connection = try Connection(chain.conninfo)
        let marks = try connection.query(
            """
            SELECT writer || ':' || writerseq || ' ' || array_to_string(rules, ',') || ' ' ||
                (SELECT string_agg(f->>'path', ',') FROM jsonb_array_elements(faults::jsonb) f)
            FROM completeness_2.own_fields WHERE faults IS NOT NULL ORDER BY 1
            """
        ).map { try $0.text(0) }
        #expect(try connection.query("SELECT count(*) FROM trade_1.receipt WHERE status <> 'counted'")[0].int64(0) == 0)
        return (marks, try Digest.serving(connection, Completeness.self, .facts))
    }

    private func always(_ facts: [Told], _ expected: [String]) throws {
        var digests: Set<String> = []
        for order in facts.inTurns {
            for batch in [1, 100] {
                let found = try fold(order, batch: batch)
                #expect(found.marks == expected, "\(order.map(\.number)) by \(batch)")
                digests.insert(found.digest)
            }
        }
        #expect(digests.count == 1)
    }

    @Test func `a value of another type, and one that nobody defined, are marked whenever the definition is heard`()
        throws
    {
        try always(
            [
                Self.define("table", "integer", number: 1), Self.define("mood", "choice", number: 2, choices: ["good"]),
                Self.receipt(["table": 7, "mood": "good"], number: 1),
                Self.receipt(["table": "7", "mood": "bad"], number: 2),
                Self.receipt(["nonsense": 1, "table": .null], number: 3),
            ], ["t:2 field.type fields.table,fields.mood", "t:3 field.unknown fields.nonsense"])
    }

    @Test func `a fact is held to the definition of its time`() throws {
        try always(
            [
                Self.define("mood", "choice", number: 1, choices: ["good"]),
                Self.define("mood", "choice", number: 2, choices: ["fine"], at: "2026-03-02T12:30:00Z"),
                Self.receipt(["mood": "good"], number: 1),
                Self.receipt(["mood": "good"], number: 2, at: "2026-03-02T13:00:00Z"),
            ], ["t:2 field.type fields.mood"])
    }
}
