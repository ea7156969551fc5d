/// Pools in the order of the table's key, in which they lie nowhere in memory: looked at in place, some at a time.
struct PoolsInOrder: RandomAccessCollection {
    private let pools: ContiguousArray<Pool>
    /// Where the pools stand that are meant.
    private let places: ArraySlice<Int32>

    /// - Parameter places: of `pools`, in the order that is wanted.
    init(_ pools: ContiguousArray<Pool>, _ places: ArraySlice<Int32>) { (self.pools, self.places) = (pools, places) }

    var startIndex: Int { places.startIndex }
    var endIndex: Int { places.endIndex }
    subscript(index: Int) -> Pool { pools[Int(places[index])] }

    /// One of several parts of about the same size.
    func part(_ place: Int, of count: Int) -> PoolsInOrder {
        let bounds = [place, place + 1].map { startIndex + places.count * $0 / count }
        return PoolsInOrder(pools, places[bounds[0]..<bounds[1]])
    }

    /// Those with any movement. A pool that corrections have emptied, or that a revision alone has named, is no row.
    func withMovements() -> PoolsInOrder { PoolsInOrder(pools, places.filter { pools[Int($0)].hasMovements }[...]) }

    /// Has the memory of the next pools from an index on fetched.
    func fetchMemory(from index: Int) { PoolMemory.fetch(pools, places[index...].prefix(PoolMemory.atATime)) }
}

/// Has the processor fetch some pools' memory, all of it at once: hundreds of thousands of pools are in no cache, and a pool
/// that is taken in hand is counted, for which the processor waits before it fetches the next.
enum PoolMemory {
    /// As many as a cache holds with ease, and enough to be fetched side by side.
    static let atATime = 64
    private static let cacheLine = 64
    /// Of a pool's memory; fewer than it has.
    private static let fetchedLines = 4

    /// - Parameter places: of the pools that are wanted.
    static func fetch(_ pools: ContiguousArray<Pool>, _ places: some Collection<Int32>) {
        let read = withUnsafeTemporaryAllocation(of: UnsafeRawPointer.self, capacity: places.count) { objects in
            var (count, read) = (0, UInt64(0))
            pools.withUnsafeBytes { pools in
                for place in places {
                    let offset = Int(place) &* MemoryLayout<UnsafeRawPointer>.stride
                    objects[count] = pools.load(fromByteOffset: offset, as: UnsafeRawPointer.self)
                    count &+= 1
                }
            }
            // cannot trap: so many were put there
            for object in objects[..<count] {
                for line in 0..<fetchedLines {
                    read &+= object.load(fromByteOffset: line &* cacheLine, as: UInt64.self)
                }
            }
            for object in objects[..<count] {
                read &+= Unmanaged<Pool>.fromOpaque(object)._withUnsafeGuaranteedRef { UInt64($0.tail.bytes.count) }
            }
            return read
        }
        ReadAhead.keep(read)
    }
}
