import Events
import Postgres

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
    ) throws -> [(product: String, quantity: Int64, value: Int64)] {
        let schemas = try Schemas(connection)
        return try connection.query(
            """
            SELECT product, quantity, value FROM \(schemas.trade("stock"))
            WHERE store = \(store) AND product = ANY(\(products))
            """
        ).map { (try $0.text(0), try $0.int64(1), try $0.int64(2)) }
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
