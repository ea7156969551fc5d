import Events
import Rules

/// Movements into their pools, and changed costs on to whatever rests on them.
extension TradeFold {
    func defaultCost(_ product: ProductFacts, _ event: Event) throws {
        guard let cost = product.defaultCost, cost.per > 0 else { return }
        let row = try defaults.row(changing: ExactText(product.product)) { DefaultCosts() }
        row.add(.init(key: event.key(atPhase: .timed, product.circumstances), amount: cost.amount, per: cost.per))
        let number = names.number(of: product.product)
        for store in pools.guessing(number).sorted() {
            let pool = try pools.pool(PoolKey(store: store, product: number))
            guard pool.restsOnGuess else { continue }
            try pools.ledger(pool, from: Pool.beginning).refold()
            changed(pool)
        }
    }

    /// Puts a movement where it belongs; its costs when that is the pool's end, else the ledger tells them.
    func move(
        _ kind: Movement.Kind, _ key: PlainKey, quantity: Int64, value: Int64, _ source: RecordSource, _ pool: Pool
    ) throws -> (cost: Int64, local: Int64)? {
        if let costs = pool.append(kind, key, quantity: quantity, value: value, source) {
            pools.touch(pool)
            return costs
        }
        try insert(
            Movement(key: OrderKey(key), kind: kind, quantity: quantity, value: value, source: source), pool)
        return nil
    }

    func insert(_ movement: Movement, _ pool: Pool) throws {
        try pools.ledger(pool, from: movement.key.at.milliseconds).insert(movement)
        changed(pool)
    }

    func changed(_ pool: Pool) {
        pools.touch(pool)
        guard !pool.isUnsettled else { return }
        pool.isUnsettled = true
        unsettled.append(pool)
        noteOpened(pool)
    }

    /// Once for each, however often it is looked into: a pool that owes is packed as a whole.
    func noteOpened(_ pool: Pool) {
        guard !pool.isOpened else { return }
        pool.isOpened = true
        opened.append(pool)
    }

    /// What a movement was booked at just now.
    func localCost(_ key: PlainKey, _ pool: Pool) throws -> Int64 {
        noteOpened(pool)
        return try pools.ledger(pool, from: key.milliseconds).movement(OrderKey(key))?.local ?? 0
    }

    /// Puts a movement into its pool instead of the one that stood there for the same line.
    func put(_ movement: Movement, insteadOf old: TransferEntry.Seat?, _ pool: Pool) throws {
        if old == nil, movement.cause == nil, movement.stated == nil {
            _ = try move(
                movement.kind, movement.key.own, quantity: movement.quantity, value: 0, movement.source, pool)
            return
        }
        let seen = movement.cause.flatMap { $0.isSamePool ? $0.sale.milliseconds : nil } ?? .max
        let earliest = min(movement.key.at.milliseconds, old?.key.at.milliseconds ?? .max, seen)
        let ledger = try pools.ledger(pool, from: earliest)
        if let old { ledger.remove(old.key) }
        ledger.insert(movement)
        changed(pool)
    }

    // MARK: Settling

    /// Carries changed costs to receipts, days and customers, and through returns and transfers to other pools, until none
    /// changes. What a transfer passes on rests on what stands before it (`TransferEntry.seats`), so it comes to an end; a
    /// sale returned in another shop may rest on itself.
    func settle() throws {
        var rounds = 0
        while !unsettled.isEmpty, rounds < Self.settlingRounds {
            rounds += 1
            let round = unsettled
            unsettled.removeAll(keepingCapacity: true)
            for pool in round { pool.isUnsettled = false }
            let told = try tellOthers(of: round)
            for id in told.receipts.sorted(by: { ($0.writer, $0.sequence) < ($1.writer, $1.sequence) }) {
                if let entry = try receipts.row(id), !entry.returns.isEmpty { try reseatReturns(of: entry) }
            }
            for id in told.transfers.sorted() {
                if let entry = try transfers.row(id) { try seatArrivals(of: entry) }
            }
        }
        if !unsettled.isEmpty { try giveUp() }
    }

