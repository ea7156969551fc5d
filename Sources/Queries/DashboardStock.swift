import Events
import Postgres
import Projections

/// What is on the shelves, and how long it lasts.
package enum DashboardStock {
    package struct Item: Sendable {
        package let store: ScreenName
        package let product: ScreenName
        package let category: String?
        package let unit: String?
        package let currency: String
        /// Thousandths.
        package let quantity: Int64
        package let value: Int64
        /// Whether the value rests on a guessed cost.
        package let isGuess: Bool
        package let lastSale: CalendarDay?
        /// Thousandths sold in the four weeks up to the last sale.
        package let sold: Int64

        /// Whether nothing is known of what it cost.
        package var isCostUnknown: Bool { isGuess && value == 0 && quantity != 0 }

        /// Days until nothing is left at the present rate of sale; nil when nothing is there, or it does not sell.
        package var daysLeft: Double? {
            sold > 0 && quantity > 0 ? Double(quantity) / (Double(sold) / Double(DashboardStock.rateDays)) : nil
        }
    }

    /// The days that `sold` looks at; the fold's own.
    package static let rateDays = Int(RecentSales.rateDays)

    /// What still sells and runs out first, by whole days, as far as a hundred.
    ///
    /// - Parameter since: goods that have not sold since are no news.
    // The day stands in the text: so it is planned once a day and not at every look.
    package static func runningOut(_ models: ScreenModels, since: CalendarDay, limit: Int) throws -> Awaited<[Item]> {
        try items(
            models,
            """
            days_left <= \(unsafeSQL: String(TradeTables.indexedDaysLeft)) AND last_sale >= \(unsafeSQL: "'\(since)'::date")
            ORDER BY days_left, store, product LIMIT \(unsafeSQL: String(limit))
            """, then: "ORDER BY k.days_left, k.store, k.product")
    }

    /// What was sold to the last piece, the latest first. What is below zero is another matter: its books are wrong.
    package static func soldOut(_ models: ScreenModels, since: CalendarDay, limit: Int) throws -> Awaited<[Item]> {
        try items(
            models,
            """
            quantity = 0 AND last_sale >= \(unsafeSQL: "'\(since)'::date")
            ORDER BY last_sale DESC LIMIT \(unsafeSQL: String(limit))
            """, then: "ORDER BY k.last_sale DESC, k.store, k.product")
    }

    package static func negativeCount(_ models: ScreenModels, store: String? = nil) throws -> Awaited<Int64> {
        var condition: SQL = "quantity < 0"
        if let store { condition += " AND store = \(store)" }
        return try models.connection.ahead("SELECT count(*) FROM \(models.trade("stock")) WHERE \(condition)")
            // cannot trap: a count is always a row
            .map { try $0[0].int64(0) }
    }

    /// A page of stock in the order of shops and products.
    package struct Page: Sendable {
        package var store: String?
        /// Of these shops; nil: of every one.
        package var stores: [String]?
        package var isNegative = false
        /// The store and product of the last item seen.
        package var after: (store: String, product: String)?
        package var limit: Int
        package init(
            store: String?, stores: [String]? = nil, isNegative: Bool, after: (store: String, product: String)?,
            limit: Int
        ) {
            (self.store, self.isNegative, self.after, self.limit) = (store, isNegative, after, limit)
            self.stores = stores
        }
    }

    package static func list(_ models: ScreenModels, _ page: Page) throws -> [Item] {
        var condition: SQL = "TRUE"
        if let store = page.store { condition += " AND store = \(store)" }
        if let stores = page.stores { condition += " AND store = ANY(\(stores))" }
        if page.isNegative { condition += " AND quantity < 0" }
        if let after = page.after { condition += " AND (store, product) > (\(after.store), \(after.product))" }
        return try items(
            models, "\(condition) ORDER BY store, product LIMIT \(page.limit)", then: "ORDER BY k.store, k.product")()
    }

    /// Names are joined to the few rows that were chosen, never to the whole stock.
    private static func items(_ models: ScreenModels, _ condition: SQL, then order: SQL) throws -> Awaited<[Item]> {
        try models.connection.ahead(
            """
            SELECT k.store, s.name_ka, s.name_en, k.product, p.name_ka, p.name_en, p.category, p.unit,
                coalesce(nullif(s.currency, ''), \(Currency.home)),
                k.quantity, k.value, k.is_guess, k.last_sale - DATE '1970-01-01', k.sold_28
            FROM (SELECT * FROM \(models.trade("stock")) WHERE \(condition)) k
            LEFT JOIN \(models.schemas.stores) s ON s.store = k.store
            LEFT JOIN \(models.entities("product")) p ON p.product = k.product
            \(order)
            """
        ).map { try $0.map(item) }
    }

    private static func item(_ row: Row) throws -> Item {
        Item(
            store: ScreenName(id: try row.text(0), ka: try row.optionalText(1), en: try row.optionalText(2)),
            product: ScreenName(id: try row.text(3), ka: try row.optionalText(4), en: try row.optionalText(5)),
            category: try row.optionalText(6), unit: try row.optionalText(7), currency: try row.text(8),
            quantity: try row.int64(9), value: try row.int64(10), isGuess: try row.bool(11),
            lastSale: try row.optionalInt(12).map { CalendarDay(daysSince1970: Int32($0)) }, sold: try row.int64(13)
        )
    }
}
