import Events

/// The pools in hand. Unlike other rows a pool may be in hand in part: from one of its pages on.
final class PoolShelf {
    let names: Names
    private var table = PoolTable()
    private(set) var changed: ContiguousArray<Pool> = []
    let source: (any TradeSource)?
    private let defaults: Shelf<ExactText, DefaultCosts>
    private let shops: Shelf<ExactText, ShopCurrency>
    /// By the stores' numbers, those that were asked for: every receipt asks.
    private var shopsInHand: ContiguousArray<ShopCurrency?> = []

    init(
        _ source: (any TradeSource)?, _ defaults: Shelf<ExactText, DefaultCosts>,
        _ shops: Shelf<ExactText, ShopCurrency>, _ names: Names
    ) {
        (self.source, self.defaults, self.shops, self.names) = (source, defaults, shops, names)
    }

    /// What a store reckons in, as far as it is known.
    func shop(_ store: Int32) throws -> ShopCurrency {
        let place = Int(store)
        if place < shopsInHand.count, let shop = shopsInHand[place] { return shop }
        let shop = try shops.row(ExactText(names[store])) { ShopCurrency() }
        if place >= shopsInHand.count {
            shopsInHand.append(contentsOf: repeatElement(nil, count: place - shopsInHand.count + 1))
        }
        shopsInHand[place] = shop
        return shop
    }

    var count: Int { table.pools.count }

    func key(_ store: String, _ product: String) -> PoolKey {
        PoolKey(store: names.number(of: store), product: names.number(of: product))
    }

    /// Brings pools in hand with one query, which takes them out of the database.
    func prefetch(_ keys: some Sequence<PoolKey>) throws {
        guard let source else { return }
        var missing: [PoolKey] = []
        for key in keys where table[key] == nil {
            // Once in hand even when the database has none: so a key that stands twice is asked for once.
            table.add(Pool(key))
            missing.append(key)
        }
        guard !missing.isEmpty else { return }
        // A pool may ask for its product's default cost.
        try defaults.prefetch(missing.map { ExactText(names[$0.product]) })
        // In the order of the table's key: neighbours stand in one page of its index.
        let ranks = names.ranks()
        missing.sort { place($0, ranks) < place($1, ranks) }
        for found in try source.takePools(missing.map { (names[$0.store], names[$0.product]) }) {
            let key = key(found.store, found.product)
            guard let pool = table[key] else { continue }
            pool.load(found)
            touch(pool)
        }
    }

    /// A store's pools, all of whose memory is fetched before any is looked at.
    func pools(_ store: Int32, _ products: [String]) throws -> [Pool] {
        let keys = names.numbers(of: products).map { PoolKey(store: store, product: $0) }
        table.fetchMemory(of: keys)
        return try keys.map { try pool($0) }
    }

    func pool(_ key: PoolKey) throws -> Pool {
        if let pool = table[key] { return pool }
        if source != nil {
            try prefetch(CollectionOfOne(key))
            // cannot trap: it was just brought in hand
            return table[key]!
        }
        let pool = Pool(key)
        table.add(pool)
        return pool
    }

    /// The movements of a pool in full, at least from the page that holds a key on.
    func ledger(_ pool: Pool, from key: PlainKey, _ reach: Pool.Reach = .debts) throws -> PoolLedger {
        try pool.open(from: key, reach, try shop(pool.key.store), preset: preset(pool.key)) {
            [source, names] from, reach, end in
            try source?.pages(of: names[pool.key.store], names[pool.key.product], from: from, reach, before: end) ?? []
        }
    }

    func touch(_ pool: Pool) {
        guard !pool.isChanged else { return }
        pool.isChanged = true
        changed.append(pool)
    }

    /// The pools of a product that are in hand.
    func pools(of product: Int32) -> [Pool] { table.pools(of: product) }

    /// The pools of a store that are in hand, in no order.
    func pools(ofStore store: Int32) -> [Pool] { table.pools(ofStore: store) }

    /// The changed pools in the order of the table's key.
    func changesInOrder() -> PoolsInOrder {
        let ranks = names.ranks()
        var order = changed.enumerated().map { (place: place($1.key, ranks), index: Int32($0)) }
        order.sort { $0.place < $1.place }
        return PoolsInOrder(changed, order.map(\.index)[...])
    }

    private func place(_ key: PoolKey, _ ranks: [Int32]) -> UInt64 {
        UInt64(UInt32(bitPattern: ranks[Int(key.store)])) << 32 | UInt64(UInt32(bitPattern: ranks[Int(key.product)]))
    }

    func settled() {
        for pool in changed { pool.isChanged = false }
        changed.removeAll(keepingCapacity: true)
    }

    func forget() {
        table.removeAll()
        changed.removeAll()
        shopsInHand.removeAll()
    }

    /// The product's default cost at a moment.
    func preset(_ pool: Pool, at milliseconds: Int64) -> (amount: Int64, per: Int64)? {
        defaults[ExactText(names[pool.key.product])]?.cost(at: milliseconds)
    }

    private func preset(_ key: PoolKey) -> (Int64) -> (amount: Int64, per: Int64)? {
        let product = names[key.product]
        return { [defaults] in defaults[ExactText(product)]?.cost(at: $0) }
    }
}
