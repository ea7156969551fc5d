import Postgres

/// Customers by what they bought.
extension Reports {
    package static let customers = Report(
        "customers", "Customers by purchases, visits and turnover.", of: .customers,
        [
            .customer(of: "c.customer", isMerged: true).present, Column("currency", .text, "c.currency").present,
            Column("category", .text, "coalesce(g.category, e.category)").told(with: "customer.category"),
            Column("registered_at", .instant, "least(g.registered_at, e.registered_at)"),
            .measure("receipts", .integer, "c.receipts"), .measure("returns", .integer, "c.returns"),
            .measure("visits", .integer, "c.visits"), .measure("turnover", .money, "c.gross").present,
            .measure("revenue", .money, "c.net"), .measure("discount", .money, "c.discount"),
            .measure("quantity", .quantity, "c.quantity"),
            .measure(
                "average_receipt", .money, "CASE WHEN c.receipts > 0 THEN round(c.gross::numeric / c.receipts) END"),
            .measure("cost", .money, "CASE WHEN \(hasOwn) THEN c.cost::numeric - coalesce(o.cost, 0) END", .cost),
            .measure(
                "margin", .money,
                "CASE WHEN \(hasOwn) THEN c.net::numeric - coalesce(o.net, 0) - (c.cost::numeric - coalesce(o.cost, 0)) END",
                .cost),
            Column("first_visit", .date, "c.first_visit"), Column("last_visit", .date, "c.last_visit"),
        ],
        key: ["customer", "currency"], sort: [("turnover", true)], shops: .source,
        leads: [
            Lead("history", "/v1/customers/{customer}/history"),
            Lead("receipts", "/v1/receipts", fixed: [("status", "counted")], passes: Lead.same("customer", "currency")),
        ],
        source: { scene in
            """
            \(sums(scene)) c LEFT JOIN \(scene.schemas.customersNow) g ON g.customer = c.customer
            LEFT JOIN \(scene.foreignByCustomer) o ON o.customer = c.customer AND o.currency = c.currency
            """
                + (scene.asks(["category", "registered_at"])
                    ? " LEFT JOIN \(everyID(scene)) e ON e.person = c.customer" : "")
        },
        measures: { column, _ in
            column.name == "average_receipt" ? "round(sum(c.gross) / nullif(sum(c.receipts), 0))" : "sum(\(column.sql))"
        })

    /// Of persons with several ids: the category that was set last for any of them, and when the first was registered.
    static func everyID(_ scene: Scene) -> SQL {
        """
        (SELECT i.stands_for AS person, min(g.registered_at) AS registered_at,
            (array_agg(g.category ORDER BY g.from_ms DESC, i.customer) FILTER (WHERE g.category IS NOT NULL))[1] AS category
        FROM \(scene.dossiers("person")) i
        LEFT JOIN \(scene.schemas.customersNow) g ON g.customer = i.customer
        GROUP BY 1)
        """
    }

    /// Whether some of what they bought was in its shop's currency; the rest, `o`, has no margin.
    private static let hasOwn = "c.receipts > coalesce(o.receipts, 0)"

    /// The whole chain's sums are kept; those of some shops, and those of persons with several ids, are made of receipts.
    private static func sums(_ scene: Scene) -> SQL {
        let person = scene.dossiers("person")
        guard scene.stores == nil else {
            return """
                (\(ofReceipts(scene, "coalesce(i.stands_for, r.customer)")) LEFT JOIN \(person) i ON i.customer = r.customer
                    WHERE r.status = 'counted' AND r.customer IS NOT NULL AND \(scene.isSeen("r.store")) GROUP BY 1, 2)
                """
        }
        return """
            (SELECT customer, currency, receipts, returns, quantity, gross, discount, net, tax, cost, booked, visits,
                first_visit, \(lastVisit(of: "k", scene.trade("receipt"))) AS last_visit
            FROM \(scene.trade("customer")) k WHERE NOT EXISTS (SELECT 1 FROM \(person) i WHERE i.customer = k.customer)
            UNION ALL
            \(ofReceipts(scene, "i.stands_for")) JOIN \(person) i ON i.customer = r.customer WHERE r.status = 'counted'
                GROUP BY 1, 2)
            """
    }

    private static let figureSums = SQL(
        unsafeSQL: ScreenFigures.names.enumerated().map { "\(Sum.of("r.figures[\($0 + 1)]")) AS \($1)" }
            .joined(separator: ", "))

    /// The last visit of a customer's kept sums; where somebody's clock ran ahead, the last before now, from receipts.
    static func lastVisit(of customer: String, _ receipts: SQL) -> SQL {
        let k = SQL(unsafeSQL: customer)
        return """
            CASE WHEN \(k).last_visit IS NULL OR \(k).last_visit <= \(QueryDay.latest) THEN \(k).last_visit ELSE (
                SELECT max(v.business_date) FROM \(receipts) v WHERE v.customer = \(k).customer
                    AND v.currency = \(k).currency AND v.status = 'counted' AND v.business_date <= \(QueryDay.latest)) END
            """
    }

    /// Sums of the receipts that the conditions behind it leave, grouped by customer and currency.
    static func ofReceipts(_ scene: Scene, _ customer: SQL) -> SQL {
        """
        SELECT \(customer) AS customer, r.currency, \(figureSums), count(DISTINCT r.business_date) AS visits,
            min(r.business_date) AS first_visit, 
            max(r.business_date) FILTER (WHERE r.business_date <= \(QueryDay.latest)) AS last_visit
        FROM \(scene.trade("receipt")) r
        """
    }
}
