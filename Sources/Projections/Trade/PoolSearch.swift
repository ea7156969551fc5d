import Events

extension PoolShelf {
    /// The movements by which a delivery came into a pool, wherever in its history they stand: the latest pages first.
    func movements(of delivery: FactID, in pool: Pool) throws -> [Movement] {
        func found(_ movements: [Movement]) -> [Movement] {
            movements.filter { ($0.kind.isInvoiced || $0.kind == .uncosted) && $0.key.own.fact == delivery }
        }
        var first = pool.tail.from
        if let ledger = pool.ledger {
            let movements = found(ledger.movements)
            if !movements.isEmpty { return movements }
            first = ledger.loadedFrom
        } else {
            let movements = found(try pool.tail.movements())
            if !movements.isEmpty { return movements }
        }
        for page in pool.earlier.reversed() {
            let movements = found(try page.movements())
            if !movements.isEmpty { return movements }
            first = min(first, page.from)
        }
        for page in try earlierPages(of: pool, before: first).reversed() {
            let movements = found(try page.movements())
            if !movements.isEmpty { return movements }
        }
        return []
    }

    /// What the database has of a pool before a page; none in a rebuild, which has everything in hand.
    private func earlierPages(of pool: Pool, before first: Int64) throws -> [PackedPage] {
        guard first > Pool.beginning else { return [] }
        return try source?.pages(
            of: names[pool.key.store], names[pool.key.product], from: Pool.beginning, before: first) ?? []
    }
}
