import Postgres

/// Receipts, store days, customers' purchases and costed stock.
package final class Trade: ReadModel {
    package static let name = "trade"
    package static let format: Int32 = 7
    package static let tables = TradeTables.tables
    package static let earlyKeys = TradeTables.earlyKeys
    package static let keys = TradeTables.keys

    /// Receipts that stay in hand, since returns and settled debts mostly reach back a little.
    static let receiptsInHand = 5_000
    /// Receipts that a rebuild gathers before it hands them over to be written.
    static let receiptsAtATime = 2_500

    private let fold: TradeFold
    private let store: TradeStore
    private let stream: ReceiptStream?

    package init(_ connection: Connection, _ log: any LogAccess, isRebuild: Bool) {
        let store = TradeStore(connection)
        let stream = isRebuild ? ReceiptStream(connection) : nil
        (self.store, self.stream) = (store, stream)
        fold = stream.map { stream in TradeFold(nil, written: { try stream.receipts($0) }) } ?? TradeFold(store)
    }

    package func fold(_ records: [FoldRecord], repeats: [FoldRecord]) throws { try fold.fold(records) }
    package func write() throws { try store.write(fold) }
    package func forget() { fold.forget() }
    /// To fetch every pool anew would be felt.
    package func trim() { fold.receipts.forget(above: Self.receiptsInHand) }
    package var inHand: Int { fold.inHand }

    package func spill() throws {
        try fold.pack()
        try stream?.write(fold.receipts)
    }

    package func finish(_ connection: Connection) throws {
        guard let stream else { return }
        try fold.pack()
        try stream.write(fold.receipts, above: 0)
        // Receipts and stock are the two large tables: while one gets its keys the other is written.
        let stock = try StockFilling(connection, fold)
        try stream.open()
        nonisolated(unsafe) let (fold, store) = (fold, store)
        try Threads.run([
            { try stream.finish() },
            { try stock.run() },
            {
                try store.writeSums(fold)
                try connection.script(TradeTables.smallKeys)
            },
        ])
    }

    package static let contents = figures + TradeDocuments.contents

    private static let figures: [Contents] = [
        Contents(
            """
            SELECT writer, writerseq::text, status, store, till, receipt_number, business_date::text, effective_at::text,
                revision::text, operator, customer, customer_category, channel, currency, gross::text, rounding::text,
                figures[1:8]::text, line_kind::text, line_product::text,
                line_figures[1:7 * cardinality(line_kind)]::text, grant_words::text, grant_figures::text,
                tender_kind::text, tender_amount::text, faults
            FROM receipt WHERE status <> 'expected' ORDER BY writer COLLATE "C", writerseq
            """
        ).with(
            .booked,
            "SELECT writer, writerseq::text, line_figures[7 * cardinality(line_kind) + 1:]::text FROM receipt WHERE status <> 'expected' ORDER BY writer COLLATE \"C\", writerseq"
        ).with(
            .placed,
            """
            SELECT writer, writerseq::text, recorded_at::text, log_partition::text, log_offset::text
            FROM receipt WHERE status <> 'expected' ORDER BY writer COLLATE "C", writerseq
            """),
        Contents(
            """
            SELECT store, business_date::text, currency, receipts::text, returns::text, quantity::text, gross::text,
                discount::text, net::text, tax::text, cost::text, suspect[1:8]::text, training::text
            FROM store_day WHERE receipts <> 0 OR training <> 0 OR suspect[1] <> 0
            ORDER BY store COLLATE "C", business_date, currency COLLATE "C"
            """
        ).with(
            .booked,
            """
            SELECT store, business_date::text, currency, booked::text FROM store_day
            ORDER BY store COLLATE "C", business_date, currency COLLATE "C"
            """),
        Contents(
            """
            SELECT customer, currency, receipts::text, returns::text, quantity::text, gross::text, discount::text, net::text,
                tax::text, cost::text, visits::text, first_visit::text, last_visit::text, visit_days::text, visit_receipts::text
            FROM customer WHERE receipts <> 0 ORDER BY customer COLLATE "C", currency COLLATE "C"
            """
        ).with(
            .booked,
            """
            SELECT customer, currency, booked::text FROM customer WHERE receipts <> 0
            ORDER BY customer COLLATE "C", currency COLLATE "C"
            """),
        Contents(
            """
            SELECT store, product, quantity::text, value::text, is_guess::text, head
            FROM stock ORDER BY store COLLATE "C", product COLLATE "C"
            """, unpack: stockLine
        ).with(
            .booked,
            """
            SELECT store, product, booked_value::text FROM stock
            ORDER BY store COLLATE "C", product COLLATE "C"
            """
        ).with(
            // Which days lie ahead follows from when their facts were recorded.
            .placed,
            """
            SELECT store, product, last_sale::text, sold_28::text, days_left::text FROM stock
            ORDER BY store COLLATE "C", product COLLATE "C"
            """),
        Contents(pages, unpack: { try movements($0) { "\($0.key.own) \($0.kind.told) \($0.quantity) \($0.cost)" } })
            .with(.placed, pages, unpack: { try movements($0) { "\($0.source)" } }),
        Contents("SELECT product FROM default_cost ORDER BY product COLLATE \"C\""),
    ]

    private static let pages = """
        SELECT store, product, movements FROM (
            SELECT store, product, from_ms, from_key, movements FROM stock_page
            UNION ALL SELECT store, product, from_ms, from_key, movements FROM stock) p
        ORDER BY store COLLATE "C", product COLLATE "C", from_ms, from_key
        """

    private static func stockLine(_ row: Row) throws -> [String] {
        let columns = try (0..<5).map { try row.optionalText($0) ?? "\\N" }
        return [(columns + [try StockRow.sales(try row.bytes(5)).digestLine]).joined(separator: "\t")]
    }

    /// A page's movements as lines, so that where pages were split does not matter.
    private static func movements(_ row: Row, _ line: (Movement) -> String) throws -> [String] {
        let (store, product) = (try row.text(0), try row.text(1))
        return try PackedPage.movements(try row.bytes(2)).map { "\(store)\t\(product)\t\(line($0))" }
    }
}
