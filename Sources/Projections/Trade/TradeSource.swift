import Events

/// Where a live fold fetches the rows it has not in hand.
protocol TradeSource: AnyObject {
    func receipts(_ ids: [FactID]) throws -> [(FactID, ReceiptEntry)]
    func days(_ keys: [DayKey]) throws -> [(DayKey, StoreDay)]
    func customers(_ keys: [CustomerKey]) throws -> [(CustomerKey, CustomerTotals)]
    func defaults(_ products: [String]) throws -> [(String, DefaultCosts)]
    /// Each pool from the page that holds its millisecond on.
    func pools(_ wanted: [PoolKey: Int64], make: (PoolKey) -> Pool) throws -> [PoolKey: Pool]
    /// A pool's pages from the one that holds `milliseconds` up to, not including, the one that begins at `end`.
    func pages(of key: PoolKey, from milliseconds: Int64, before end: Int64) throws -> [Pool.Page]
    /// The stores in which a product's cost rests on a guess.
    func guessing(_ product: String) throws -> [String]
}
