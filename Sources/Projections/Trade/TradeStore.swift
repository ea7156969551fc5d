import Events
import JSON
import Postgres
import Rules

/// Fetches the trade fold's rows from Postgres and writes the changed ones back.
///
/// A changed row is deleted and copied in anew: one way of writing serves the live tail and a rebuild, and array columns
/// are no special case.
final class TradeStore: TradeSource {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    // MARK: Fetching

    func receipts(_ ids: [FactID]) throws -> [(FactID, ReceiptEntry)] {
        let rows = try connection.prepared(
            "trade_receipts",
            """
            SELECT \(ReceiptRow.columns.joined(separator: ", ")) FROM receipt
            JOIN unnest($1::text[], $2::int8[]) AS k(w, s) ON writer = k.w AND writerseq = k.s
            """, [.textArray(ids.map(\.writer)), .int64Array(ids.map(\.sequence))])
        return try rows.map { row in
            let entry = try ReceiptRow.read(row)
            return (entry.id, entry)
        }
    }

    func days(_ keys: [DayKey]) throws -> [(DayKey, StoreDay)] {
        let rows = try connection.prepared(
            "trade_days",
            """
            SELECT store, business_date - DATE '1970-01-01', currency,
                receipts, returns, quantity, gross, discount, net, tax, cost, booked, suspect, training, beyond
            FROM store_day JOIN unnest($1::text[], $2::int4[], $3::text[]) AS k(s, d, c)
                ON store = k.s AND business_date = DATE '1970-01-01' + k.d AND currency = k.c
            """,
            [
                .textArray(keys.map(\.store)), .int32Array(keys.map(\.day.daysSince1970)),
                .textArray(keys.map(\.currency)),
            ])
        return try rows.map { row in
            let day = StoreDay()
            day.isInDatabase = true
            let shown = try shownFigures(row, from: 3) + row.int64Array(12)
            let figures = Figures.kept(shown, beyond: try row.optionalBytes(14))
            guard figures.count == 2 else { throw PackReader.Broken() }
            (day.counted, day.suspect) = (figures[0], figures[1])
            day.training = try row.int64(13)
            let key = DayKey(
                store: try row.text(0), day: CalendarDay(daysSince1970: Int32(try row.int(1))),
                currency: try row.text(2))
            return (key, day)
        }
    }

    func customers(_ keys: [CustomerKey]) throws -> [(CustomerKey, CustomerTotals)] {
        let rows = try connection.prepared(
            "trade_customers",
            """
            SELECT customer, currency, receipts, returns, quantity, gross, discount, net, tax, cost, booked,
                visit_days, visit_receipts, beyond
            FROM customer JOIN unnest($1::text[], $2::text[]) AS k(u, c) ON customer = k.u AND currency = k.c
            """, [.textArray(keys.map(\.customer)), .textArray(keys.map(\.currency))])
        return try rows.map { row in
            let totals = CustomerTotals()
            totals.isInDatabase = true
            let kept = Figures.kept(try shownFigures(row, from: 2), beyond: try row.optionalBytes(13))
            guard let counted = kept.first else { throw PackReader.Broken() }
            totals.counted = counted
            totals.days = try row.int32Array(11)
            totals.receiptsOnDay = try row.int64Array(12)
            return (CustomerKey(customer: try row.text(0), currency: try row.text(1)), totals)
        }
    }

    private func shownFigures(_ row: Row, from column: Int) throws -> [Int64] {
        try (column..<(column + Figures.count)).map { try row.int64($0) }
    }

    func defaults(_ products: [String]) throws -> [(String, DefaultCosts)] {
        let rows = try connection.prepared(
            "trade_defaults", "SELECT product, versions FROM default_cost WHERE product = ANY($1)",
            [.textArray(products)])
        return try rows.map { row in
            var pack = PackReader(try row.bytes(1))
            let costs = DefaultCosts(
                try pack.list { .init(key: try $0.plainKey(), amount: try $0.int(), per: try $0.int()) })
            costs.isInDatabase = true
            return (try row.text(0), costs)
        }
    }

    func guessing(_ products: [String]) throws -> [(store: String, product: String)] {
        try connection.prepared(
            "trade_guessing", "SELECT store, product FROM stock WHERE product = ANY($1) AND is_guess",
            [.textArray(products)]
        )
        .map { (try $0.text(0), try $0.text(1)) }
    }

    func expected() throws -> [FactID] {
        try connection.query("SELECT writer, writerseq FROM receipt WHERE status = 'expected'").map {
            FactID(writer: try $0.text(0), sequence: try $0.int64(1))
        }
    }

    /// A pool is fetched to be changed, and a changed row is deleted: both in one, so its key is looked up once.
    func takePools(_ keys: [(store: String, product: String)]) throws -> [StoredPool] {
        try connection.prepared(
            "trade_take_stock",
            """
            DELETE FROM stock USING unnest($1::text[], $2::text[]) AS k(s, p) WHERE store = k.s AND product = k.p
            RETURNING store, product, is_guess, from_ms, from_key, head, movements
            """, [.textArray(keys.map(\.store)), .textArray(keys.map(\.product))]
        ).map { try StockRow.read($0) }
    }

