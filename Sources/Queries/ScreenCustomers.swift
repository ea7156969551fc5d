import Events
import Postgres
import Rules

/// Customers by what they bought. Who they are stands elsewhere.
package enum ScreenCustomers {
    package struct Totals: Sendable {
        package let customer: String
        package let category: String?
        package let currency: String
        package let figures: ScreenFigures
        package let visits: Int64
        package let firstVisit: CalendarDay?
        package let lastVisit: CalendarDay?

        /// The average receipt, for showing only.
        package var average: Int64 { figures.receipts > 0 ? share(figures.gross, 1, of: figures.receipts) : 0 }
    }

    /// Every id of the person that an id is of, the one that stands for all first.
    package static func ids(_ models: ScreenModels, of customer: String) throws -> [String] {
        let person = models.dossiers("person")
        let rows = try models.connection.query(
            """
            SELECT m.customer FROM \(person) m JOIN \(person) a ON a.stands_for = m.stands_for
            WHERE a.customer = \(customer) ORDER BY m.customer <> m.stands_for, m.customer
            """)
        return rows.isEmpty ? [customer] : try rows.map { try $0.text(0) }
    }

    /// Those with the greatest turnover, persons with several ids as one.
    package static func top(_ models: ScreenModels, limit: Int) throws -> [Totals] {
        let person = models.dossiers("person")
        let ofPersons = Reports.ofReceipts(models.scene, "i.stands_for")
        return try totals(
            models,
            """
            ((SELECT \(columns) FROM \(models.trade("customer")) k
                WHERE receipts <> 0 AND NOT EXISTS (SELECT 1 FROM \(person) i WHERE i.customer = k.customer)
                ORDER BY gross DESC, customer LIMIT \(limit))
            UNION ALL SELECT \(columns) FROM (
                \(ofPersons) JOIN \(person) i ON i.customer = r.customer WHERE r.status = 'counted' GROUP BY 1, 2) p)
            """, "ORDER BY k.gross DESC, k.customer LIMIT \(limit)")
    }

    /// A person's totals, a currency each.
    ///
    /// - Parameter ids: every id of the person, the one that stands for all first.
    package static func one(_ models: ScreenModels, _ ids: [String]) throws -> [Totals] {
        let order: SQL = "ORDER BY k.receipts DESC, k.currency"
        guard ids.count > 1 else {
            return try totals(
                models, models.trade("customer"), "WHERE k.customer = \(ids[0]) AND k.receipts <> 0 \(order)")
        }
        let ofPerson = Reports.ofReceipts(models.scene, "\(ids[0])::text")
        return try totals(
            models, "(\(ofPerson) WHERE r.status = 'counted' AND r.customer = ANY(\(ids)) GROUP BY 1, 2)", order)
    }

    /// What is known of a registered customer, bought or not; nil when there is none.
    package static func profile(_ models: ScreenModels, _ ids: [String]) throws -> (
        category: String?, registeredAt: Instant
    )? {
        let rows = try models.connection.query(
            """
            SELECT (array_agg(category ORDER BY from_ms DESC, customer) FILTER (WHERE category IS NOT NULL))[1],
                min(registered_at)
            FROM \(models.schemas.customersNow) c WHERE customer = ANY(\(ids)) HAVING count(*) > 0
            """)
        return try rows.first.map { (try $0.optionalText(0), Instant(milliseconds: try $0.int64(1))) }
    }

    private static let columns: SQL =
        "customer, currency, \(ScreenFigures.columns), visits, first_visit, last_visit"

    /// What was bought in another currency than its shop's, as far as 64 bits reach.
    private static let foreign = ["o_receipts", "o_net", "o_cost", "o_booked"]
        .map { "coalesce(\(Sum.bounded($0)), 0)::int8" }.joined(separator: ", ")

    private static func totals(_ models: ScreenModels, _ source: SQL, _ rest: SQL) throws -> [Totals] {
        try models.connection.query(
            """
            SELECT k.customer, c.category, k.currency, k.visits, k.first_visit - DATE '1970-01-01',
                (\(Reports.lastVisit(of: "k", models.trade("receipt")))) - DATE '1970-01-01', \(ScreenFigures.columns),
                \(unsafeSQL: foreign)
            FROM \(source) k
            LEFT JOIN (SELECT customer AS of_customer, currency AS in_currency, receipts AS o_receipts, net AS o_net,
                cost AS o_cost, booked AS o_booked FROM \(models.scene.foreignByCustomer) f) o
                ON o.of_customer = k.customer AND o.in_currency = k.currency
            LEFT JOIN \(models.schemas.customersNow) c ON c.customer = k.customer
            \(rest)
            """
        ).map { row in
            var figures = try ScreenFigures(row, from: 6)
            let foreign = 6 + ScreenFigures.names.count
            figures.foreignReceipts = try row.int64(foreign)
            figures.foreignNet = try row.int64(foreign + 1)
            figures.cost = figures.cost.minus(try row.int64(foreign + 2))
            figures.booked = figures.booked.minus(try row.int64(foreign + 3))
            return Totals(
                customer: try row.text(0), category: try row.optionalText(1), currency: try row.text(2),
                figures: figures, visits: try row.int64(3),
                firstVisit: try row.optionalInt(4).map { CalendarDay(daysSince1970: Int32($0)) },
                lastVisit: try row.optionalInt(5).map { CalendarDay(daysSince1970: Int32($0)) })
        }
    }

    /// What a customer buys: a product, or a category when `name.id` is one.
    package struct Favourite: Sendable {
        package let name: ScreenName
        package let unit: String?
        package let currency: String
        package let receipts: Int64
        package let quantity: Int64
        package let gross: Int64
    }

    package static func favouriteProducts(
        _ models: ScreenModels, _ ids: [String], days: Int, limit: Int
    ) throws -> [Favourite] {
        try models.connection.query(
            """
            SELECT b.product, p.name_ka, p.name_en, p.unit, b.currency, b.receipts, b.quantity, b.gross
            FROM (SELECT product, currency, \(Self.sums) FROM (\(bought(models, ids, days))) l GROUP BY product, currency
                ORDER BY count(DISTINCT id) DESC, sum(gross) DESC, product LIMIT \(limit)) b
            LEFT JOIN \(models.entities("product")) p ON p.product = b.product
            ORDER BY b.receipts DESC, b.gross DESC, b.product
            """
        ).map { row in
            Favourite(
                name: ScreenName(id: try row.text(0), ka: try row.optionalText(1), en: try row.optionalText(2)),
                unit: try row.optionalText(3), currency: try row.text(4), receipts: try row.int64(5),
                quantity: try row.int64(6), gross: try row.int64(7))
        }
    }

    package static func favouriteCategories(
        _ models: ScreenModels, _ ids: [String], days: Int, limit: Int
    ) throws -> [Favourite] {
        try models.connection.query(
            """
            SELECT p.category, l.currency, \(Self.sums) FROM (\(bought(models, ids, days))) l
            JOIN \(models.entities("product")) p ON p.product = l.product WHERE p.category IS NOT NULL
            GROUP BY p.category, l.currency ORDER BY 3 DESC, 5 DESC, 1 LIMIT \(limit)
            """
        ).map { row in
            Favourite(
                name: ScreenName(id: try row.text(0)), unit: nil, currency: try row.text(1), receipts: try row.int64(2),
                quantity: try row.int64(3), gross: try row.int64(4))
        }
    }

    private static let sums: SQL =
        """
        count(DISTINCT id) AS receipts, \(unsafeSQL: Sum.of("quantity")) AS quantity, \(unsafeSQL: Sum.of("gross")) AS gross
        """

    /// The goods lines of a customer's counted receipts, of so many days up to the last.
    private static func bought(_ models: ScreenModels, _ ids: [String], _ days: Int) -> SQL {
        """
        SELECT (r.writer, r.writerseq) AS id, r.currency, l.product, l.quantity, l.gross
        FROM \(models.trade("receipt")) r
        CROSS JOIN LATERAL \(ReceiptLines.lines(of: "r", as: "l", figures: ["quantity", "gross"]))
        WHERE r.customer = ANY(\(ids)) AND r.status = 'counted' AND l.kind IN \(ReceiptLines.goodsKinds) AND l.product <> ''
            AND \(CustomerFavourites.isRecent(models.trade("receipt"), of: ids, days: days, isSeen: "TRUE"))
        """
    }

    /// A discount that was given to a customer: when, by which rule, why.
    package struct Granted: Sendable {
        package let receipt: FactID
        package let number: String?
        package let day: CalendarDay
        package let currency: String
        package let grant: ScreenReceipts.Grant
    }

    /// Newest first.
    package static func grants(_ models: ScreenModels, _ ids: [String], limit: Int) throws -> [Granted] {
        try models.connection.query(
            """
            SELECT r.writer, r.writerseq, r.receipt_number, r.business_date - DATE '1970-01-01', r.currency,
                g.line, g.rule, g.version, g.kind, g.reason, g.approver, g.amount
            FROM \(models.trade("receipt")) r
            CROSS JOIN LATERAL \(ReceiptLines.grants(of: "r", as: "g"))
            WHERE r.customer = ANY(\(ids)) AND r.status = 'counted'
            ORDER BY r.effective_at DESC, r.writer, r.writerseq, g.line LIMIT \(limit)
            """
        ).map { row in
            Granted(
                receipt: FactID(writer: try row.text(0), sequence: try row.int64(1)), number: try row.optionalText(2),
                day: CalendarDay(daysSince1970: Int32(try row.int(3))), currency: try row.text(4),
                grant: .init(
                    line: try row.int64(5), rule: try row.text(6), version: try row.int64(7), kind: try row.text(8),
                    reason: try row.text(9), approver: try row.text(10), amount: try row.int64(11)))
        }
    }
}
