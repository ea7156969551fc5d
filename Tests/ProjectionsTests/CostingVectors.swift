import Events
import JSON
import Postgres
import Projections
import TestSupport
import Testing

/// DOMAIN's golden vectors, by their numbers, through a real log and real tables.
@Suite struct `Golden vectors` {
    let chain: TestChain

    init() throws { chain = try TestChain() }

    private func sell(_ quantity: Int64, _ gross: Int64, at: String = "2026-03-01T12:00:00Z") throws -> String {
        try chain.post(
            "receipt.completed.v1", TestChain.receipt([("p", quantity, gross)]), store: "S1", writer: "S1-t1", at: at)
    }

    private func receive(_ quantity: Int64, _ cost: Int64, at: String = "2026-03-02T08:00:00Z") throws {
        try chain.post(
            "goods.received.v1", TestChain.delivery([("p", quantity, cost)]), store: "S1", writer: "office", at: at)
    }

    private func stock() throws -> [Int64] {
        try CatchUp.run(chain.conninfo, chain.log)
        let row = try Connection(chain.conninfo).query("SELECT quantity, value FROM trade_1.stock")[0]
        return [try row.int64(0), try row.int64(1)]
    }

    private func cost(of receipt: String) throws -> [Int64] {
        let id = FactID(receipt)!
        let rows = try Connection(chain.conninfo).query(
            """
            SELECT line_figures[6 * cardinality(line_kind) + 1:] FROM trade_1.receipt
            WHERE writer = \(id.writer) AND writerseq = \(id.sequence)
            """)
        return try rows[0].int64Array(0)
    }

    @Test func `1: two sold with no cost, then twenty received at 3.30`() throws {
        let sale = try sell(2_000, 1_000)
        try CatchUp.run(chain.conninfo, chain.log)
        try receive(20_000, 6_600)
        #expect(try stock() == [18_000, 5_940])
        #expect(try cost(of: sale) == [660, 0])
    }

    @Test func `2: ten issued with no cost, then five received at 10.00`() throws {
        let sale = try sell(10_000, 20_000)
        try receive(5_000, 5_000)
        #expect(try stock() == [-5_000, -5_000])
        #expect(try cost(of: sale) == [10_000, 0])
    }

    @Test func `3: three of two costs sold at once leave nothing`() throws {
        try receive(2_000, 200, at: "2026-02-27T08:00:00Z")
        try receive(1_000, 101, at: "2026-02-28T08:00:00Z")
        let sale = try sell(3_000, 900)
        #expect(try stock() == [0, 0])
        #expect(try cost(of: sale) == [301, 301])
    }

    @Test func `4: twenty thousand owed and twenty-three thousand received`() throws {
        _ = try sell(20_000_000, 100)
        try receive(23_000_000, 2_300)
        #expect(try stock() == [3_000_000, 300])
    }

    @Test func `21: the same receipt three times and once changed counts once, and the change is in quarantine`() throws
    {
        try receive(10_000, 1_000, at: "2026-02-28T08:00:00Z")
        let bytes = TestChain.event(
            "receipt.completed.v1", TestChain.receipt([("p", 1_000, 500)]), store: "S1", writer: "S1-t1", sequence: 1,
            at: "2026-03-01T12:00:00Z")
        let changed = TestChain.event(
            "receipt.completed.v1", TestChain.receipt([("p", 1_000, 700)]), store: "S1", writer: "S1-t1", sequence: 1,
            at: "2026-03-01T12:00:00Z")
        for copy in [bytes, bytes, changed, bytes] { try chain.append(copy, store: "S1") }
        #expect(try stock() == [9_000, 900])
        let connection = try Connection(chain.conninfo)
        #expect(try connection.query("SELECT gross FROM trade_1.receipt").map { try $0.int64(0) } == [500])
        let quarantine = try connection.query("SELECT kept, other FROM completeness_1.quarantine")
        #expect(quarantine.count == 1)
        #expect(try quarantine[0].bytes(0) == bytes)
        #expect(try quarantine[0].bytes(1) == changed)
        #expect(
            try connection.query("SELECT repeats FROM completeness_1.writer WHERE writer = 'S1-t1'")[0].int64(0) == 2)
    }
}
