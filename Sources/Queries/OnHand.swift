import Events
import Postgres
import Rules

/// What lies in a store or was sent from it, for commands that promise or receive it.
package enum OnHand {
    /// Thousandths of a product on hand in a store, as folded; 0 where nothing moved.
    package static func quantity(_ connection: Connection, store: String, product: String) throws -> Int64 {
        let schemas = try Schemas(connection)
        return try connection.query(
            "SELECT quantity FROM \(schemas.trade("stock")) WHERE store = \(store) AND product = \(product)"
        ).first?.int64(0) ?? 0
    }

    /// What lies of these products in a store, in thousandths, and what it cost, in minor units; what never moved there is left out.
    package static func costs(
        _ connection: Connection, store: String, products: [String]
    ) throws -> ByID<CostOnHand> {
        let schemas = try Schemas(connection)
        return try costs(
            connection.query(
                """
                SELECT product, quantity, value FROM \(schemas.trade("stock"))
                WHERE store = \(store) AND product = ANY(\(products))
                """))
    }

    /// The same of all that ever moved there.
    ///
    /// - Parameter category: a level of the products' hierarchy, as they name it; nil: of all products.
    package static func costs(
        _ connection: Connection, store: String, category: String?
    ) throws -> ByID<CostOnHand> {
        let schemas = try Schemas(connection)
        let scope: SQL =
            category.map { category in
                """
                AND EXISTS (SELECT FROM \(schemas.entities("product")) p
                    WHERE p.product = s.product AND \(category) = ANY(p.hierarchy))
                """
            } ?? ""
        return try costs(
            connection.query(
                "SELECT s.product, s.quantity, s.value FROM \(schemas.trade("stock")) s WHERE s.store = \(store) \(scope)"
            ))
    }

    /// What lies of these products in all shops that have the home currency, and what it cost.
    package static func costs(_ connection: Connection, of products: [String]) throws -> ByID<CostOnHand> {
        let schemas = try Schemas(connection)
        var costs: ByID<CostOnHand> = [:]
        let rows = try connection.query(
            """
            SELECT s.product, s.quantity, s.value FROM \(schemas.trade("stock")) s
            JOIN \(schemas.stores) st ON st.store = s.store AND st.currency = \(Currency.home)
            WHERE s.product = ANY(\(products)) AND s.quantity > 0
            """)
        for row in rows {
            let product = try row.text(0)
            let before = costs[product] ?? CostOnHand(quantity: 0, value: 0)
            costs[product] = CostOnHand(
                quantity: before.quantity &+ (try row.int64(1)), value: before.value &+ (try row.int64(2)))
        }
        return costs
    }

    private static func costs(_ rows: Rows) throws -> ByID<CostOnHand> {
        ByID(try rows.map { (try $0.text(0), CostOnHand(quantity: try $0.int64(1), value: try $0.int64(2))) })
    }

    /// The first barcode of each of these products that has one.
    package static func barcodes(_ connection: Connection, products: [String]) throws -> ByID<String> {
        let schemas = try Schemas(connection)
        return ByID(
            try connection.query(
                """
                SELECT product, barcodes[1] FROM \(schemas.entities("product"))
                WHERE product = ANY(\(products)) AND cardinality(barcodes) > 0
                """
            ).map { (try $0.text(0), try $0.text(1)) })
    }

    /// What each line of a dispatch was booked at, by its line; empty while the books have none.
    package static func dispatchedCosts(_ connection: Connection, _ dispatch: FactID) throws -> [Int64: Int64] {
        let schemas = try Schemas(connection)
        let rows = try connection.query(
            """
            SELECT line, booked FROM \(schemas.trade("transfer_line"))
            WHERE writer = \(dispatch.writer) AND writerseq = \(dispatch.sequence) ORDER BY part DESC
            """)
        var costs: [Int64: Int64] = [:]
        for row in rows { costs[try row.int64(0)] = try row.int64(1) }
        return costs
    }
}
