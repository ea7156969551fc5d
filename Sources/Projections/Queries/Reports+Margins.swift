/// Revenue, discount, tax, cost and margin by anything sensible.
///
/// What is asked decides where the sums come from: days alone from the store days, anything of a receipt from the
/// receipts, anything of a product from their lines. All three hold the same figures; the coarser is the quicker.
extension Reports {
    package static let margins = Report(
        "margins",
        [
            Column("store", .text, "x.store"), Column("store_name_ka", .text, "s.name_ka"),
            Column("store_name_en", .text, "s.name_en"),
            Column("day", .date, "x.business_date"),
            Column("week", .text, "to_char(x.business_date, 'IYYY-\"W\"IW')"),
            Column("month", .text, "to_char(x.business_date, 'YYYY-MM')"), Column("currency", .text, "x.currency"),
            Column("customer", .text, "x.customer", .dimension, .personal), Column("operator", .text, "x.operator"),
            Column("till", .text, "x.till"), Column("channel", .text, "x.channel"),
            Column("product", .text, "x.product"), Column("product_name_ka", .text, "p.name_ka"),
            Column("product_name_en", .text, "p.name_en"), Column("department", .text, "p.department"),
            Column("category", .text, "p.category"), Column("brand", .text, "p.brand"),
            .measure("receipts", .integer, "sum(x.receipts)"), .measure("quantity", .quantity, "sum(x.quantity)"),
            .measure("gross", .money, "sum(x.gross)"), .measure("discount", .money, "sum(x.discount)"),
            .measure("tax", .money, "sum(x.tax)"), .measure("revenue", .money, "sum(x.net)"),
            .measure("cost", .money, "sum(x.cost)", .cost), .measure("cost_booked", .money, "sum(x.booked)", .cost),
            .measure("margin", .money, "sum(x.net) - sum(x.cost)", .cost),
            .measure(
                "margin_rate", .rate, "round((sum(x.net) - sum(x.cost)) * 1000000 / nullif(sum(x.net), 0))", .cost),
        ],
        key: [], sort: [("day", false), ("week", false), ("month", false), ("revenue", true)],
        companions: [
            "store": ["store_name_ka", "store_name_en"], "product": ["product_name_ka", "product_name_en"],
        ],
        source: { schemas, columns in source(schemas, columns) },
        measures: { column, columns in
            column.name == "receipts" && !columns.isDisjoint(with: ofLines)
                ? "count(DISTINCT (x.writer, x.writerseq))" : column.sql
        })

    private static let ofReceipts: Set<String> = ["customer", "operator", "till", "channel"]
    private static let ofLines: Set<String> = [
        "product", "product_name_ka", "product_name_en", "department", "category", "brand",
    ]

    private static func source(_ schemas: Schemas, _ columns: Set<String>) -> String {
        let names = """
             LEFT JOIN \(schemas.catalogue).store s ON s.store = x.store
            """
        if !columns.isDisjoint(with: ofLines) {
            return """
                (SELECT r.store, r.business_date, r.currency, r.customer, r.operator, r.till, r.channel, r.writer, r.writerseq,
                    l.product, l.quantity, l.gross, l.discount, l.net, l.tax, l.cost, l.booked, 1 AS receipts
                FROM \(schemas.trade).receipt r CROSS JOIN LATERAL unnest(r.line_kind, r.line_product, r.line_quantity,
                    r.line_gross, r.line_discount, r.line_net, r.line_tax, r.line_cost, r.line_booked)
                    AS l(kind, product, quantity, gross, discount, net, tax, cost, booked)
                WHERE r.status = 'counted' AND l.kind IN ('sale', 'return', 'charge')) x
                LEFT JOIN \(schemas.catalogue).product p ON p.product = x.product\(names)
                """
        }
        if !columns.isDisjoint(with: ofReceipts) {
            return """
                (SELECT store, business_date, currency, customer, operator, till, channel, figures[1] AS receipts,
                    figures[3] AS quantity, figures[4] AS gross, figures[5] AS discount, figures[6] AS net, figures[7] AS tax,
                    figures[8] AS cost, figures[9] AS booked
                FROM \(schemas.trade).receipt WHERE status = 'counted') x\(names)
                """
        }
        return "\(schemas.trade).store_day x\(names)"
    }
}
