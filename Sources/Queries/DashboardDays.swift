import Events
import Postgres
import Rules

/// Shops and their sales days.
package enum DashboardDays {
    package struct Store: Sendable {
        package let name: ScreenName
        package let zone: Zone
        package let currency: String
        package let address: String?
        package var id: String { name.id }
    }

    package struct Day: Sendable {
        package let store: String
        package let day: CalendarDay
        package let currency: String
        package let figures: ScreenFigures
        package let suspects: Int64
        package let training: Int64
    }

    /// Every shop that was opened.
    package static func openedAhead(_ models: ScreenModels) throws -> Awaited<[Store]> {
        try openedAhead(models, where: "true")
    }

    private static func openedAhead(_ models: ScreenModels, where condition: SQL) throws -> Awaited<[Store]> {
        try models.connection.ahead(
            """
            SELECT store, name_ka, name_en, zone, currency, address FROM \(models.schemas.stores) s
            WHERE \(condition) ORDER BY store
            """
        ).map { try $0.map(store) }
    }

    /// A shop that nobody has opened.
    package static func unopened(_ id: String) -> Store {
        Store(name: ScreenName(id: id), zone: .home, currency: Currency.home, address: nil)
    }

    /// Every shop that was opened, and every other that has sold.
    package static func stores(_ models: ScreenModels) throws -> [Store] {
        // The distinct stores of store_day by a walk over its key: as many steps as there are shops, not days.
        try models.connection.query(
            """
            WITH RECURSIVE sold(store) AS (
                SELECT min(store) FROM \(models.trade("store_day"))
                UNION ALL
                SELECT (SELECT min(d.store) FROM \(models.trade("store_day")) d WHERE d.store > sold.store)
                FROM sold WHERE sold.store IS NOT NULL)
            SELECT coalesce(c.store, s.store), c.name_ka, c.name_en, c.zone, c.currency, c.address
            FROM \(models.schemas.stores) c
            FULL JOIN (SELECT store FROM sold WHERE store IS NOT NULL) s ON s.store = c.store
            ORDER BY 1
            """
        ).map(store)
    }

    /// A shop that was opened, or has sold.
    package static func store(_ models: ScreenModels, _ id: String) throws -> Store? {
        if let store = try openedAhead(models, where: "store = \(id)")().first { return store }
        let sold = try models.connection.query(
            "SELECT 1 FROM \(models.trade("store_day")) WHERE store = \(id) LIMIT 1")
        return sold.isEmpty ? nil : unopened(id)
    }

    private static func store(_ row: Row) throws -> Store {
        let currency = try row.optionalText(4) ?? ""
        return Store(
            name: ScreenName(id: try row.text(0), ka: try row.optionalText(1), en: try row.optionalText(2)),
            zone: try row.optionalText(3).flatMap { Zone($0) } ?? .home,
            currency: currency.isEmpty ? Currency.home : currency, address: try row.optionalText(5))
    }

    /// What a shop sold in one currency: in its last days, and today.
    package struct ShopSums: Sendable {
        package let store: String
        package let currency: String
        package var lastDays = ScreenFigures()
        package var today = ScreenFigures()
        /// Receipts, a day without any as one: how much this currency is the shop's own.
        package var weight: Int64 = 0
    }

    package struct DaySums: Sendable {
        package let day: CalendarDay
        package let currency: String
        package let figures: ScreenFigures
    }

    /// What is summed for a dashboard; each more is a tenth of the time.
    private static let summedColumns = [
        "receipts", "gross", "discount", "net", "CASE WHEN is_foreign THEN 0 ELSE cost END",
        "CASE WHEN is_foreign THEN receipts ELSE 0 END", "CASE WHEN is_foreign THEN net ELSE 0 END",
    ]

    private static func figures(_ row: Row, from column: Int) throws -> ScreenFigures {
        var sums = ScreenFigures()
        sums.receipts = try row.int64(column)
        sums.gross = try row.int64(column + 1)
        sums.discount = try row.int64(column + 2)
        sums.net = try row.int64(column + 3)
        sums.cost = try row.int64(column + 4)
        sums.foreignReceipts = try row.int64(column + 5)
        sums.foreignNet = try row.int64(column + 6)
        return sums
    }

    /// The last days of all shops, summed by Postgres: a dashboard has no use for the thousands of days themselves. Returns,
    /// quantity, tax and booked cost are left out.
    ///
    /// - Parameters:
    ///   - todays: what day it is at each shop.
    ///   - home: what day it is at any other.
    ///   - count: how many days, today included.
    package static func sums(
        _ models: ScreenModels, todays: ByID<CalendarDay>, home: CalendarDay, count: Int
    ) throws -> Awaited<(shops: [ShopSums], days: [DaySums])> {
        let sums = summedColumns.map { Sum.of($0) }.joined(separator: ", ")
        let (first, last) = todays.all.reduce((home, home)) { (min($0.0, $1), max($0.1, $1)) }
        // The days of any of the shops are two numbers, which an index understands. Only where it is not the same day
        // everywhere has each shop its own two beside them.
        var (today, days): (SQL, SQL) = ("DATE '1970-01-01' + \(last.daysSince1970)", models.trade("store_day"))
        if first != last {
            let shops = todays.sorted
            today = "coalesce(t.own_today, DATE '1970-01-01' + \(home.daysSince1970))"
            days += """
                 d LEFT JOIN (SELECT unnest(\(shops.map(\.id))::text[]) AS store,
                    DATE '1970-01-01' + unnest(\(shops.map(\.value.daysSince1970))::int4[]) AS own_today) t USING (store)
                """
        }
        let isShown: SQL = "business_date > today - \(count)::int4 AND business_date <= today"
        let source: SQL = """
            (SELECT *, business_date = today AS is_today FROM (SELECT *, \(today) AS today, \(isForeign) AS is_foreign
                FROM \(days) LEFT JOIN (SELECT store, currency AS own FROM \(models.schemas.stores) s) own USING (store)
                WHERE business_date > DATE '1970-01-01' + \(first.advanced(by: -count).daysSince1970)
                    AND business_date <= DATE '1970-01-01' + \(last.daysSince1970)
                    AND (receipts <> 0 OR training <> 0 OR suspect[1] <> 0)) d WHERE \(first == last ? "true" : isShown)) x
            """
        return try models.connection.ahead(
            """
            SELECT store, currency, business_date - DATE '1970-01-01', is_today, \(unsafeSQL: Sum.of("greatest(1, receipts)")),
                \(unsafeSQL: sums)
            FROM \(source)
            GROUP BY GROUPING SETS ((store, currency, is_today), (business_date, currency))
            ORDER BY store, currency, is_today
            """
        ).map(summed)
    }

    private static func summed(_ rows: Rows) throws -> (shops: [ShopSums], days: [DaySums]) {
        var (byShop, byDay): ([ShopSums], [DaySums]) = ([], [])
        // A shop's today stands in a row of its own, which comes behind that of its earlier days.
        for row in rows {
            let (currency, figures) = (try row.text(1), try figures(row, from: 5))
            guard let store = try row.optionalText(0) else {
                let day = CalendarDay(daysSince1970: Int32(try row.int(2)))
                byDay.append(DaySums(day: day, currency: currency, figures: figures))
                continue
            }
            var shop = ShopSums(store: store, currency: currency)
            if let last = byShop.last, ExactText(last.store) == ExactText(store),
                ExactText(last.currency) == ExactText(currency)
            {
                shop = byShop.removeLast()
            }
            shop.lastDays.add(figures)
            if try row.bool(3) { shop.today = figures }
            shop.weight = shop.weight.plus(try row.int64(4))
            byShop.append(shop)
        }
        return (byShop, byDay)
    }

    /// Whether a row is in another currency than its shop's, which is joined as `own`.
    private static let isForeign: SQL = "coalesce(own <> currency, false)"

    /// A shop's sales days, newest first, before a day.
    package static func days(_ models: ScreenModels, of store: String, before: CalendarDay?, limit: Int) throws -> [Day]
    {
        var condition: SQL = "store = \(store)"
        if let before { condition += " AND business_date < \(before.description)::date" }
        return try days(models, "\(condition) ORDER BY business_date DESC, currency LIMIT \(limit)")
    }

    package static func days(_ models: ScreenModels, of store: String, on day: CalendarDay) throws -> [Day] {
        try days(models, "store = \(store) AND business_date = \(day.description)::date ORDER BY currency")
    }

    private static func days(_ models: ScreenModels, _ condition: SQL) throws -> [Day] {
        try models.connection.query(
            """
            SELECT store, business_date - DATE '1970-01-01', currency, suspect[1], training, \(ScreenFigures.columns),
                \(isForeign)
            FROM \(models.trade("store_day"))
            LEFT JOIN (SELECT store, currency AS own FROM \(models.schemas.stores) s) own USING (store)
            WHERE (receipts <> 0 OR training <> 0 OR suspect[1] <> 0) AND \(condition)
            """
        ).map { row in
            Day(
                store: try row.text(0), day: CalendarDay(daysSince1970: Int32(try row.int(1))),
                currency: try row.text(2),
                figures: try ScreenFigures(row, from: 5).foreign(row.bool(5 + ScreenFigures.names.count)),
                suspects: try row.int64(3), training: try row.int64(4))
        }
    }
}
