import Events

/// Deliveries, and what is said of them afterwards: costs corrected and added, goods given back.
extension TradeFold {
    func received(_ delivery: Delivery, _ event: Event, _ record: FoldRecord) throws {
        let store = names.number(of: event.envelope.store ?? "")
        let milliseconds = delivery.circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds
        let uncosted =
            record.faults.isEmpty ? [] : Set(record.faults.filter { $0.path.hasSuffix(".cost") }.map(\.path))
        let whole = event.key(atPhase: .in, delivery.circumstances)
        let (shop, currency) = try reckoning(delivery.currency, whole, store, record)
        var touched = try pools.pools(store, delivery.lines.compactMap(\.product)).makeIterator()
        for (index, line) in delivery.lines.enumerated() {
            guard line.product != nil, let pool = touched.next(), let quantity = line.quantity, quantity > 0 else {
                continue
            }
            let key = PlainKey(
                milliseconds: milliseconds, phase: .in, writer: event.id.writer, sequence: event.id.sequence,
                line: line.line,
                part: Int64(index))
            let isUncosted = !uncosted.isEmpty && uncosted.contains("lines[\(index)].cost")
            guard let currency, !isUncosted else {
                _ = try move(.uncosted, key, quantity: quantity, value: 0, record.source, pool)
                continue
            }
            if shop.isUsual, currency == shop.usual {
                _ = try move(.delivery, key, quantity: quantity, value: line.cost, record.source, pool)
                continue
            }
            let movement = shop.delivery(
                StatedAmount(amount: line.cost, currency: currency), OrderKey(key), quantity, record.source)
            try insert(movement, pool)
            if currency != shop.current { try tell(movement, of: names[store], shop) }
        }
        let waiting = try deliveriesExpected()
        guard !waiting.isEmpty else { return }
        let key = DeliveryKey(store: ExactText(event.envelope.store ?? ""), id: event.id)
        guard waiting.contains(key), let entry = try deliveries.row(key) else { return }
        entry.lines = delivery.lines.enumerated().compactMap { index, line in
            guard let product = line.product, let quantity = line.quantity, quantity > 0 else { return nil }
            let isUncosted = uncosted.contains("lines[\(index)].cost")
            let invoiced = isUncosted ? nil : currency.map { StatedAmount(amount: line.cost, currency: $0) }
            return DeliveryEntry.Line(
                key: PlainKey(
                    milliseconds: milliseconds, phase: .in, writer: event.id.writer, sequence: event.id.sequence,
                    line: line.line, part: Int64(index)), product: product, quantity: quantity, invoiced: invoiced,
                applied: invoiced)
        }
        entry.isComplete = true
        expectedDeliveries?.remove(key)
        try follow(entry)
    }

    func givenBack(_ sent: GoodsReturned, _ event: Event, _ record: FoldRecord) throws {
        let store = event.envelope.store ?? ""
        let whole = event.key(atPhase: .out, sent.circumstances, atEndOfDay: true)
        let unreadable = Set(record.faults.map(\.path))
        let (shop, currency) = try reckoning(sent.currency, whole, names.number(of: store), record)
        for (index, line) in sent.lines.enumerated() {
            guard let product = line.product, let quantity = line.quantity, quantity > 0 else { continue }
            var credit: StatedAmount?
            if let amount = line.credit, let currency, !unreadable.contains("lines[\(index)].credit") {
                credit = StatedAmount(amount: amount, currency: currency)
            }
            let said = DeliveryEntry.Return(
                own: whole.line(line.line, index), line: line.deliveryLine, product: product, quantity: quantity,
                credit: credit, source: record.source)
            if credit != nil, currency != shop.current { try tell(said.movement(in: said.blindSeat), of: store, shop) }
            guard let id = line.delivery.flatMap({ FactID($0) }) else {
                try put(said.movement(in: said.blindSeat), insteadOf: nil, pools.pool(pools.key(store, product)))
                // What names no fact finds no delivery, ever.
                if let named = line.delivery {
                    let own = whole.line(line.line, index)
                    try show(
                        Saying(
                            key: own, type: event.envelope.type, store: store, source: record.source, isApplied: false),
                        of: named)
                }
                continue
            }
            let entry = try delivery(id, of: store, product)
            entry.add(said)
            try follow(entry)
        }
    }

    func costCorrected(_ correction: CostCorrected, _ event: Event, _ record: FoldRecord) throws {
        let store = event.envelope.store ?? ""
        let key = event.key(atPhase: .timed, correction.circumstances)
        guard let id = FactID(correction.delivery) else {
            return try show(
                Saying(
                    key: key, type: event.envelope.type, store: store, source: record.source, isApplied: false),
                of: correction.delivery)
        }
        let unreadable = Set(record.faults.map(\.path))
        let currency = try reckoning(correction.currency, key, names.number(of: store), record).currency
        let readable = correction.lines.enumerated().filter {
            currency != nil && !unreadable.contains("lines[\($0.offset)].cost")
        }
        var entry = try delivery(id, of: store, nil)
        for (_, line) in readable { entry = try delivery(id, of: store, line.product) }
        entry.add(
            DeliveryEntry.Correction(
                revision: correction.revision, key: key, source: record.source, currency: currency ?? "",
                costs: readable.map { _, line in .init(line: line.line, product: line.product ?? "", cost: line.cost) })
        )
        try follow(entry)
    }

