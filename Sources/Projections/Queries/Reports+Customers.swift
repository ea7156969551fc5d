import Postgres

/// Customers by what they bought.
extension Reports {
    package static let customers = Report(
        "customers", "Customers by purchases, visits and turnover.", of: .customers,
        [
            Column("customer", .text, "c.customer", .dimension, .personal), Column("currency", .text, "c.currency"),
            Column("category", .text, "f.category"), Column("registered_at", .instant, "f.registered_at"),
            .measure("receipts", .integer, "c.receipts"), .measure("returns", .integer, "c.returns"),
            .measure("visits", .integer, "c.visits"), .measure("turnover", .money, "c.gross"),
            .measure("revenue", .money, "c.net"), .measure("discount", .money, "c.discount"),
            .measure("quantity", .quantity, "c.quantity"),
            .measure(
                "average_receipt", .money, "CASE WHEN c.receipts > 0 THEN round(c.gross::numeric / c.receipts) END"),
            .measure("cost", .money, "c.cost", .cost), .measure("margin", .money, "c.net::numeric - c.cost", .cost),
            Column("first_visit", .date, "c.first_visit"), Column("last_visit", .date, "c.last_visit"),
        ],
        key: ["customer", "currency"], sort: [("turnover", true)], shops: .source,
        leads: [
            Lead("history", "/v1/customers/{customer}/history"),
            Lead("receipts", "/v1/receipts", fixed: [("status", "counted")], passes: Lead.same("customer", "currency")),
        ],
        source: { scene in
            "\(sums(scene)) c LEFT JOIN \(scene.catalogue("customer_profile")) f ON f.customer = c.customer"
        },
        measures: { column, _ in
            column.name == "average_receipt" ? "round(sum(c.gross) / nullif(sum(c.receipts), 0))" : "sum(\(column.sql))"
        })

    /// The whole chain's sums are kept; those of some shops are made of their receipts.
    private static func sums(_ scene: Scene) -> SQL {
        guard scene.stores != nil else { return scene.trade("customer") }
        return """
            (SELECT customer, currency, sum(figures[1]) AS receipts, sum(figures[2]) AS returns, sum(figures[3]) AS quantity,
                sum(figures[4]) AS gross, sum(figures[5]) AS discount, sum(figures[6]) AS net, sum(figures[7]) AS tax,
                sum(figures[8]) AS cost, sum(figures[9]) AS booked, count(DISTINCT business_date) AS visits,
                min(business_date) AS first_visit, max(business_date) AS last_visit
            FROM \(scene.trade("receipt"))
            WHERE status = 'counted' AND customer IS NOT NULL AND \(scene.isSeen("store")) GROUP BY customer, currency)
            """
    }
}
