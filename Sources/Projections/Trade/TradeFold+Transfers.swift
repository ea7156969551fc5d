import Events

/// Goods on their way from one shop to another.
extension TradeFold {
    func dispatched(_ sent: TransferDispatched, _ event: Event, _ record: FoldRecord) throws {
        let entry = try transfer(sent.transfer)
        let store = event.envelope.store ?? ""
        var dispatch = TransferEntry.Dispatch(
            key: event.key(atPhase: .out, sent.circumstances, atEndOfDay: true), store: store, to: sent.to,
            source: record.source)
        var pools: [Pool] = []
        for (index, line) in sent.lines.enumerated() {
            guard let product = line.product, let pool = try pool(names.number(of: store), product),
                let quantity = line.quantity, quantity > 0
            else { continue }
            dispatch.lines.append(
                .init(line: line.line, part: Int64(index), product: product, quantity: quantity))
            pools.append(pool)
        }
        let place = entry.dispatches.firstIndex { dispatch.key < $0.key } ?? entry.dispatches.count
        entry.dispatches.insert(dispatch, at: place)
        transferOf[event.id] = ExactText(sent.transfer)
        for (index, pool) in pools.enumerated() {
            let line = dispatch.lines[index]
            let key = dispatch.key.line(line.line, Int(line.part))
            let end = try move(.dispatch, key, quantity: 0 &- line.quantity, value: 0, record.source, pool)
            // Otherwise its ledger tells, when the batch settles.
            if let end {
                entry.dispatches[place].lines[index].cost = end.cost
                entry.dispatches[place].lines[index].ownCost = end.local
            }
            entry.dispatches[place].lines[index].booked = try end?.local ?? localCost(key, pool)
        }
        try follow(entry)
    }

    func arrived(_ arrived: TransferReceived, _ event: Event, _ record: FoldRecord) throws {
        let entry = try transfer(arrived.transfer)
        let whole = event.key(atPhase: .in, arrived.circumstances)
        let unreadable = Set(record.faults.map(\.path))
        for (index, line) in arrived.lines.enumerated() {
            guard let product = line.product, let quantity = line.quantity, quantity > 0 else { continue }
            let isCosted = !unreadable.contains("lines[\(index)].cost")
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
        for (place, seat) in entry.seats().enumerated() where entry.arrivals[place].seat != seat {
            let arrival = entry.arrivals[place]
            let pool = try pools.pool(pools.key(arrival.store, arrival.product))
            let stated = arrival.booked.map { Movement.Stated.booked($0) }
            try put(
                Movement(
                    key: seat.key, kind: .arrival, quantity: arrival.quantity, value: seat.value, cause: seat.cause,
                    stated: stated, source: arrival.source), insteadOf: arrival.seat, pool)
            entry.arrivals[place].seat = seat
            transfers.touch(ExactText(entry.id))
        }
    }

    /// A dispatch's cost has changed.
    func tell(_ entry: TransferEntry, _ own: PlainKey, _ by: Int64, _ ownBy: Int64) {
        guard let dispatch = entry.dispatches.firstIndex(where: { $0.key.fact == own.fact }),
            let line = entry.dispatches[dispatch].lines.firstIndex(where: { $0.part == own.part })
        else { return }
        entry.dispatches[dispatch].lines[line].cost &+= by
        entry.dispatches[dispatch].lines[line].ownCost &+= ownBy
        transfers.touch(ExactText(entry.id))
    }
}
