/// The pools in hand. Unlike other rows a pool may be in hand in part: from one of its pages on.
final class PoolShelf {
    private var pools: [PoolKey: Pool] = [:]
    private(set) var changed: Set<PoolKey> = []
    private let source: (any TradeSource)?
    private let defaults: Shelf<String, DefaultCosts>
    private var storesByProduct: [String: Set<String>] = [:]

    init(_ source: (any TradeSource)?, _ defaults: Shelf<String, DefaultCosts>) {
        (self.source, self.defaults) = (source, defaults)
    }

    var count: Int { pools.count }

    func prefetch(_ wanted: [PoolKey: Int64]) throws {
        guard let source else { return }
        let missing = wanted.filter { pools[$0.key] == nil }
        guard !missing.isEmpty else { return }
        // A pool is costed while it is loaded, and may ask for its product's default cost.
        try defaults.prefetch(missing.keys.map(\.product))
        let loaded = try source.pools(missing, make: make)
        for key in missing.keys { keep(loaded[key] ?? make(key)) }
    }

    /// A pool in hand at least from the page that holds `milliseconds`.
    func pool(_ key: PoolKey, from milliseconds: Int64) throws -> Pool {
        if let pool = pools[key] {
            if milliseconds < pool.loadedFrom, let source {
                pool.prepend(try source.pages(of: key, from: milliseconds, before: pool.loadedFrom))
            }
            return pool
        }
        if source != nil {
            try prefetch([key: milliseconds])
            return pools[key]!
        }
        return keep(make(key))
    }

    func pool(inHand key: PoolKey) -> Pool? { pools[key] }
    func touch(_ key: PoolKey) { changed.insert(key) }
    func stores(of product: String) -> [String] { storesByProduct[product, default: []].sorted() }
    func settled() { changed.removeAll(keepingCapacity: true) }

    var changes: [Pool] { changed.sorted().map { pools[$0]! } }

    func forget() {
        pools.removeAll()
        changed.removeAll()
        storesByProduct.removeAll()
    }

    @discardableResult private func keep(_ pool: Pool) -> Pool {
        pools[pool.key] = pool
        storesByProduct[pool.key.product, default: []].insert(pool.key.store)
        return pool
    }

    private func make(_ key: PoolKey) -> Pool {
        Pool(key) { [defaults] in defaults.rows[key.product]?.cost(at: $0) }
    }
}
