import Events
import Postgres
import Projections
import TestSupport
import Testing

@testable import Queries

/// The overview's sums: the same whether it is one day everywhere or each shop has its own.
@Suite struct `A dashboard's sums` {
    private let chain: TestChain
    private let connection: Connection

    init() throws {
        chain = try TestChain()
        for (store, day, gross) in [
            ("S1", "2026-03-01", 400), ("S1", "2026-02-28", 30), ("S2", "2026-02-28", 500), ("S2", "2026-02-27", 60),
            ("S3", "2026-03-01", 7), ("S1", "2026-01-01", 9_000),
        ] as [(String, String, Int64)] {
            try chain.post(
                "receipt.completed.v1", TestChain.receipt([("bread", 1_000, gross)], day: day), store: store,
                writer: "\(store)-t1", at: "\(day)T12:00:00Z")
        }
        try CatchUp.run(chain.conninfo, chain.log)
        connection = try Connection(chain.conninfo)
    }

    private func sums(_ todays: [String: String], home: String) throws -> (shops: [[Int64]], days: [Int64]) {
        try connection.transaction(.repeatableReadReadOnly) {
            let take = try DashboardDays.sums(
                ScreenModels(connection), todays: ByID(todays.map { ($0, CalendarDay($1)!) }), home: CalendarDay(home)!,
                count: 30)
            let sums = try take()
            #expect(sums.shops.map(\.store) == ["S1", "S2", "S3"])
            return (
                sums.shops.map { [$0.today.gross, $0.lastDays.gross, $0.lastDays.receipts, $0.weight] },
                sums.days.sorted { $0.day < $1.day }.map(\.figures.gross)
            )
        }
    }

    @Test func `where it is the same day everywhere, a shop that was never opened included`() throws {
        let found = try sums(["S1": "2026-03-01", "S2": "2026-03-01"], home: "2026-03-01")
        #expect(found.shops == [[400, 430, 2, 2], [0, 560, 2, 2], [7, 7, 1, 1]])
        #expect(found.days == [60, 530, 407])
    }

    @Test func `where a shop's today is another's yesterday`() throws {
        let found = try sums(["S1": "2026-03-01", "S2": "2026-02-28"], home: "2026-03-01")
        #expect(found.shops == [[400, 430, 2, 2], [500, 560, 2, 2], [7, 7, 1, 1]])
        // What lies behind a shop's own today is not shown yet.
        #expect(try sums(["S1": "2026-02-28", "S2": "2026-02-28"], home: "2026-03-01").shops[0] == [30, 30, 1, 1])
    }
}
