import Events
import JSON
import Postgres
import Rules

/// The prices for everybody that hold at a moment.
package enum PricesInForce {
    /// By product: prices for no customer, no category and no minimum quantity, and list prices.
    package static func find(
        _ connection: Connection, _ scope: PriceChangeScope, at moment: Instant
    ) throws -> [PriceInForce] {
        let schemas = try Schemas(connection)
        let products = narrowed(scope)
        let said = try connection.query(
            """
            SELECT e.id, e.from_ms, e.members::text FROM \(schemas.entries(at: moment))
            JOIN \(schemas.entities("product")) p ON p.product = e.members->>'product'
            WHERE e.entity = \(EntityShape.price.name) AND NOT e.is_ended AND coalesce(e.over_ms > \(moment.milliseconds), true)
                AND NOT e.members ?| ARRAY['customer', 'customerCategory']
                AND coalesce(e.members->>'minimumQuantity', '0') = '0' \(products)
            """)
        var prices = try said.compactMap { row -> PriceInForce? in
            let members = try JSON(parsing: Array(row.text(2).utf8))
            guard let product = members["product"]?.string, let currency = members["currency"]?.string,
                let amount = members["amount"]?["amount"]?.int
            else { return nil }
            let begins = members["from"]?.string.flatMap { Instant(momentOrDay: $0, in: .home) }?.milliseconds
            guard begins.map({ $0 <= moment.milliseconds }) ?? true else { return nil }
            return PriceInForce(
                product: product, price: try row.text(0),
                stores: (members["stores"]?.array ?? []).compactMap(\.string), currency: currency,
                amount: UnitAmount(amount: amount, per: members["amount"]?["per"]?.int ?? 1_000),
                from: max(begins ?? .min, try row.int64(1)))
        }
        let listed = try connection.query(
            """
            SELECT p.product, p.list_amount, p.list_per FROM \(schemas.entities("product")) p
            WHERE p.list_amount IS NOT NULL AND p.list_per IS NOT NULL \(products)
            """)
        prices += try listed.map { row in
            PriceInForce(
                product: try row.text(0), price: nil, stores: [], currency: Currency.home,
                amount: UnitAmount(amount: try row.int64(1), per: try row.int64(2)), from: .min)
        }
        return prices.sorted {
            ($0.product, $0.currency, $0.price ?? "") < ($1.product, $1.currency, $1.price ?? "")
        }
    }

    private static func narrowed(_ scope: PriceChangeScope) -> SQL {
        let category: SQL = scope.category.map { "AND \($0) = ANY(p.hierarchy)" } ?? ""
        let brand: SQL = scope.brand.map { "AND p.brand = \($0)" } ?? ""
        let products: SQL = scope.products.isEmpty ? "" : "AND p.product = ANY(\(scope.products))"
        return "\(category) \(brand) \(products)"
    }
}
