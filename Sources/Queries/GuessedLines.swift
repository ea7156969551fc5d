import Events
import Postgres
import Projections
import Rules

/// Lines of receipts whose cost is a guess still: sold below zero of goods of which no cost was known, and settled by no
/// arrival since. Asked of the movements themselves, in the few pools that owe something.
package enum GuessedLines {
    struct Line: Hashable {
        var receipt: FactID
        var line: Int64
    }

    /// Of one shop's receipts from one moment through another.
    ///
    /// - Parameter products: only of these; nil: of all.
    static func lines(
        _ models: ScreenModels, store: String, products: [String]? = nil, from: Int64, through: Int64
    ) throws -> Set<Line> {
        var owes: SQL = "k.store = \(store) AND k.is_guess AND k.quantity < 0"
        if let products { owes += " AND k.product = ANY(\(products))" }
        let pages = models.trade("stock_page")
        // Of a pool's pages all from the one that holds the time: what was sold last is owed last.
        let rows = try models.connection.query(
            """
            SELECT k.product, k.quantity, p.movements, p.from_ms, p.from_key FROM \(models.trade("stock")) k
            JOIN \(pages) p ON p.store = k.store AND p.product = k.product
            WHERE \(owes) AND p.from_ms >= coalesce((SELECT max(b.from_ms) FROM \(pages) b
                WHERE b.store = k.store AND b.product = k.product
                    AND (b.from_ms < \(from) OR b.from_ms = \(from) AND b.from_key = '')), \(Int64.min))
            UNION ALL
            SELECT k.product, k.quantity, k.movements, k.from_ms, k.from_key FROM \(models.trade("stock")) k WHERE \(owes)
            ORDER BY product, from_ms DESC, from_key DESC
            """)
        var lines: Set<Line> = []
        var (pool, owed): (ExactText?, Int64) = (nil, 0)
        for row in rows {
            let product = ExactText(try row.text(0))
            if pool != product { (pool, owed) = (product, 0 &- (try row.int64(1))) }
            guard owed > 0 else { continue }
            for movement in try PackedPage.movements(try row.bytes(2)).reversed() where movement.quantity < 0 {
                let own = movement.key.own
                if movement.isGuess, movement.kind == .sale, (from...through).contains(own.milliseconds) {
                    lines.insert(Line(receipt: own.fact, line: own.line))
                }
                // Arrivals settle what is owed the longest.
                owed = Bounded.sum(owed, movement.quantity)
                if owed <= 0 { break }
            }
        }
        return lines
    }

    /// What those of a shop's business day sold for, without tax, by currency; none where no cost was guessed.
    package static func net(_ models: ScreenModels, store: String, day: CalendarDay) throws -> ByID<Int64> {
        let isOfDay: SQL = "r.store = \(store) AND r.business_date = \(day.description)::date AND r.status = 'counted'"
        let span = try models.connection.query(
            "SELECT min(r.effective_at), max(r.effective_at) FROM \(models.trade("receipt")) r WHERE \(isOfDay)")[0]
        guard let from = try span.optionalInt64(0), let through = try span.optionalInt64(1) else { return [:] }
        let lines = try lines(models, store: store, from: from, through: through).map { $0 }
        guard !lines.isEmpty else { return [:] }
        return ByID(
            try models.connection.query(
                """
                SELECT r.currency, \(unsafeSQL: Sum.of("l.net"))
                FROM (SELECT unnest(\(lines.map(\.receipt.writer))::text[]) AS writer,
                    unnest(\(lines.map(\.receipt.sequence))::int8[]) AS writerseq,
                    unnest(\(lines.map(\.line))::int8[]) AS line) g
                JOIN \(models.trade("receipt")) r ON r.writer = g.writer AND r.writerseq = g.writerseq
                CROSS JOIN LATERAL \(ReceiptLines.lines(of: "r", as: "l", figures: ["line", "net"]))
                WHERE \(isOfDay) AND l.line = g.line AND l.kind IN \(ReceiptLines.turnoverKinds) GROUP BY r.currency
                """
            ).map { (try $0.text(0), try $0.int64(1)) })
    }
}
