import JSON
import Postgres

/// What a customer buys most, by turnover: products, and categories as they were when they were bought.
///
/// The figures are those that `/v1/margins?group=product&customer=` and `group=department,category` give. They are asked
/// here in one statement that looks at each line once, since a customer's page needs both at every look.
struct CustomerFavourites {
    let products: [JSON]
    let categories: [JSON]

    /// - Parameter customers: every id of the person.
    init(_ connection: Connection, _ scene: Scene, of customers: [String], limit: Int) throws {
        var (products, categories): ([JSON], [JSON]) = ([], [])
        let measures: SQL = """
            count(DISTINCT id) AS receipts, davtari.total(quantity) AS quantity, davtari.total(gross) AS gross
            """
        for row in try connection.query(
            """
            WITH line AS MATERIALIZED (
                SELECT r.id, r.effective_at, l.product, l.quantity, l.gross
                FROM (SELECT row_number() OVER () AS id, effective_at, line_kind, line_product, line_figures
                    FROM \(scene.trade("receipt"))
                    WHERE customer = ANY(\(customers)) AND \(scene.isSeen("store")) AND status = 'counted') r
                CROSS JOIN LATERAL \(ReceiptLines.lines(of: "r", as: "l", figures: ["quantity", "gross"]))
                WHERE l.kind IN \(ReceiptLines.turnoverKinds) AND l.product <> ''),
            version AS MATERIALIZED (
                SELECT product, from_ms, until_ms, department, category FROM \(scene.dossiers("product_version"))
                WHERE product = ANY(ARRAY(SELECT DISTINCT product FROM line)))
            SELECT true, b.product, p.name_ka, p.name_en, b.receipts, b.quantity, b.gross FROM (
                SELECT product, \(measures) FROM line GROUP BY product ORDER BY gross DESC, product LIMIT \(limit)) b
            LEFT JOIN \(scene.catalogue("product")) p ON p.product = b.product
            UNION ALL (
                SELECT false, v.department, v.category, NULL, \(measures)
                FROM line l LEFT JOIN version v
                    ON v.product = l.product AND v.from_ms <= l.effective_at AND l.effective_at < v.until_ms
                GROUP BY v.department, v.category
                ORDER BY gross DESC, coalesce(v.department, ''), coalesce(v.category, '') LIMIT \(limit))
            ORDER BY 1, 7 DESC, 2, 3
            """)
        {
            let measures: [JSON.Member] = [
                .init("receipts", .int(try row.int64(4))), .init("quantity", .int(try row.int64(5))),
                .init("gross", .int(try row.int64(6))),
            ]
            func words(_ names: String...) throws -> [JSON.Member] {
                try names.enumerated().map { .init($1, .text(try row.optionalText($0 + 1))) }
            }
            if try row.bool(0) {
                products.append(.object(try words("product", "name_ka", "name_en") + measures))
            } else {
                categories.append(.object(try words("department", "category") + measures))
            }
        }
        (self.products, self.categories) = (products, categories)
    }
}
