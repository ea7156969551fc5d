import Events

extension PoolShelf {
    /// The movements by which a delivery came into a pool, wherever in its history they stand: the latest pages first.
    func movements(of delivery: FactID, in pool: Pool) throws -> [Movement] {
        try search(
            pool, for: { ($0.kind.isInvoiced || $0.kind == .uncosted) && $0.key.own.fact == delivery },
            until: { !$0.isEmpty })
    }

    /// All movements that a document has in a pool; none where the fact is no document that has revisions, as a receipt and an
    /// arrival are not. Those of a stocktake may lie far apart.
    func everyMovement(of document: FactID, in pool: Pool) throws -> [Movement] {
        try search(
            pool, for: { $0.kind.isRevisable && $0.key.own.fact == document },
            until: { found in found.contains { $0.kind != .count } })
    }

    /// - Parameter isEnough: told what was found so far, after each page.
    private func search(
        _ pool: Pool, for isIt: (Movement) -> Bool, until isEnough: ([Movement]) -> Bool
    ) throws -> [Movement] {
        var found: [Movement] = []
        func look(_ movements: [Movement]) -> Bool {
            found += movements.filter(isIt)
            return isEnough(found)
        }
        var first = pool.tail.from
        if let ledger = pool.ledger {
            if look(ledger.movements) { return found }
            first = ledger.loadedFrom
        } else if look(try pool.tail.movements()) {
            return found
        }
        for page in pool.earlier.reversed() {
            if look(try page.movements()) { return found }
            first = min(first, page.from)
        }
        for page in try earlierPages(of: pool, before: first).reversed() where look(try page.movements()) { break }
        return found
    }

    /// What the database has of a pool before a page; none in a rebuild, which has everything in hand.
    private func earlierPages(of pool: Pool, before first: PageBound) throws -> [PackedPage] {
        guard first > .beginning else { return [] }
        return try source?.pages(
            of: names[pool.key.store], names[pool.key.product], from: .beginning, .debts, before: first) ?? []
    }
}
