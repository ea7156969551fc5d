/// What is on the shelves.
extension Reports {
    package static let stock = Report(
        "stock", "On hand and value by shop and product; what is negative, what runs out.", of: .stock,
        [
            Column("store", .text, "k.store"), Column("product", .text, "k.product"),
            Column("name_ka", .text, "p.name_ka"), Column("name_en", .text, "p.name_en"),
            Column("unit", .text, "p.unit"),
            Column("department", .text, "p.department"), Column("category", .text, "p.category"),
            .measure("quantity", .quantity, "k.quantity"), .measure("value", .money, "k.value", .cost),
            .measure("sold_28_days", .quantity, "k.sold_28"),
            Column("last_sale", .date, "k.last_sale"),
            .measure("days_left", .integer, "CASE WHEN k.sold_28 > 0 THEN floor(k.quantity * 28.0 / k.sold_28) END"),
            Column("is_negative", .boolean, "k.quantity < 0"), Column("is_guess", .boolean, "k.is_guess"),
        ],
        key: ["store", "product"], sort: [("store", false), ("product", false)],
        companions: ["product": ["name_ka", "name_en", "unit"]], shops: .column("k.store"),
        leads: [
            Lead("movements", "/v1/stock/movements", arguments: ["store", "product"]),
            Lead(
                "receipts", "/v1/receipts", fixed: [("status", "counted")],
                passes: Lead.same("store", "product", "department", "category")),
        ],
        source: { scene in
            // What is sold without being kept (services, gift cards) has no stock.
            """
            (SELECT s.* FROM \(scene.trade("stock")) s LEFT JOIN \(scene.catalogue("product")) g ON g.product = s.product
                WHERE coalesce(g.kind, 'goods') = 'goods') k
            LEFT JOIN \(scene.catalogue("product")) p ON p.product = k.product
            """
        },
        measures: { column, _ in column.name == "days_left" ? "min(\(column.sql))" : "sum(\(column.sql))" })
}
