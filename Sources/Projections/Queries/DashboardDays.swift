import Events
import Postgres

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

    /// Where a shop that does not say is taken to be.
    package static let homeZone = Zone("Asia/Tbilisi")!
    package static let homeCurrency = "GEL"

    /// Every shop that was opened, and every other that has sold.
    package static func stores(_ models: ScreenModels) throws -> [Store] {
        try stores(models, where: "")
    }

    package static func store(_ models: ScreenModels, _ id: String) throws -> Store? {
        try stores(models, where: "WHERE coalesce(c.store, s.store) = \(id)").first
    }

    private static func stores(_ models: ScreenModels, where condition: SQL) throws -> [Store] {
        // The distinct stores of store_day by a walk over its key: as many steps as there are shops, not days.
        try models.connection.query(
            """
            WITH RECURSIVE sold(store) AS (
                SELECT min(store) FROM \(models.trade("store_day"))
                UNION ALL
                SELECT (SELECT min(d.store) FROM \(models.trade("store_day")) d WHERE d.store > sold.store)
                FROM sold WHERE sold.store IS NOT NULL)
            SELECT coalesce(c.store, s.store), c.name_ka, c.name_en, c.zone, c.currency, c.address
            FROM \(models.catalogue("store")) c
            FULL JOIN (SELECT store FROM sold WHERE store IS NOT NULL) s ON s.store = c.store
            \(condition) ORDER BY 1
            """
        ).map { row in
            let currency = try row.optionalText(4) ?? ""
            return Store(
                name: ScreenName(id: try row.text(0), ka: try row.optionalText(1), en: try row.optionalText(2)),
                zone: try row.optionalText(3).flatMap { Zone($0) } ?? homeZone,
                currency: currency.isEmpty ? homeCurrency : currency, address: try row.optionalText(5))
        }
    }

    /// What a shop sold in one currency: in its last days, and today.
    package struct ShopSums: Sendable {
        package let store: String
        package let currency: String
        package let lastDays: ScreenFigures
        package let today: ScreenFigures
        /// Receipts, a day without any as one: how much this currency is the shop's own.
        package let weight: Int64
    }

    package struct DaySums: Sendable {
        package let day: CalendarDay
        package let currency: String
        package let figures: ScreenFigures
    }

    /// The last days of all shops, summed by Postgres: a dashboard has no use for the thousands of days themselves.
    ///
    /// - Parameters:
    ///   - todays: what day it is at each shop.
    ///   - count: how many days, today included.
    package static func sums(_ models: ScreenModels, todays: [String: CalendarDay], count: Int) throws -> (
        shops: [ShopSums], days: [DaySums]
    ) {
        let shops = todays.sorted { $0.key < $1.key }
        let (stores, ends) = (shops.map(\.key), shops.map(\.value.daysSince1970))
        let width = ScreenFigures.names.count
        let sums = ScreenFigures.names.map { "davtari.total(\($0))" }
        let ofToday = sums.map { "\($0) FILTER (WHERE business_date = today)" }
        // The days of any of the shops stand there once more as two numbers, which an index understands.
        let (first, last) = ((ends.min() ?? 0) - Int32(count), ends.max() ?? 0)
        let source: SQL = """
            (SELECT unnest(\(stores)::text[]) AS store, DATE '1970-01-01' + unnest(\(ends)::int4[]) AS today) t
            JOIN \(models.trade("store_day")) d USING (store)
            WHERE business_date > DATE '1970-01-01' + \(first) AND business_date <= DATE '1970-01-01' + \(last)
                AND business_date > today - \(count)::int4 AND business_date <= today
                AND (receipts <> 0 OR training <> 0 OR suspect[1] <> 0)
            """
        var (byShop, byDay): ([ShopSums], [DaySums]) = ([], [])
        for row in try models.connection.query(
            """
            SELECT store, currency, business_date - DATE '1970-01-01', davtari.total(greatest(1, receipts)),
                \(unsafeSQL: (sums + ofToday).joined(separator: ", "))
            FROM \(source) GROUP BY GROUPING SETS ((store, currency), (business_date, currency)) ORDER BY store, currency
            """)
        {
            let (currency, figures) = (try row.text(1), try ScreenFigures(row, from: 4))
            if let store = try row.optionalText(0) {
                byShop.append(
                    ShopSums(
                        store: store, currency: currency, lastDays: figures,
                        today: try ScreenFigures(row, from: 4 + width), weight: try row.int64(3)))
            } else {
                byDay.append(
                    DaySums(
                        day: CalendarDay(daysSince1970: Int32(try row.int(2))), currency: currency, figures: figures))
            }
        }
        return (byShop, byDay)
    }

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
            SELECT store, business_date - DATE '1970-01-01', currency, suspect[1], training, \(ScreenFigures.columns)
            FROM \(models.trade("store_day"))
            WHERE (receipts <> 0 OR training <> 0 OR suspect[1] <> 0) AND \(condition)
            """
        ).map { row in
            Day(
                store: try row.text(0), day: CalendarDay(daysSince1970: Int32(try row.int(1))),
                currency: try row.text(2),
                figures: try ScreenFigures(row, from: 5), suspects: try row.int64(3), training: try row.int64(4))
        }
    }
}
