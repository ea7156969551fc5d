import Events

/// Deliveries, and what is said of them afterwards: costs corrected and added, goods given back.
extension TradeFold {
    func received(
        _ document: GoodsDocument, at whole: PlainKey, _ key: DocumentKey, _ source: RecordSource
    ) throws {
        let store = names.number(of: key.store.text)
        let shop = try pools.shop(store)
        let touched = try pools.pools(store, document.lines.map(\.product))
        for (line, pool) in zip(document.lines, touched) {
            let own = document.key(of: line, in: whole)
            guard let cost = document.stated(line) else {
                _ = try move(.uncosted, own, quantity: line.quantity, value: 0, source, pool)
                continue
            }
            if shop.isUsual, cost.currency == shop.usual {
                _ = try move(.delivery, own, quantity: line.quantity, value: cost.amount, source, pool)
                continue
            }
            let movement = shop.delivery(cost, OrderKey(own), line.quantity, source)
            try insert(movement, pool)
            if cost.currency != shop.current { try tell(movement, of: key.store.text, shop) }
        }
        let isSpokenOf = try deliveriesExpected().contains(key) || revisions.row(key) != nil
        guard isSpokenOf, let entry = try deliveries.row(key) else { return }
        entry.lines += document.lines.map { line in
            DeliveryEntry.Line(
                key: document.key(of: line, in: whole), product: line.product, quantity: line.quantity,
                invoiced: document.stated(line), applied: document.stated(line))
        }
        try follow(entry)
    }

    /// A delivery has come as it was first said; others may have spoken of it before.
    func noteComplete(_ key: DocumentKey) throws {
        guard try deliveriesExpected().contains(key), let entry = try deliveries.row(key) else { return }
        entry.isComplete = true
        deliveries.touch(key)
        expectedDeliveries?.remove(key)
    }

    func givenBack(
        _ document: GoodsDocument, at whole: PlainKey, _ key: DocumentKey, _ source: RecordSource
    ) throws {
        let store = key.store.text
        let shop = try pools.shop(names.number(of: store))
        let named = try revisions.row(changing: key) { GoodsRevisions(key) }
        for line in document.lines {
            if let delivery = line.delivery {
                named.givenBack.append(.init(product: ExactText(line.product), delivery: ExactText(delivery)))
            }
            let own = document.key(of: line, in: whole)
            let said = DeliveryEntry.Return(
                own: own, line: line.deliveryLine, product: line.product, quantity: line.quantity,
                credit: document.stated(line), source: source)
            if let credit = said.credit, credit.currency != shop.current {
                try tell(said.movement(in: said.blindSeat), of: store, shop)
            }
            guard let id = line.delivery.flatMap({ FactID($0) }) else {
                try put(said.movement(in: said.blindSeat), insteadOf: nil, pools.pool(pools.key(store, line.product)))
                // What names no fact finds no delivery, ever.
                if let delivery = line.delivery {
                    try show(
                        Saying(
                            key: own, type: "goods.returned.v1", store: store, source: source, isApplied: false),
                        of: delivery)
                }
                continue
            }
            let entry = try delivery(id, of: store, line.product)
            entry.add(said)
            try follow(entry)
        }
    }

    /// Lines of these products are the delivery's no more.
    func forget(_ products: Set<ExactText>, in delivery: DeliveryEntry) throws {
        delivery.lines.removeAll { products.contains(ExactText($0.product)) }
        try follow(delivery)
    }

    /// A vendor return gives back nothing of these products any more.
    func giveBack(no products: Set<ExactText>, _ sent: GoodsRevisions) throws {
        let gone = sent.givenBack.filter { products.contains($0.product) }
        sent.givenBack.removeAll { products.contains($0.product) }
        for named in Set(gone.map(\.delivery)).sorted() {
            guard let id = FactID(named.text) else {
                // by bytes: both are ExactText
                let isLeft = sent.givenBack.contains { $0.delivery == named }
                if !isLeft { try hide(sent.key.id, named.text) }
                continue
            }
            guard let delivery = try deliveries.row(DocumentKey(store: sent.key.store, id: id)) else { continue }
            delivery.returns.removeAll {
                $0.own.fact == sent.key.id && products.contains(ExactText($0.product))
            }
            try follow(delivery)
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
        let unread = UnreadMembers(record.faults)
        let currency = try reckoning(correction.currency, key, names.number(of: store), unread)
        let readable = correction.lines.enumerated().filter {
            currency != nil && !unread.has($0.offset, "cost")
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
        let unread = UnreadMembers(record.faults)
        guard let currency = try reckoning(charge.currency, whole, names.number(of: store), unread) else {
            return
        }
        var entries: [DeliveryEntry] = []
        for (index, line) in charge.lines.enumerated() where !unread.has(index, "amount") {
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
        let key = DocumentKey(store: ExactText(store), id: id)
        let entry = try deliveries.row(changing: key) { DeliveryEntry(key) }
        if let product, !entry.isComplete, !entry.lines.contains(where: { ExactText.same($0.product, product) }) {
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

    private func deliveriesExpected() throws -> Set<DocumentKey> {
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
            let ledger = try pools.ledger(pool, from: key.at)
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
