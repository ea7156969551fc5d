import Events

/// A receipt's goods into their pools, and returns to where their sales say.
extension TradeFold {
    /// - Returns: the costs of a movement that went to its pool's end; nil when its ledger tells them.
    func insert(_ goods: ReceiptEntry.Goods, of entry: ReceiptEntry, _ pool: Pool) throws -> (
        cost: Int64, local: Int64
    )? {
        let isIn = goods.quantity < 0
        let key = entry.key(line: goods.line, part: goods.part, isIn: isIn)
        guard isIn, let cause = try cause(of: entry, goods) else {
            let dayOffset = isIn ? 0 : entry.day.daysSince1970 &- Movement.day(of: entry.effectiveMs)
            return try move(
                isIn ? .return : .sale, key, quantity: 0 &- goods.quantity, value: 0, entry.source, pool,
                dayOffset: dayOffset)
        }
        cause.add(
            .init(
                own: key, store: entry.store, product: goods.product, quantity: 0 &- goods.quantity,
                // cannot trap: it has a cause, so it has an original
                line: entry.lines[goods.place].original!.line, seat: nil))
        receipts.touch(cause.id)
        try insert(
            Movement(key: OrderKey(key), kind: .return, quantity: 0 &- goods.quantity, source: entry.source), pool)
        // Seats this return too, and those behind it, whose share of the sale it changes.
        try reseatReturns(of: cause)
        return nil
    }

    /// The entry of the receipt that a return line refers to.
    func cause(of entry: ReceiptEntry, _ goods: ReceiptEntry.Goods) throws -> ReceiptEntry? {
        guard goods.quantity < 0, let original = entry.lines[goods.place].original, let id = FactID(original.receipt)
        else { return nil }
        return try referred(id)
    }

    /// Gives every return of a receipt's lines the place and the share that follow from what is known of it now.
    func reseatReturns(of cause: ReceiptEntry) throws {
        for place in cause.returns.indices {
            let reference = cause.returns[place]
            let pool = try pools.pool(pools.key(reference.store, reference.product))
            let old = reference.orderKey
            let sale = cause.sale(of: reference)
            let isSamePool = sale != nil && ExactText(cause.store) == ExactText(reference.store)
            let key = sale.map { OrderKey(reference.own, notBefore: $0.key) } ?? OrderKey(reference.own)
            var earliest = min(old.earliest, key.earliest)
            if isSamePool, let sale { earliest = min(earliest, sale.key) }
            let ledger = try pools.ledger(pool, from: earliest)
            noteOpened(pool)
            guard var movement = ledger.movement(old) else { continue }
            let wanted = try sale.map {
                Movement.Cause(
                    sale: $0.key, isSamePool: isSamePool, sold: $0.sold,
                    returnedBefore: cause.returned(before: reference),
                    returnedHereBefore: cause.returned(before: reference, in: reference.store),
                    currency: isSamePool ? nil : try pools.shop(names.number(of: cause.store)).current)
            }
            var value: Int64 = 0
            if let wanted, !isSamePool {
                let from = try pools.pool(pools.key(cause.store, reference.product))
                value = wanted.worth(
                    of: reference.quantity, saleCost: try cost(of: wanted.sale, before: key, from))
            }
            if movement.cause == wanted, movement.key == key, movement.value == value { continue }
            ledger.remove(old)
            movement.key = key
            movement.cause = wanted
            movement.value = value
            ledger.insert(movement)
            cause.returns[place].seat = key.after == nil ? nil : key.at
            receipts.touch(cause.id)
            changed(pool)
        }
    }

    func book(_ goods: ReceiptEntry.Goods, of entry: ReceiptEntry) throws {
        let own = entry.key(line: goods.line, part: goods.part, isIn: goods.quantity < 0)
        var key = OrderKey(own)
        if let cause = try cause(of: entry, goods), let reference = cause.returns.first(where: { $0.own == own }) {
            key = reference.orderKey
        }
        let local = try localCost(
            key, try pools.pool(pools.key(entry.store, goods.product)), goods.quantity > 0 ? .issue : .debts)
        entry.lines[goods.place].booked &+= goods.quantity > 0 ? local : 0 &- local
    }
}
