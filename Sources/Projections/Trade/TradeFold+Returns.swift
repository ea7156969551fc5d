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
            return try move(isIn ? .return : .sale, key, quantity: 0 &- goods.quantity, value: 0, entry.source, pool)
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
            let isSamePool = sale != nil && cause.store == reference.store
            // Another store's sale does not move a return: what was booked here must not follow that partition's pace.
            // cannot trap: in one pool means that there is a sale
            let key = isSamePool ? OrderKey(reference.own, notBefore: sale!.key) : OrderKey(reference.own)
            // cannot trap: in one pool means that there is a sale
            let earliest = min(old.at.milliseconds, key.at.milliseconds, isSamePool ? sale!.key.milliseconds : .max)
            let ledger = try pools.ledger(pool, from: earliest)
            noteOpened(pool)
            guard var movement = ledger.movement(old) else { continue }
            let wanted = sale.map {
                Movement.Cause(
                    sale: $0.key, isSamePool: isSamePool, sold: $0.sold,
                    returnedBefore: cause.returned(before: reference),
                    returnedHereBefore: cause.returned(before: reference, in: reference.store))
            }
            var value: Int64 = 0
            // cannot trap: who is wanted has a sale
            if let wanted, !isSamePool { value = wanted.worth(of: reference.quantity, saleCost: sale!.cost) }
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
        let pool = try pools.pool(pools.key(entry.store, goods.product))
        noteOpened(pool)
        guard let movement = try pools.ledger(pool, from: key.at.milliseconds).movement(key) else { return }
        entry.lines[goods.place].booked &+= movement.quantity < 0 ? movement.local : 0 &- movement.local
    }
}
