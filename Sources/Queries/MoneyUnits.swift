import Events
import Postgres

/// How many decimals money has where it is written for people.
package struct MoneyUnits: Sendable {
    /// Of amounts beside which no currency stands: as all shops have it.
    private let usual: Int

    /// - Parameter schemas: of the caller's transaction.
    package init(_ connection: Connection, _ schemas: Schemas) throws {
        let shops = try connection.query(
            "SELECT DISTINCT current FROM \(schemas.trade("shop_currency")) WHERE current IS NOT NULL")
        let exponents = Set(try shops.compactMap { Currency.exponent(of: try $0.text(0)) })
        usual = exponents.count == 1 ? exponents.first ?? Self.most : Self.most
    }

    /// Nearly every currency's.
    private static let most = 2

    package func exponent(of currency: String?) -> Int {
        currency.map { Currency.exponent(of: $0) ?? Self.most } ?? usual
    }
}
