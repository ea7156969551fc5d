import Events
import Postgres
import Rules

/// What lies on a shop's shelf of a product, and how much of it is promised to customers' orders; in thousandths.
package struct ScreenShelf: Sendable {
    package let onHand: Int64
    package let reserved: Int64

    package var available: Int64 { onHand.minus(reserved) }

    /// What is reserved of a product, by shop.
    package static func reserved(_ product: String, _ models: ScreenModels) throws -> ByID<Int64> {
        ByID(
            try models.connection.query(
                """
                SELECT o.store, \(unsafeSQL: Sum.of("l.reserved"))
                FROM \(models.dossiers("order_line")) l JOIN \(models.dossiers("customer_order")) o ON o.order_id = l.order_id
                WHERE l.reserved > 0 AND l.product = \(product) AND o.store IS NOT NULL GROUP BY 1
                """
            ).map { (try $0.text(0), try $0.int64(1)) })
    }

    package static func of(
        _ products: [String], in store: String, _ models: ScreenModels
    ) throws -> ByID<ScreenShelf> {
        let onHand = ByID(
            try models.connection.query(
                """
                SELECT product, quantity FROM \(models.trade("stock")) WHERE store = \(store) AND product = ANY(\(products))
                """
            ).map { (try $0.text(0), try $0.int64(1)) })
        let reserved = ByID(
            try models.connection.query(
                """
                SELECT l.product, \(unsafeSQL: Sum.of("l.reserved"))
                FROM \(models.dossiers("order_line")) l JOIN \(models.dossiers("customer_order")) o ON o.order_id = l.order_id
                WHERE o.store = \(store) AND l.reserved > 0 AND l.product = ANY(\(products)) GROUP BY 1
                """
            ).map { (try $0.text(0), try $0.int64(1)) })
        return ByID(
            products.map { ($0, ScreenShelf(onHand: onHand[$0] ?? 0, reserved: reserved[$0] ?? 0)) })
    }
}
