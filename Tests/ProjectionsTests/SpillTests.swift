import Events
import JSON
import Log
import Postgres
import TestSupport
import Testing

@testable import Projections

/// A rebuild lets go of what it has written of large catalogues, and comes back to it.
@Suite(.long) struct `A catalogue that a rebuild does not hold` {
    @Test func `gives what the live fold has, also of products that change after they were written`() throws {
        let chain = try TestChain()
        let products = ReadModels.spillLimit * 2 + 100
        var facts: [NewRecord] = []
        func say(_ type: String, _ product: Int, _ name: String, _ time: String) {
            let data: JSON = ["product": .string("p\(product)"), "name": ["en": .string(name)], "hierarchy": ["food"]]
            let number = Int64(facts.count + 1)
            let bytes = TestChain.event(type, data, store: nil, writer: "office", sequence: number, at: time)
            facts.append(NewRecord(key: PartitionKey.chain.text, bytes: bytes))
        }
        for product in 1...products { say("product.listed.v1", product, "First", "2026-03-01T06:00:00Z") }
        // The first are in the database by now, the last in hand, and some are of neither.
        for product in [1, 2, products, products + 1, 3, 1] {
            say("product.changed.v1", product, "Then \(facts.count)", "2026-03-02T06:00:00Z")
        }
        _ = try chain.log.append(facts, to: chain.log.identity.partition(of: .chain))
        try CatchUp.run(chain.conninfo, chain.log)
        var lines: [String] = []
        let models: [any ReadModel.Type] = [Entities.self, Dossiers.self]
        try Rebuild(chain.conninfo, chain.log, models) { lines.append($0) }.run(accept: false)
        #expect(lines.count { $0.contains("equal to the serving version") } == models.count, "\(lines)")
        let name = try Connection(chain.conninfo).query("SELECT name_en FROM entities_2.product WHERE product = 'p1'")
        #expect(try name.map { try $0.text(0) } == ["Then \(products + 5)"])
        let keys = try Connection(chain.conninfo).query(
            "SELECT count(*) FROM pg_index WHERE indrelid IN ('entities_2.said'::regclass, 'dossiers_2.said'::regclass)"
        )
        #expect(try keys[0].int(0) == 2)
    }
}
