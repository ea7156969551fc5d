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

    /// Has the processor fetch some pools' memory, all of it at once: hundreds of thousands of pools are in no cache, and a
    /// pool that is taken in hand is counted, for which the processor waits before it fetches the next.
    ///
    /// - Returns: what was read, which the caller keeps so that the reading is not left out.
    func fetchMemory(of keys: [PoolKey]) -> UInt64 {
        let mask = slots.count &- 1
        var read: UInt64 = 0
        for key in keys { read &+= slots[Self.start(key.packed, mask)].key }
        return withUnsafeTemporaryAllocation(of: UnsafeRawPointer.self, capacity: keys.count) { objects in
            var count = 0
            pools.withUnsafeBytes { pools in
                for key in keys {
                    guard let place = place(of: key) else { continue }
                    let offset = place &* MemoryLayout<UnsafeRawPointer>.stride
                    objects[count] = pools.load(fromByteOffset: offset, as: UnsafeRawPointer.self)
                    count &+= 1
                }
            }
            for object in objects[..<count] {
                for line in 0..<Self.fetchedLines {
                    read &+= object.load(fromByteOffset: line &* Self.cacheLine, as: UInt64.self)
                }
            }
            for object in objects[..<count] {
                read &+= Unmanaged<Pool>.fromOpaque(object)._withUnsafeGuaranteedRef { UInt64($0.tail.bytes.count) }
            }
            return read
        }
    }

    private static let cacheLine = 64
    /// Of a pool's memory; fewer than it has.
    private static let fetchedLines = 4

    /// Adds a pool whose key is not there yet.
    mutating func add(_ pool: Pool) {
        // Three quarters full at most.
        if (pools.count + 1) * 4 > slots.count * 3 { grow() }
        place(pool.key.packed, Int32(pools.count))
        pools.append(pool)
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
