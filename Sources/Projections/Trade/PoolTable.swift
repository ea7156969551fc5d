/// A product in a store, by their numbers in `Names`.
struct PoolKey: Hashable {
    var store: Int32
    var product: Int32

    /// Never 0, which is an empty slot of a table.
    var packed: UInt64 { UInt64(UInt32(bitPattern: store)) << 32 | UInt64(UInt32(bitPattern: product)) &+ 1 }
}

/// Pools by key: open addressing over plain integers, since every line of every receipt looks one up.
struct PoolTable {
    private(set) var pools: ContiguousArray<Pool> = []
    private var slots: ContiguousArray<(key: UInt64, place: Int32)>

    /// By product the place of the pool that came last; the others follow by `Pool.nextOfProduct`. By store alike.
    private var lastOfProduct: ContiguousArray<Int32> = []
    private var lastOfStore: ContiguousArray<Int32> = []

    private static let firstSize = 1024

    init() { slots = ContiguousArray(repeating: (0, 0), count: Self.firstSize) }

    subscript(_ key: PoolKey) -> Pool? { place(of: key).map { pools[$0] } }

    @inline(__always) private func place(of key: PoolKey) -> Int? {
        let packed = key.packed
        let mask = slots.count &- 1
        var slot = Self.start(packed, mask)
        while slots[slot].key != 0 {
            if slots[slot].key == packed { return Int(slots[slot].place) }
            slot = (slot &+ 1) & mask
        }
        return nil
    }

    /// Has the memory of some pools fetched; of those of them that are there.
    func fetchMemory(of keys: [PoolKey]) {
        let mask = slots.count &- 1
        var read: UInt64 = 0
        for key in keys { read &+= slots[Self.start(key.packed, mask)].key }
        ReadAhead.keep(read)
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: keys.count) { places in
            var count = 0
            for key in keys {
                guard let place = place(of: key) else { continue }
                places[count] = Int32(truncatingIfNeeded: place)
                count &+= 1
            }
            PoolMemory.fetch(pools, places[..<count])
        }
    }

    /// Adds a pool whose key is not there yet.
    mutating func add(_ pool: Pool) {
        // Three quarters full at most.
        if (pools.count + 1) * 4 > slots.count * 3 { grow() }
        place(pool.key.packed, Int32(pools.count))
        pool.nextOfProduct = Self.exchange(&lastOfProduct, pool.key.product, Int32(pools.count))
        pool.nextOfStore = Self.exchange(&lastOfStore, pool.key.store, Int32(pools.count))
        pools.append(pool)
    }

    /// Notes which pool came last of a product or a store; returns the one before it, or -1.
    private static func exchange(_ last: inout ContiguousArray<Int32>, _ number: Int32, _ place: Int32) -> Int32 {
        let index = Int(number)
        if index >= last.count { last.append(contentsOf: repeatElement(-1, count: index - last.count + 1)) }
        defer { last[index] = place }
        return last[index]
    }

    /// The pools of a product, in no order.
    func pools(of product: Int32) -> [Pool] { pools(from: lastOfProduct, product, \.nextOfProduct) }

    /// The pools of a store, in no order.
    func pools(ofStore store: Int32) -> [Pool] { pools(from: lastOfStore, store, \.nextOfStore) }

    private func pools(
        from last: ContiguousArray<Int32>, _ number: Int32, _ next: KeyPath<Pool, Int32>
    ) -> [Pool] {
        var found: [Pool] = []
        var place = Int(number) < last.count ? last[Int(number)] : -1
        while place >= 0 {
            found.append(pools[Int(place)])
            place = pools[Int(place)][keyPath: next]
        }
        return found
    }

    mutating func removeAll() { self = PoolTable() }

    private mutating func grow() {
        slots = ContiguousArray(repeating: (0, 0), count: slots.count * 2)
        for (index, pool) in pools.enumerated() { place(pool.key.packed, Int32(index)) }
    }

    private mutating func place(_ packed: UInt64, _ index: Int32) {
        let mask = slots.count - 1
        var slot = Self.start(packed, mask)
        while slots[slot].key != 0 { slot = (slot + 1) & mask }
        slots[slot] = (packed, index)
    }

    private static func start(_ packed: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (packed &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    }
}
