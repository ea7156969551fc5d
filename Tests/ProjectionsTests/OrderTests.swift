import Events
import Log
import Postgres
import Projections
import Simulation
import TestSupport
import Testing

/// Promise 2: the same facts permuted, duplicated or delayed give byte-identical read models, equal to a replay from zero.
@Suite(.long) struct `The order of arrival` {
    static let facts: [SimulatedFact] = {
        let chain = SimulatedChain(.small(seed: 5))
        return chain.openingFacts + chain.days().flatMap(\.facts)
    }()

    /// Appends facts in batches of one partition each, in their order.
    private func fill(_ chain: TestChain, _ facts: [SimulatedFact]) throws {
        var waiting: [Int: [NewRecord]] = [:]
        for fact in facts {
            let key: PartitionKey =
                switch fact.scope {
                case .chain: .chain
                case .store(let id): .store(id)
                }
            waiting[chain.log.identity.partition(of: key), default: []].append(
                NewRecord(key: key.text, bytes: fact.bytes))
        }
        for (partition, records) in waiting { _ = try chain.log.append(records, to: partition) }
    }

    private func digests(_ chain: TestChain, _ depth: Digest.Depth = .facts) throws -> [String] {
        let connection = try Connection(chain.conninfo)
        return try ReadModels.all.map { "\($0.name) \(try Digest.serving(connection, $0, depth))" }
    }

    private func fold(_ facts: [SimulatedFact], batch: Int = 500) throws -> (chain: TestChain, digests: [String]) {
        let chain = try TestChain()
        try fill(chain, facts)
        try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: batch))
        return (chain, try digests(chain))
    }

    @Test func `permuted, the same facts give the same read models`() throws {
        let reference = try fold(Self.facts).digests
        for seed in [UInt64(1), 2] {
            #expect(try fold(Self.facts.permuted(seed: seed)).digests == reference, "seed \(seed)")
        }
    }

    @Test func `duplicated and delayed, the same facts give the same read models`() throws {
        let reference = try fold(Self.facts).digests
        #expect(try fold(Self.facts.duplicated(percent: 20, seed: 3)).digests == reference)
        #expect(try fold(Self.facts.delayed(percent: 5, seed: 4)).digests == reference)
    }

    @Test func `in batches of any size, the same log gives the same read models, booked figures included`() throws {
        let shuffled = Self.facts.delayed(percent: 10, seed: 9)
        let chain = try TestChain()
        try fill(chain, shuffled)
        try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: 1_000))
        let reference = try digests(chain, .booked)
        let other = try TestChain()
        try fill(other, shuffled)
        try CatchUp.run(other.conninfo, other.log, batch: ReadLimit(records: 7))
        #expect(try digests(other, .booked) == reference)
    }

    @Test func `a rebuild gives what the live fold has, and serves it`() throws {
        let folded = try fold(Self.facts.delayed(percent: 5, seed: 8), batch: 100)
        var lines: [String] = []
        try Rebuild(folded.chain.conninfo, folded.chain.log, ReadModels.all) { lines.append($0) }.run(accept: false)
        #expect(lines.count { $0.contains("equal to the serving version") } == ReadModels.all.count, "\(lines)")
        #expect(try digests(folded.chain) == folded.digests)
        let versions = try Connection(folded.chain.conninfo).query(
            "SELECT DISTINCT version FROM davtari.read_model WHERE serving")
        #expect(try versions.map { try $0.int(0) } == [2])
    }

    @Test func `a correction of a product that only looks like the delivered one changes nothing, whichever is first`()
        throws
    {
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        let delivery = TestChain.event(
            "goods.received.v1", TestChain.delivery([(decomposed, 10_000, 1_000)]), store: "S1", writer: "a",
            sequence: 1, at: "2026-03-01T08:00:00Z")
        let correction = TestChain.event(
            "cost.corrected.v1",
            [
                "delivery": "a:1", "currency": "GEL",
                "lines": [["line": 1, "product": .string(composed), "cost": 50_000]],
            ], store: "S1", writer: "b", sequence: 1, at: "2026-03-02T08:00:00Z")
        let back = TestChain.event(
            "goods.returned.v1",
            [
                "vendorReturn": "v", "currency": "GEL",
                "lines": [
                    [
                        "line": 1, "product": .string(composed), "quantity": 1_000, "delivery": "a:1",
                        "deliveryLine": 1,
                    ]
                ],
            ], store: "S1", writer: "c", sequence: 1, at: "2026-03-03T08:00:00Z")
        var digests: Set<String> = []
        for order in [delivery, correction, back].inTurns {
            let chain = try TestChain()
            for fact in order { try chain.append(fact, store: "S1") }
            try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: 1))
            let connection = try Connection(chain.conninfo)
            let value = try connection.query("SELECT value FROM trade_1.stock WHERE product = \(decomposed)")
            #expect(try value.map { try $0.int64(0) } == [1_000])
            digests.insert(try Digest.serving(connection, Trade.self, .facts))
        }
        #expect(digests.count == 1)
    }

    @Test func `ids that only look alike are two, in a batch as one by one`() throws {
        let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}")
        var digests: [String] = []
        for size in [1, 1_000] {
            let chain = try TestChain()
            for product in [composed, decomposed] {
                try chain.post(
                    "product.listed.v1", ["product": .string(product), "name": ["en": "Coffee"]], store: nil,
                    writer: "office")
                try chain.post(
                    "store.opened.v1", ["store": .string(product), "currency": "GEL"], store: nil, writer: "office")
            }
            try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: size))
            let connection = try Connection(chain.conninfo)
            let rows = try connection.query(
                """
                SELECT (SELECT count(*) FROM entities_1.product),
                    (SELECT count(*) FROM entities_1.entity_span WHERE entity = 'store')
                """)
            #expect(try [rows[0].int(0), rows[0].int(1)] == [2, 2], "in batches of \(size)")
            digests.append(try Digest.serving(connection, Entities.self, .facts))
        }
        #expect(Set(digests).count == 1)
    }
}
