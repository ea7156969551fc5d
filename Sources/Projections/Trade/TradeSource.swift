import Events
import Rules

/// Where a live fold fetches the rows it has not in hand.
protocol TradeSource: AnyObject {
    func receipts(_ ids: [FactID]) throws -> [(FactID, ReceiptEntry)]
    /// The receipts that were only referred to so far.
    func expected() throws -> [FactID]
    func days(_ keys: [DayKey]) throws -> [(DayKey, StoreDay)]
    func customers(_ keys: [CustomerKey]) throws -> [(CustomerKey, CustomerTotals)]
    func defaults(_ products: [String]) throws -> [(String, DefaultCosts)]
    /// Takes pools out: each one's state and its last page. What is taken is written back with the batch.
    func takePools(_ keys: [(store: String, product: String)]) throws -> [StoredPool]
    /// A pool's pages from the one that holds a place, or by the reach from the last up to it that begins with nothing owed, not
    /// including the one that begins at `end`.
    func pages(
        of store: String, _ product: String, from place: PageBound, _ reach: Pool.Reach, before end: PageBound
    ) throws -> [PackedPage]
    /// Where the cost of some products rests on a guess.
    func guessing(_ products: [String]) throws -> [(store: String, product: String)]
    func transfers(_ ids: [ExactText]) throws -> [(ExactText, TransferEntry)]
    /// The transfer that a fact dispatched; nil when that is no known dispatch.
    func transfer(_ dispatch: DispatchKey) throws -> ExactText?
    func deliveries(_ keys: [DocumentKey]) throws -> [(DocumentKey, DeliveryEntry)]
    /// The deliveries that were only referred to so far.
    func expectedDeliveries() throws -> [DocumentKey]
    func revisions(_ keys: [DocumentKey]) throws -> [(DocumentKey, GoodsRevisions)]
    /// The deliveries of a store that other facts speak of.
    func deliveries(of store: String) throws -> [DocumentKey]
    func shops(_ stores: [ExactText]) throws -> [(ExactText, ShopCurrency)]
    /// The products that have a pool in a store.
    func products(of store: String) throws -> [String]
    func unapplied(_ keys: [UnappliedKey]) throws -> [(UnappliedKey, UnappliedFact)]
}

/// A pool as the database has it, its earlier pages apart.
struct StoredPool {
    var store: String
    var product: String
    var state: CostState
    var local: CostState
    var isGuess: Bool
    var sales: RecentSales
    var tail: PackedPage
}
