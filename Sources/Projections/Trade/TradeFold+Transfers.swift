import Events

/// Goods on their way from one shop to another.
extension TradeFold {
    func dispatched(
        _ document: GoodsDocument, at whole: PlainKey, _ key: DocumentKey, _ source: RecordSource, isRevised: Bool
    ) throws {
        let entry = try transfer(document.transfer)
        transferOf[DispatchKey(fact: key.id, isRevised: isRevised)] = ExactText(entry.id)
        let place = entry.add(
            TransferEntry.Dispatch(
                key: whole, store: key.store.text, to: document.to, source: source,
                lines: document.lines.map {
                    .init(line: $0.line, part: $0.part, product: $0.product, quantity: $0.quantity)
                }, isRevised: isRevised))
        guard !entry.dispatches[place].isToItself else { return try follow(entry) }
        let pools = try self.pools.pools(names.number(of: key.store.text), document.lines.map(\.product))
        let keys = document.lines.map { document.key(of: $0, in: whole) }
        let ends = try document.lines.indices.map { index in
            try move(
                .dispatch, keys[index], quantity: 0 &- document.lines[index].quantity, value: 0, source, pools[index])
        }
        for (index, end) in ends.enumerated() {
            // Otherwise its ledger tells, when the batch settles.
            if let end { entry.dispatches[place].lines[index].cost = end.cost }
        }
        try follow(entry)
        // It is booked once all that refers to it stands where it should.
        if let revised = try revisions.row(key) { try oppose(revised) }
        for (index, pool) in pools.enumerated() {
            let local = pool.ledger == nil ? ends[index]?.local : nil
            entry.dispatches[place].lines[index].booked = try local ?? localCost(OrderKey(keys[index]), pool)
        }
    }

    /// The transfers in which a document's lines stand, as far as it dispatched any.
    func transfers(of entry: GoodsRevisions) throws -> [TransferEntry] {
        var ids = Set(entry.revisions.compactMap { $0.document.map { ExactText($0.transfer) } })
        for isRevised in [false, true] {
            if let found = try transfer(DispatchKey(fact: entry.key.id, isRevised: isRevised)) {
                ids.insert(ExactText(found.id))
            }
        }
        return try ids.sorted().compactMap { try transfers.row($0) }
    }

    /// Lines of these products were not sent after all, whoever said so.
    ///
    /// - Returns: whether any was.
    func undispatch(_ products: Set<ExactText>, _ document: DocumentKey, _ entry: TransferEntry) throws -> Bool {
        let before = entry.dispatches.reduce(0) { $0 + $1.lines.count }
        for place in entry.dispatches.indices where entry.dispatches[place].document == document {
            entry.dispatches[place].lines.removeAll { products.contains(ExactText($0.product)) }
        }
        entry.dispatches.removeAll { $0.isRevised && $0.document == document && $0.lines.isEmpty }
        transfers.touch(ExactText(entry.id))
        try follow(entry)
        return entry.dispatches.reduce(0) { $0 + $1.lines.count } < before
    }

    /// Of what a document sent these products, and only these, are back: its reversal stands in a later period.
    func takeBack(_ products: Set<ExactText>, _ document: DocumentKey, _ entry: TransferEntry) throws {
        for place in entry.dispatches.indices where entry.dispatches[place].document == document {
            for line in entry.dispatches[place].lines.indices {
                let product = ExactText(entry.dispatches[place].lines[line].product)
                entry.dispatches[place].lines[line].isTakenBack = products.contains(product)
            }
        }
        transfers.touch(ExactText(entry.id))
    }

    func arrived(_ arrived: TransferReceived, _ event: Event, _ record: FoldRecord) throws {
        let entry = try transfer(arrived.transfer)
        let whole = event.key(atPhase: .in, arrived.circumstances)
        let unread = UnreadMembers(record.faults)
        let booked = try pools.shop(names.number(of: event.envelope.store ?? "")).booked
        let isOwn = booked == nil || arrived.currency == nil || arrived.currency == booked
        for (index, line) in arrived.lines.enumerated() {
            guard let product = line.product, let quantity = line.quantity, quantity > 0 else { continue }
            let isCosted = isOwn && !unread.has(index, "cost")
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
    func transfer(_ key: DispatchKey) throws -> TransferEntry? {
        if transferOf[key] == nil, let found = try source?.transfer(key) { transferOf[key] = found }
        return try transferOf[key].flatMap { try transfers.row($0) }
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
        guard
            let dispatch = entry.dispatches.firstIndex(where: {
                $0.key.fact == own.fact && $0.lines.contains { $0.part == own.part }
            }), let line = entry.dispatches[dispatch].lines.firstIndex(where: { $0.part == own.part })
        else { return }
        entry.dispatches[dispatch].lines[line].cost &+= by
        entry.dispatches[dispatch].lines[line].isFollowed = isFollowed
        transfers.touch(ExactText(entry.id))
    }
}

/// Which of a fact's dispatches: as it was first said, or as it was corrected.
struct DispatchKey: Hashable {
    var fact: FactID
    var isRevised: Bool

    init(fact: FactID, isRevised: Bool) { (self.fact, self.isRevised) = (fact, isRevised) }

    /// - Parameter line: a dispatched line's own place.
    init(_ line: PlainKey) { self.init(fact: line.fact, isRevised: line.part >= GoodsDocument.firstRevisedPart) }
}
