import Postgres

/// What lies in a store, for commands that promise it.
package enum OnHand {
    /// Thousandths of a product on hand in a store, as folded; 0 where nothing moved.
    package static func quantity(_ connection: Connection, store: String, product: String) throws -> Int64 {
        let schemas = try Schemas(connection)
        return try connection.query(
            "SELECT quantity FROM \(schemas.trade("stock")) WHERE store = \(store) AND product = \(product)"
        ).first?.int64(0) ?? 0
    }
}
