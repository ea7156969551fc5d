import Postgres

/// Revenue, discount, tax, cost and margin by anything sensible.
///
/// What is asked decides where the sums come from: days alone from the store days, anything of a receipt from the
/// receipts, anything of a product from their lines. All three hold the same figures; the coarser is the quicker.
extension Reports {
    package static let margins = Report(
        "margins", "Revenue, discount, tax, cost and margin by anything sensible.", of: .sales,
        [
            Column("store", .text, "x.store"), Column("store_name_ka", .text, "s.name_ka"),
            Column("store_name_en", .text, "s.name_en"),
            Column("day", .date, "x.business_date"),
            Column("week", .text, isoWeek("x.business_date")),
            Column("month", .text, month("x.business_date")),
            // From 1, a Monday, to 7; and the shop's clock.
            Column("weekday", .integer, "extract(isodow FROM x.business_date)::int8"),
            Column("hour", .integer, "davtari.local_hour(x.effective_at, s.zone)"),
            Column("effective_at", .instant, "x.effective_at"), Column("currency", .text, "x.currency"),
            Column("is_foreign", .boolean, "NOT \(isOwn("x"))"),
            .customer(of: "x.customer"),
            Column("customer_category", .text, categoryAtSale("x")).told(with: "customer.category"),
            Column("operator", .text, "x.operator"),
            Column("till", .text, "x.till"), Column("channel", .text, "x.channel"),
            Column("product", .text, "x.product"), Column("product_name_ka", .text, "n.name_ka"),
            Column("product_name_en", .text, "n.name_en"),
            Column("department", .text, "p.department").told(with: "product.hierarchy"),
            Column("category", .text, "p.category").told(with: "product.hierarchy"),
            Column("brand", .text, "p.brand").told(with: "product.brand"),
            .measure("receipts", .integer, "sum(x.receipts)"), .measure("quantity", .quantity, "sum(x.quantity)"),
            .measure("gross", .money, "sum(x.gross)"), .measure("discount", .money, "sum(x.discount)"),
            .measure("tax", .money, "sum(x.tax)"), .measure("revenue", .money, "sum(x.net)"),
            .measure("cost", .money, ownSum("x.cost"), .cost),
            .measure("cost_booked", .money, ownSum("x.booked"), .cost),
            .measure("margin", .money, "\(ownSum("x.net")) - \(ownSum("x.cost"))", .cost),
            .measure(
                "margin_rate", .rate,
                "round((\(ownSum("x.net")) - \(ownSum("x.cost"))) * 1000000 / nullif(\(ownSum("x.net")), 0))", .cost),
        ],
        key: [], sort: [("day", false), ("week", false), ("month", false), ("revenue", true)],
        companions: [
            "store": ["store_name_ka", "store_name_en"], "product": ["product_name_ka", "product_name_en"],
        ], shops: .column("x.store"),
        leads: [
            Lead(
                "receipts", "/v1/receipts", fixed: [("status", "counted")],
                passes: Lead.same(
                    "store", "day", "week", "month", "currency", "customer", "customer_category", "operator", "till",
                    "channel", "product", "department", "category", "brand"))
        ],
        source: source,
        measures: { column, columns in
            column.name == "receipts" && !columns.isDisjoint(with: ofLines)
                ? "count(DISTINCT (x.writer, x.writerseq))" : column.sql
        })

    /// What was sold in another currency than the shop's cost the shop's, and so has no margin.
    private static func ownSum(_ sql: String) -> String { "sum(\(sql)) FILTER (WHERE \(isOwn("x")))" }

    private static let ofReceipts: Set<String> = [
        "customer", "customer_category", "operator", "till", "channel", "hour", "effective_at",
    ]
    private static let ofProducts: Set<String> = ["product", "product_name_ka", "product_name_en"]
    /// What a product belonged to when it was sold.
    private static let ofVersions: Set<String> = ["department", "category", "brand"]
    private static let ofLines = ofProducts.union(ofVersions)

    @Sendable private static func source(_ scene: Scene) -> SQL {
        let names: SQL = """
             LEFT JOIN \(scene.schemas.stores) s ON s.store = x.store\(scene.person(of: "x.customer"))\(scene.categoryAtSale(of: "x"))
            """
        if scene.asks(ofLines) {
            let products: SQL =
                scene.asks(ofProducts) ? " LEFT JOIN \(scene.entities("product")) n ON n.product = x.product" : ""
            let versions: SQL =
                scene.asks(ofVersions) ? scene.version(of: "x.product", at: "x.effective_at", as: "p") : ""
            return """
                (SELECT r.store, r.business_date, r.effective_at, r.currency, r.customer, r.customer_category, r.operator, r.till, r.channel,
                    r.writer, r.writerseq, nullif(l.product, '') AS product, l.quantity, l.gross, l.discount, l.net, l.tax,
                    l.cost, l.booked, 1 AS receipts
                FROM \(scene.trade("receipt")) r CROSS JOIN LATERAL \(ReceiptLines.lines(of: "r", as: "l"))
                WHERE r.status = 'counted' AND l.kind IN \(ReceiptLines.turnoverKinds)) x\(products)\(versions)\(names)
                """
        }
        if scene.asks(ofReceipts) {
            return """
                (SELECT store, business_date, effective_at, currency, customer, customer_category, operator, till, channel,
                    figures[1] AS receipts, figures[3] AS quantity, figures[4] AS gross, figures[5] AS discount,
                    figures[6] AS net, figures[7] AS tax, figures[8] AS cost, figures[9] AS booked
                FROM \(scene.trade("receipt")) WHERE status = 'counted') x\(names)
                """
        }
        return "\(scene.trade("store_day")) x\(names)"
    }
}
