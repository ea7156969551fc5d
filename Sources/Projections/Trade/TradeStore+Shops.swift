import Events
import Postgres

/// What shops reckon in, and what they have.
extension TradeStore {
    func shops(_ stores: [ExactText]) throws -> [(ExactText, ShopCurrency)] {
        try connection.prepared(
            "trade_shops", "SELECT store, usual, sold, opened, first FROM shop_currency WHERE store = ANY($1)",
            [.textArray(stores.map(\.text))]
        ).map { row in
            let shop = ShopCurrency()
            (shop.usual, shop.sold) = (try row.optionalText(1), try row.optionalText(2))
            (shop.opened, shop.first) = (try named(row, 3), try named(row, 4))
            shop.isInDatabase = true
            return (ExactText(try row.text(0)), shop)
        }
    }

    private func named(_ row: Row, _ column: Int) throws -> ShopCurrency.Named? {
        try row.optionalBytes(column).map { bytes in
            var pack = PackReader(bytes)
            return .init(key: try pack.plainKey(), currency: try pack.text())
        }
    }

    func products(of store: String) throws -> [String] {
        try connection.prepared("trade_products", "SELECT product FROM stock WHERE store = $1", [Bind(store)])
            .map { try $0.text(0) }
    }

    func writeShops(_ shops: Shelf<ExactText, ShopCurrency>) throws {
        let changes = shops.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key.text)
        try delete(
            "shop_currency", "store = k.a", "unnest($1::text[]) AS k(a)", [.textArray(stale)], unless: stale.isEmpty)
        try connection.copy("shop_currency", ["store", "current", "usual", "sold", "opened", "first"], changes) {
            writer, change in
            writer.text(change.key.text)
            writer.optionalText(change.row.current)
            writer.optionalText(change.row.usual)
            writer.optionalText(change.row.sold)
            for named in [change.row.opened, change.row.first] {
                guard let named else {
                    writer.null()
                    continue
                }
                var pack = PackWriter()
                pack.key(named.key)
                pack.text(named.currency)
                writer.bytes(pack.bytes)
            }
            change.row.isInDatabase = true
        }
        shops.settled()
    }
}
