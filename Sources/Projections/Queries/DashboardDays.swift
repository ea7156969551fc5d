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

    /// The sales days of all shops from one day to another.
    package static func days(_ models: ScreenModels, from first: CalendarDay, to last: CalendarDay) throws -> [Day] {
        try days(
            models,
            "business_date BETWEEN \(first.description)::date AND \(last.description)::date ORDER BY business_date, store"
        )
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
