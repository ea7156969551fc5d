import Events

/// Goods on their way from one shop to another.
extension TradeFold {
    func dispatched(_ sent: TransferDispatched, _ event: Event, _ record: FoldRecord) throws {
        let entry = try transfer(sent.transfer)
        let store = event.envelope.store ?? ""
        var dispatch = TransferEntry.Dispatch(
            key: event.key(atPhase: .out, sent.circumstances, atEndOfDay: true), store: store, to: sent.to,
            source: record.source)
        for (index, line) in sent.lines.enumerated() {
            guard let product = line.product, let quantity = line.quantity, quantity > 0 else { continue }
            dispatch.lines.append(.init(line: line.line, part: Int64(index), product: product, quantity: quantity))
        }
        let place = entry.dispatches.firstIndex { dispatch.key < $0.key } ?? entry.dispatches.count
        entry.dispatches.insert(dispatch, at: place)
        transferOf[event.id] = ExactText(sent.transfer)
        guard !dispatch.isToItself else { return try follow(entry) }
        let pools = try self.pools.pools(names.number(of: store), dispatch.lines.map(\.product))
        let keys = dispatch.lines.map { dispatch.key.line($0.line, Int($0.part)) }
        let ends = try dispatch.lines.indices.map { index in
            try move(
                .dispatch, keys[index], quantity: 0 &- dispatch.lines[index].quantity, value: 0, record.source,
                pools[index]
            )
        }
        for (index, end) in ends.enumerated() {
            // Otherwise its ledger tells, when the batch settles.
            if let end { entry.dispatches[place].lines[index].cost = end.cost }
        }
        try follow(entry)
        for (index, pool) in pools.enumerated() {
            let local = pool.ledger == nil ? ends[index]?.local : nil
            entry.dispatches[place].lines[index].booked = try local ?? localCost(OrderKey(keys[index]), pool)
        }
    }

    func arrived(_ arrived: TransferReceived, _ event: Event, _ record: FoldRecord) throws {
        let entry = try transfer(arrived.transfer)
        let whole = event.key(atPhase: .in, arrived.circumstances)
        let unreadable = Set(record.faults.map(\.path))
        let booked = try pools.shop(names.number(of: event.envelope.store ?? "")).booked
        let isOwn = booked == nil || arrived.currency == nil || arrived.currency == booked
        for (index, line) in arrived.lines.enumerated() {
            guard let product = line.product, let quantity = line.quantity, quantity > 0 else { continue }
            let isCosted = isOwn && !unreadable.contains("lines[\(index)].cost")
            entry.add(
                TransferEntry.Arrival(
                    own: whole.line(line.line, index), store: event.envelope.store ?? "",
                    dispatch: arrived.dispatch.flatMap { FactID($0) }, dispatchLine: line.dispatchLine,
                    product: product, quantity: quantity, booked: isCosted ? line.cost : nil, source: record.source))
        }
        try follow(entry)
    }

    func discrepancy(_ found: TransferDiscrepancyFound, _ event: Event, _ record: FoldRecord) throws {
        let entry = try transfer(found.transfer)
        let whole = event.key(atPhase: .timed, found.circumstances)
        for (index, line) in found.lines.enumerated() {
            guard let product = line.product, let quantity = line.quantity, quantity > 0 else { continue }
            entry.losses.append(
                TransferEntry.Loss(
                    own: whole.line(line.line, index), store: event.envelope.store ?? "",
                    dispatch: found.dispatch.flatMap { FactID($0) }, dispatchLine: line.dispatchLine, product: product,
                    quantity: quantity, kind: line.kind, source: record.source))
        }
        try show(entry.sayings, of: entry.id)
    }

    func closed(_ closed: TransferClosed, _ event: Event, _ record: FoldRecord) throws {
        let entry = try transfer(closed.transfer)
        entry.closes.append(
            TransferEntry.Close(
                key: event.key(atPhase: .timed, closed.circumstances), store: event.envelope.store ?? "",
                dispatch: closed.dispatch.flatMap { FactID($0) }, source: record.source))
        try show(entry.sayings, of: entry.id)
    }

    private func transfer(_ id: String) throws -> TransferEntry {
        try transfers.row(changing: ExactText(id)) { TransferEntry(id) }
    }

    /// The transfer that a fact dispatched.
    func transfer(dispatchedBy id: FactID) throws -> TransferEntry? {
        if transferOf[id] == nil, let found = try source?.transfer(dispatchedBy: id) { transferOf[id] = found }
        return try transferOf[id].flatMap { try transfers.row($0) }
    }

    /// After something new: what arrived stands where it should, and what cannot be applied is shown.
    private func follow(_ entry: TransferEntry) throws {
        try seatArrivals(of: entry)
        if !entry.losses.isEmpty || !entry.closes.isEmpty { try show(entry.sayings, of: entry.id) }
    }

    /// Gives every arrival the place and the share that follow from what is known of the transfer now.
    func seatArrivals(of entry: TransferEntry) throws {
        let seats = try entry.seats(
            { line, moment in
                guard entry[line].isFollowed else { return entry[line].cost }
                let pool = try pools.pool(pools.key(entry.dispatches[line.dispatch].store, entry[line].product))
                return try cost(of: entry.key(of: line), before: moment, pool)
            }, in: { try pools.shop(names.number(of: $0)).current })
        for (place, seat) in seats.enumerated() where entry.arrivals[place].seat != seat {
            let arrival = entry.arrivals[place]
            let pool = try pools.pool(pools.key(arrival.store, arrival.product))
            try put(seat.map { arrival.movement(in: $0) }, insteadOf: arrival.seat?.key, pool)
            entry.arrivals[place].seat = seat
            transfers.touch(ExactText(entry.id))
            guard arrival.seat?.cause?.currency != seat?.cause?.currency else { continue }
            if let before = arrival.seat?.cause?.currency {
                let shown = ShopCurrency.key(of: arrival.own, in: before)
                try hide(shown.id, shown.refersTo.text)
            }
            let shop = try pools.shop(pool.key.store)
            if let seat, !shop.reckons(in: seat.cause?.currency) {
                try tell(arrival.movement(in: seat), of: arrival.store, shop)
            }
        }
    }

    /// A dispatch's cost has changed, or how it came about.
    func tell(_ entry: TransferEntry, _ own: PlainKey, _ by: Int64, _ isFollowed: Bool) {
        guard let dispatch = entry.dispatches.firstIndex(where: { $0.key.fact == own.fact }),
            let line = entry.dispatches[dispatch].lines.firstIndex(where: { $0.part == own.part })
        else { return }
        entry.dispatches[dispatch].lines[line].cost &+= by
        entry.dispatches[dispatch].lines[line].isFollowed = isFollowed
        transfers.touch(ExactText(entry.id))
    }
}