    func costAdded(_ charge: LandedCostAdded, _ event: Event, _ record: FoldRecord) throws {
        let store = event.envelope.store ?? ""
        let whole = event.key(atPhase: .timed, charge.circumstances)
        let unreadable = Set(record.faults.map(\.path))
        guard let currency = try reckoning(charge.currency, whole, names.number(of: store), record).currency else {
            return
        }
        var entries: [DeliveryEntry] = []
        for (index, line) in charge.lines.enumerated() where !unreadable.contains("lines[\(index)].amount") {
            let key = whole.line(line.line, index)
            guard let id = FactID(line.delivery) else {
                try show(
                    Saying(
                        key: key, type: event.envelope.type, store: store, source: record.source, isApplied: false),
                    of: line.delivery)
                continue
            }
            let entry = try delivery(id, of: store, line.product)
            entry.charges.append(
                DeliveryEntry.Charge(
                    key: key, source: record.source, line: line.deliveryLine, product: line.product ?? "",
                    amount: StatedAmount(amount: line.amount, currency: currency)))
            if !entries.contains(where: { $0 === entry }) { entries.append(entry) }
        }
        for entry in entries { try follow(entry) }
    }

    // MARK: What refers to a delivery

    /// A delivery that another fact speaks of, with its lines of a product as far as they have come.
    private func delivery(_ id: FactID, of store: String, _ product: String?) throws -> DeliveryEntry {
        let key = DeliveryKey(store: ExactText(store), id: id)
        let entry = try deliveries.row(changing: key) { DeliveryEntry(key) }
        if let product, !entry.isComplete, !entry.lines.contains(where: { $0.product == product }) {
            let pool = try pools.pool(pools.key(store, product))
            let shop = try pools.shop(pool.key.store)
            entry.lines += try pools.movements(of: id, in: pool).map { movement in
                let invoiced = shop.currency(of: movement).map { StatedAmount(amount: movement.value, currency: $0) }
                return DeliveryEntry.Line(
                    key: movement.key.own, product: product, quantity: movement.quantity, invoiced: invoiced,
                    applied: invoiced)
            }
        }
        _ = try deliveriesExpected()
        if entry.isKnown { expectedDeliveries?.remove(key) } else { expectedDeliveries?.insert(key) }
        return entry
    }

    private func deliveriesExpected() throws -> Set<DeliveryKey> {
        if let expectedDeliveries { return expectedDeliveries }
        let found = Set(try source?.expectedDeliveries() ?? [])
        expectedDeliveries = found
        return found
    }

    /// After something new: the delivery has its cost, what goes back of it leaves at that, and what cannot be applied is
    /// shown.
    func follow(_ entry: DeliveryEntry) throws {
        deliveries.touch(entry.key)
        let store = entry.key.store.text
        let shop = try pools.shop(names.number(of: store))
        for place in entry.lines.indices {
            let said = entry.worth(of: place, in: shop.current)
            guard let said, said != entry.lines[place].applied else { continue }
            let pool = try pools.pool(pools.key(store, entry.lines[place].product))
            let key = OrderKey(entry.lines[place].key)
            let ledger = try pools.ledger(pool, from: key.at.milliseconds)
            changed(pool)
            guard let stood = ledger.remove(key) else { continue }
            let movement = shop.delivery(said, key, stood.quantity, stood.source)
            ledger.insert(movement)
            if let old = entry.lines[place].applied, old.currency != said.currency {
                let shown = ShopCurrency.key(of: key.at, in: old.currency)
                try hide(shown.id, shown.refersTo.text)
                try tell(movement, of: store, shop)
            }
            entry.lines[place].applied = said
        }
        for (place, seat) in entry.seats(in: shop.current).enumerated() where entry.returns[place].seat != seat {
            let said = entry.returns[place]
            let pool = try pools.pool(pools.key(store, said.product))
            try put(said.movement(in: seat), insteadOf: said.seat?.key, pool)
            entry.returns[place].seat = seat
        }
        try show(entry.sayings(in: shop.current), of: entry.key.id.description)
    }
}

extension ShopCurrency {
    /// A delivery's movement at what it is said to cost.
    func delivery(_ said: StatedAmount, _ key: OrderKey, _ quantity: Int64, _ source: RecordSource) -> Movement {
        Movement(
            key: key, kind: said.currency == usual ? .delivery : .foreign, quantity: quantity, value: said.amount,
            stated: stated(said.currency), source: source)
    }
}

extension DeliveryEntry.Return {
    var blindSeat: TransferEntry.Seat { TransferEntry.Seat(key: OrderKey(own), cause: nil, value: 0) }

    func movement(in seat: TransferEntry.Seat) -> Movement {
        Movement(
            key: seat.key, kind: .vendorReturn, quantity: 0 &- quantity, value: seat.value, cause: seat.cause,
            stated: credit.map { .credit($0) }, source: source)
    }
}
