import Events
import JSON
import Log
import Postgres
import Projections
import TestSupport
import Testing

@Suite struct `A rebuild of what was dropped` {
    @Test(arguments: ["DROP SCHEMA trade_1 CASCADE", "DROP TABLE trade_1.receipt CASCADE"])
    func `takes the place of what is gone, and follows`(_ drop: String) throws {
        let chain = try TestChain()
        try chain.post("receipt.completed.v1", TestChain.receipt([("p", 1_000, 300)]), store: "S01", writer: "S01-t1")
        try CatchUp.run(chain.conninfo, chain.log)
        let connection = try Connection(chain.conninfo)
        let before = try Digest.serving(connection, Trade.self, .placed)
        try connection.script(drop)
        if drop.contains("SCHEMA") {
            let error = #expect(throws: ProjectionError.self) { try CatchUp.run(chain.conninfo, chain.log) }
            #expect(error?.description.contains("projections rebuild trade") == true)
        }
        var told: [String] = []
        try Rebuild(chain.conninfo, chain.log, [Trade.self]) { told.append($0) }.run(accept: false)
        #expect(told.contains { $0.contains("trade_1.receipt") })
        #expect(try Digest.serving(connection, Trade.self, .placed) == before)
        try chain.post("receipt.completed.v1", TestChain.receipt([("p", 1_000, 300)]), store: "S01", writer: "S01-t1")
        try CatchUp.run(chain.conninfo, chain.log)
        #expect(try Digest.serving(connection, Trade.self, .placed) != before)
    }
}