    func pages(
        of store: String, _ product: String, from place: PageBound, _ reach: Pool.Reach, before end: PageBound
    ) throws -> [PackedPage] {
        try connection.prepared(
            "trade_earlier_pages",
            """
            SELECT from_ms, from_key, head, movements FROM stock_page
            WHERE store = $1 AND product = $2 AND (from_ms, from_key) < ($5, $6) AND (from_ms, from_key) >= (
                SELECT f.from_ms, f.from_key FROM (
                    (SELECT b.from_ms, b.from_key FROM stock_page b WHERE b.store = $1 AND b.product = $2
                        AND (b.from_ms, b.from_key) <= ($3, $4) AND ($7 OR NOT b.begins_owing)
                        ORDER BY b.from_ms DESC, b.from_key DESC LIMIT 1)
                    UNION ALL SELECT '\(Int64.min)'::int8, ''::bytea) f
                ORDER BY f.from_ms DESC, f.from_key DESC LIMIT 1)
            ORDER BY from_ms, from_key
            """,
            [
                Bind(store), Bind(product), Bind(place.milliseconds), Bind(place.within), Bind(end.milliseconds),
                Bind(end.within), Bind(reach == .issue),
            ]
        ).map { row in
            var head = PackReader(try row.bytes(2))
            return try PackedPage(
                from: PageBound(milliseconds: try row.int64(0), within: try row.bytes(1)), head: &head,
                bytes: try row.bytes(3))
        }
    }

    // MARK: Writing

    func write(_ fold: TradeFold) throws {
        try writeReceipts(fold)
        try writeSums(fold)
        try writePools(fold)
    }

    /// Days, customers and default costs: everything that is small.
    func writeSums(_ fold: TradeFold) throws {
        try writeDays(fold)
        try writeCustomers(fold)
        try writeDefaults(fold)
        try writeShops(fold.shops)
        try writeMarked(fold.marked)
        fold.marked.removeAll()
        try writeTransfers(fold.transfers)
        try writeDeliveries(fold.deliveries)
        try writeRevisions(fold.revisions)
        try writeUnapplied(fold.unapplied)
    }

    private func writeReceipts(_ fold: TradeFold) throws {
        let changes = fold.receipts.changes { ($0.writer, $0.sequence) < ($1.writer, $1.sequence) }
        try deleteReceipts(changes.filter { $0.row.isInDatabase }.map(\.key))
        try connection.copy("receipt", ReceiptRow.columns, changes) { writer, change in
            try ReceiptRow.write(change.row, &writer)
            change.row.isInDatabase = true
        }
        fold.receipts.settled()
    }

    func deleteReceipts(_ ids: [FactID]) throws {
        try delete(
            "receipt", "writer = k.a AND writerseq = k.b", "unnest($1::text[], $2::int8[]) AS k(a, b)",
            [.textArray(ids.map(\.writer)), .int64Array(ids.map(\.sequence))], unless: ids.isEmpty)
    }

    private static let figureColumns = [
        "receipts", "returns", "quantity", "gross", "discount", "net", "tax", "cost", "booked",
    ]

    private func writeDays(_ fold: TradeFold) throws {
        let changes = fold.days.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        try delete(
            "store_day", "store = k.a AND business_date = DATE '1970-01-01' + k.b AND currency = k.c",
            "unnest($1::text[], $2::int4[], $3::text[]) AS k(a, b, c)",
            [
                .textArray(stale.map(\.store)), .int32Array(stale.map(\.day.daysSince1970)),
                .textArray(stale.map(\.currency)),
            ],
            unless: stale.isEmpty)
        let columns = ["store", "business_date", "currency"] + Self.figureColumns + ["suspect", "training", "beyond"]
        try connection.copy("store_day", columns, changes) { writer, change in
            writer.text(change.key.store)
            writer.date(change.key.day)
            writer.text(change.key.currency)
            for figure in change.row.counted.shown.all { writer.int64(figure) }
            writer.int64Array(change.row.suspect.shown.all)
            writer.int64(change.row.training)
            writer.optionalBytes(Figures.beyond([change.row.counted, change.row.suspect]))
            change.row.isInDatabase = true
        }
        fold.days.settled()
    }

    private func writeCustomers(_ fold: TradeFold) throws {
        let changes = fold.customers.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        try delete(
            "customer", "customer = k.a AND currency = k.b", "unnest($1::text[], $2::text[]) AS k(a, b)",
            [.textArray(stale.map(\.customer)), .textArray(stale.map(\.currency))], unless: stale.isEmpty)
        let columns =
            ["customer", "currency"] + Self.figureColumns + [
                "visits", "first_visit", "last_visit", "visit_days", "visit_receipts", "beyond",
            ]
        try connection.copy("customer", columns, changes) { writer, change in
            writer.text(change.key.customer)
            writer.text(change.key.currency)
            for figure in change.row.counted.shown.all { writer.int64(figure) }
            let days = change.row.days
            writer.int64(Int64(days.count))
            writer.optionalDate(days.first)
            writer.optionalDate(days.last)
            writer.int32Array(days)
            writer.int64Array(change.row.receiptsOnDay)
            writer.optionalBytes(Figures.beyond([change.row.counted]))
            change.row.isInDatabase = true
        }
        fold.customers.settled()
    }