    /// Rounds in which costs may travel between pools before a fold gives up on a circle of them: more than the shops
    /// that one piece passes through in years.
    static let settlingRounds = 1_000

    /// Notices kept until they are taken; the table counts all.
    private static let noticeLimit = 20

    private func giveUp() throws {
        for pool in unsettled {
            pool.isUnsettled = false
            let key = UnsettledKey(
                store: ExactText(names[pool.key.store]), product: ExactText(names[pool.key.product]))
            try unsettledStock.row(changing: key) { UnsettledStock() }.times += 1
            guard notices.count < Self.noticeLimit else { continue }
            notices.append(
                "costs of \(key.product.text) in \(key.store.text) go round in a circle between shops: left after "
                    + "\(Self.settlingRounds) rounds as they were then")
        }
        unsettled.removeAll()
    }

    /// Tells receipts and transfers the changed costs of their goods; returns whom it told.
    private func tellOthers(of pools: [Pool]) throws -> (receipts: Set<FactID>, transfers: Set<ExactText>) {
        var changes: [(id: FactID, line: Int64, by: Int64)] = []
        var told: Set<ExactText> = []
        for pool in pools {
            guard let ledger = pool.ledger else { continue }
            for place in ledger.movements.indices where !ledger.movements[place].isTold {
                let movement = ledger.movements[place]
                ledger.setPublished(place)
                let by = movement.told &- movement.published
                let own = movement.key.own
                switch movement.kind {
                case .sale, .return: changes.append((own.fact, own.line, movement.quantity < 0 ? by : 0 &- by))
                case .dispatch:
                    guard let entry = try transfer(dispatchedBy: own.fact) else { continue }
                    tell(entry, own, by, movement.local &- movement.publishedLocal)
                    told.insert(ExactText(entry.id))
                default: break
                }
            }
        }
        try receipts.prefetch(changes.map(\.id))
        let entries = try changes.compactMap { try receipts.row($0.id) }
        try days.prefetch(entries.map { DayKey(store: $0.store, day: $0.day, currency: $0.currency) })
        try customers.prefetch(
            entries.compactMap { entry in entry.customer.map { CustomerKey(customer: $0, currency: entry.currency) } })
        for change in changes { try tell(change.id, change.line, change.by) }
        return (Set(changes.map(\.id)), told)
    }

    func tell(_ id: FactID, _ line: Int64, _ by: Int64) throws {
        guard let entry = try receipts.row(id), let place = entry.lineIndex(line) else { return }
        entry.lines[place].cost &+= by
        receipts.touch(id)
        var figures = Figures()
        figures.cost = by
        let dayKey = DayKey(store: entry.store, day: entry.day, currency: entry.currency)
        let day = try days.row(changing: dayKey) { StoreDay() }
        guard entry.status == .counted else { return day.suspect.add(figures, times: 1) }
        day.counted.add(figures, times: 1)
        guard let customer = entry.customer else { return }
        let key = CustomerKey(customer: customer, currency: entry.currency)
        try customers.row(changing: key) { CustomerTotals() }.counted.add(figures, times: 1)
    }
}

extension Event {
    /// The fact's own place in the total order.
    ///
    /// - Parameter atEndOfDay: where a date alone stands for its last millisecond: what goes out, and counts.
    func key(atPhase phase: PlainKey.Phase, _ circumstances: Circumstances, atEndOfDay: Bool = false) -> PlainKey {
        let at = circumstances.effective(occurredAt: envelope.occurredAt, atEndOfDay: atEndOfDay)
        return PlainKey(
            milliseconds: at.milliseconds, phase: phase, writer: id.writer, sequence: id.sequence, line: 0, part: 0)
    }
}

extension PlainKey {
    /// A line's place in its fact's.
    func line(_ line: Int64, _ part: Int) -> PlainKey {
        var key = self
        (key.line, key.part) = (line, Int64(part))
        return key
    }
}
