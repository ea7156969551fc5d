import Events
import JSON
import Postgres
import Projections
import TestSupport
import Testing

@testable import Queries

/// Stock has a row for every product of every shop: what is listed of it page by page must come in an index's order, or a
/// chain's first page sorts all of it.
@Suite struct `Lists of stock` {
    private let chain: TestChain
    private let connection: Connection

    init() throws {
        chain = try TestChain()
        try chain.post(
            "goods.received.v1", TestChain.delivery([("bread", 9_000, 900), ("milk", 5_000, 500)]), store: "S1",
            writer: "S1-office", at: "2026-02-20T08:00:00Z")
        try chain.post(
            "receipt.completed.v1", TestChain.receipt([("bread", 2_000, 400), ("milk", 4_000, 600)]), store: "S1",
            writer: "S1-t1")
        try CatchUp.run(chain.conninfo, chain.log)
        connection = try Connection(chain.conninfo)
    }

    /// Asks for a page of one row, or for the one behind it, and looks at its plan: the one that is taken where the tables are
    /// too small to say which is better.
    ///
    /// - Returns: the first page's row.
    private func firstRow(_ request: QueryRequest, from index: String, isLater: Bool) throws -> JSON {
        var request = request
        request.limit = 1
        let first = try Reports.stock.answer(connection, request)
        let next: String = try #require(first.next)
        if isLater { request.cursor = next }
        try connection.script("SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off")
        let sql = try QueryPlan(Reports.stock, request, .everything, Schemas(connection)).sql()
        let plan = try connection.query("EXPLAIN \(sql)").map { try $0.text(0) }.joined(separator: "\n")
        #expect(plan.contains("Index Scan using \(index)"), "\(plan)")
        #expect(!plan.contains("Sort"), "\(plan)")
        return try #require(first.objects.first)
    }

    @Test(arguments: [false, true]) func `by the days that are left come from their index`(isLater: Bool) throws {
        var request = QueryRequest()
        request.filters = [.init("days_left", .lte, ["100"])]
        request.sort = [("days_left", false)]
        let row = try firstRow(request, from: "stock_days_left", isLater: isLater)
        // Of 5 000 thousandths 4 000 were sold in 28 days: 1 000 last 7; and 7 000 of bread last 98.
        #expect(row["product"]?.string == "milk")
        #expect(row["days_left"]?.int == 7)
    }

    @Test(arguments: [false, true]) func `of a shop come in the order of its key`(isLater: Bool) throws {
        var request = QueryRequest()
        request.filters = [.init("store", .eq, ["S1"])]
        let row = try firstRow(request, from: "stock_pkey", isLater: isLater)
        #expect(row["product"]?.string == "bread")
    }

    @Test func `that nothing sells of have no days left, and come last from behind`() throws {
        try chain.post(
            "goods.received.v1", TestChain.delivery([("salt", 1_000, 50)]), store: "S1", writer: "S1-office",
            at: "2026-02-21T08:00:00Z")
        try CatchUp.run(chain.conninfo, chain.log)
        var request = QueryRequest()
        request.sort = [("days_left", true)]
        let rows = try Reports.stock.answer(connection, request).objects
        #expect(rows.compactMap { $0["product"]?.string } == ["bread", "milk", "salt"])
        #expect(rows.map { $0["days_left"] ?? .null } == [.int(98), .int(7), .null])
    }

    @Test(arguments: [false, true]) func `of a product come from the key, shop by shop`(isLater: Bool) throws {
        for store in ["S2", "S3"] {
            try chain.post(
                "goods.received.v1", TestChain.delivery([("bread", 3_000, 300), ("milk", 3_000, 300)]), store: store,
                writer: "\(store)-office", at: "2026-02-20T08:00:00Z")
        }
        try CatchUp.run(chain.conninfo, chain.log)
        var request = QueryRequest()
        request.filters = [.init("product", .eq, ["milk"])]
        request.limit = 2
        let first = try Reports.stock.answer(connection, request)
        #expect(first.objects.map { $0["store"]?.string } == ["S1", "S2"])
        request.cursor = first.next
        #expect(try Reports.stock.answer(connection, request).objects.map { $0["store"]?.string } == ["S3"])
        request.cursor = isLater ? first.next : nil
        try connection.script("SET enable_seqscan = off; SET enable_bitmapscan = off")
        let sql = try QueryPlan(Reports.stock, request, .everything, Schemas(connection)).sql()
        let plan = try connection.query("EXPLAIN \(sql)").map { try $0.text(0) }.joined(separator: "\n")
        #expect(plan.contains("Index Cond: ((store = ANY ($") && plan.contains("AND (product = 'milk'"), "\(plan)")
    }

    @Test func `that were sold to the last piece have no days left and stand before what runs out`() throws {
        try chain.post(
            "receipt.completed.v1", TestChain.receipt([("milk", 1_000, 150)]), store: "S1", writer: "S1-t1", number: 2)
        try CatchUp.run(chain.conninfo, chain.log)
        var request = QueryRequest()
        request.filters = [.init("quantity", .eq, ["0"])]
        let rows = try Reports.stock.answer(connection, request).objects
        #expect(rows.map { $0["product"]?.string } == ["milk"])
        #expect(rows[0]["days_left"] == .null)
        try connection.transaction(.repeatableReadReadOnly) {
            let models = try ScreenModels(connection)
            let since = CalendarDay("2026-02-01")!
            #expect(try DashboardStock.soldOut(models, since: since, limit: 5)().map(\.product.id) == ["milk"])
            #expect(try DashboardStock.runningOut(models, since: since, limit: 5)().map(\.product.id) == ["bread"])
            #expect(try DashboardStock.soldOut(models, since: CalendarDay("2027-01-01")!, limit: 5)().isEmpty)
        }
    }
}

extension Report {
    fileprivate func answer(_ connection: Connection, _ request: QueryRequest) throws -> Answer {
        try ahead(connection, request, for: .everything, in: Schemas(connection))()
    }
}