    private func writePools(_ fold: TradeFold) throws {
        try fold.pack()
        let names = fold.pools.names
        let pools = fold.pools.changesInOrder()
        let stale = pools.filter(\.isInDatabase)
        try delete(
            "stock", "store = k.a AND product = k.b", "unnest($1::text[], $2::text[]) AS k(a, b)",
            [.textArray(stale.map { names[$0.key.store] }), .textArray(stale.map { names[$0.key.product] })],
            unless: stale.isEmpty)
        var gone: [(pool: Pool, from: PageBound)] = []
        for pool in pools where !pool.hasMovements {
            pool.isInDatabase = false
            gone += pool.takeEarlier().gone.map { (pool, $0) }
        }
        try writePages([], gone, names)
        try copyPools(pools.withMovements(), names)
        fold.pools.settled()
    }

    /// Copies pools whose rows are not there, and changes their earlier pages.
    func copyPools(_ pools: PoolsInOrder, _ names: Names) throws {
        var gone: [(pool: Pool, from: PageBound)] = []
        var fresh: [(pool: Pool, page: PackedPage)] = []
        var index = pools.startIndex
        try connection.copy("stock", StockRow.columns, pools) { writer, pool in
            if (index - pools.startIndex).isMultiple(of: PoolMemory.atATime) { pools.fetchMemory(from: index) }
            index += 1
            StockRow.write(pool, names, &writer)
            pool.isInDatabase = true
            guard pool.hasEarlier else { return }
            let earlier = pool.takeEarlier()
            fresh += earlier.fresh.map { (pool, $0) }
            gone += earlier.gone.map { (pool, $0) }
        }
        try writePages(fresh, gone, names)
    }

    /// The pages before the last: those that were closed or opened since they were written.
    private func writePages(
        _ fresh: [(pool: Pool, page: PackedPage)], _ gone: [(pool: Pool, from: PageBound)], _ names: Names
    ) throws {
        try delete(
            "stock_page", "store = k.a AND product = k.b AND from_ms = k.c AND from_key = k.d",
            "unnest($1::text[], $2::text[], $3::int8[], $4::bytea[]) AS k(a, b, c, d)",
            [
                .textArray(gone.map { names[$0.pool.key.store] }), .textArray(gone.map { names[$0.pool.key.product] }),
                .int64Array(gone.map(\.from.milliseconds)), .bytesArray(gone.map(\.from.within)),
            ],
            unless: gone.isEmpty)
        try connection.copy(
            "stock_page", ["store", "product", "from_ms", "from_key", "begins_owing", "head", "movements"], fresh
        ) {
            writer, row in
            writer.text(names[row.pool.key.store])
            writer.text(names[row.pool.key.product])
            writer.int64(row.page.from.milliseconds)
            writer.bytes(row.page.from.within)
            writer.bool(row.page.beginsOwing)
            var head = PackWriter()
            row.page.packHead(&head)
            writer.bytes(head.bytes)
            writer.bytes(row.page.bytes)
        }
    }

    private func writeDefaults(_ fold: TradeFold) throws {
        let changes = fold.defaults.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key.text)
        try delete(
            "default_cost", "product = k.a", "unnest($1::text[]) AS k(a)", [.textArray(stale)], unless: stale.isEmpty)
        try connection.copy("default_cost", ["product", "versions"], changes) { writer, change in
            var pack = PackWriter()
            pack.list(change.row.versions) { pack, version in
                pack.key(version.key)
                pack.int(version.amount)
                pack.int(version.per)
            }
            writer.text(change.key.text)
            writer.bytes(pack.bytes)
            change.row.isInDatabase = true
        }
        fold.defaults.settled()
    }

    func delete(_ table: String, _ match: String, _ keys: String, _ binds: [Bind], unless isEmpty: Bool) throws {
        guard !isEmpty else { return }
        _ = try connection.prepared("trade_delete_\(table)", "DELETE FROM \(table) USING \(keys) WHERE \(match)", binds)
    }
}

extension CopyWriter {
    /// Postgres counts days from 2000-01-01; binary `date` is four bytes.
    mutating func date(_ day: CalendarDay) { int32(day.daysSince1970 - 10_957) }
    mutating func optionalDate(_ daysSince1970: Int32?) {
        if let daysSince1970 { date(CalendarDay(daysSince1970: daysSince1970)) } else { null() }
    }
    mutating func optionalText(_ text: String?) {
        if let text { self.text(text) } else { null() }
    }
}
