import Events
import Rules

/// Movements into their pools, and changed costs on to whatever rests on them.
extension TradeFold {
    func defaultCost(_ product: ProductFacts, _ event: Event) throws {
        guard let cost = product.defaultCost, cost.per > 0 else { return }
        let row = try defaults.row(changing: ExactText(product.product)) { DefaultCosts() }
        row.add(.init(key: event.key(atPhase: .timed, product.circumstances), amount: cost.amount, per: cost.per))
        repriced.insert(names.number(of: product.product))
    }

    /// Costs anew what rests on a guess of the products whose default costs this batch has told, whichever of both came first.
    private func recostGuesses() throws {
        for product in repriced.sorted() {
            for pool in pools.pools(of: product) where pool.restsOnGuess {
                try pools.ledger(pool, from: .beginning).recost()
                changed(pool)
            }
        }
        repriced.removeAll()
    }

    /// Puts a movement where it belongs; its costs when that is the pool's end, else the ledger tells them.
    func move(
        _ kind: Movement.Kind, _ key: PlainKey, quantity: Int64, value: Int64, _ source: RecordSource, _ pool: Pool,
        dayOffset: Int32 = 0
    ) throws -> (cost: Int64, local: Int64)? {
        let end = pool.append(kind, key, quantity: quantity, value: value, source, dayOffset: dayOffset) {
            pools.preset(pool, at: key.milliseconds)
        }
        if let costs = end {
            pools.touch(pool)
            return costs
        }
        try insert(
            Movement(
                key: OrderKey(key), kind: kind, quantity: quantity, value: value, source: source,
                dayOffset: dayOffset), pool)
        return nil
    }

    func insert(_ movement: Movement, _ pool: Pool) throws {
        try pools.ledger(
            pool, from: movement.key.at, movement.isPlainIssue ? .issue : .debts
        ).insert(movement)
        changed(pool)
    }

    func changed(_ pool: Pool) {
        pools.touch(pool)
        guard !pool.isUnsettled else { return }
        pool.isUnsettled = true
        unsettled.append(pool)
        noteOpened(pool)
    }

    /// Once for each, however often it is looked into.
    func noteOpened(_ pool: Pool) {
        guard !pool.isOpened else { return }
        pool.isOpened = true
        opened.append(pool)
    }

    /// What a movement was booked at just now.
    ///
    /// - Parameter reach: `.issue` of a plain issue.
    func localCost(_ key: OrderKey, _ pool: Pool, _ reach: Pool.Reach = .debts) throws -> Int64 {
        noteOpened(pool)
        return try pools.ledger(pool, from: key.earliest, reach).localCost(key) ?? 0
    }

    /// What an issue costs by what stands before a moment in the total order.
    func cost(of issue: PlainKey, before moment: OrderKey, _ pool: Pool) throws -> Int64 {
        noteOpened(pool)
        pools.touch(pool)
        return try pools.ledger(pool, from: issue).cost(of: OrderKey(issue), before: moment) ?? 0
    }

    /// Puts a movement into its pool instead of the one that stood there for the same line; nil takes that away.
    func put(_ movement: Movement?, insteadOf old: OrderKey?, _ pool: Pool) throws {
        if let movement, old == nil, movement.cause == nil, movement.stated == nil {
            _ = try move(
                movement.kind, movement.key.own, quantity: movement.quantity, value: 0, movement.source, pool)
            return
        }
        let seen = movement?.cause.flatMap { $0.isSamePool ? $0.sale : nil }
        guard let first = [movement?.key.earliest, old?.earliest, seen].compactMap(\.self).min() else { return }
        let ledger = try pools.ledger(pool, from: first)
        if let old { ledger.remove(old) }
        if let movement { ledger.insert(movement) }
        changed(pool)
    }

    // MARK: Settling

    /// Carries changed costs to receipts, days and customers, and through returns and transfers to other pools, until none
    /// changes. What a pool passes on rests on what stands before it in the total order, so it comes to an end.
    func settle() throws {
        try recostGuesses()
        while !unsettled.isEmpty {
            let round = unsettled
            unsettled.removeAll(keepingCapacity: true)
            for pool in round { pool.isUnsettled = false }
            let told = try tellOthers(of: round)
            for id in told.receipts.sorted(by: { ($0.writer, $0.sequence) < ($1.writer, $1.sequence) }) {
                if let entry = try receipts.row(id) { try reseatReturns(of: entry) }
            }
            for id in told.transfers.sorted() {
                if let entry = try transfers.row(id) { try seatArrivals(of: entry) }
            }
        }
    }

    /// Tells receipts and transfers the changed costs of their goods; returns those whose costs other pools follow.
    private func tellOthers(of pools: [Pool]) throws -> (receipts: Set<FactID>, transfers: Set<ExactText>) {
        var changes: [(key: PlainKey, by: Int64)] = []
        var followed: Set<FactID> = []
        var told: Set<ExactText> = []
        for pool in pools {
            try pool.ledger?.carryOn { movement, by in
                let own = movement.key.own
                switch movement.kind {
                case .sale, .return:
                    if by != 0 { changes.append((own, movement.quantity < 0 ? by : 0 &- by)) }
                    if movement.isFollowed { followed.insert(own.fact) }
                case .dispatch:
                    guard let entry = try transfer(DispatchKey(own)) else { return }
                    tell(entry, own, by, movement.isFollowed)
                    told.insert(ExactText(entry.id))
                default: break
                }
            }
        }
        try receipts.prefetch(changes.map(\.key.fact))
        let entries = try changes.compactMap { try receipts.row($0.key.fact) }
        try days.prefetch(entries.map { DayKey(store: $0.store, day: $0.day, currency: $0.currency) })
        try customers.prefetch(
            entries.compactMap { entry in entry.customer.map { CustomerKey(customer: $0, currency: entry.currency) } })
        for change in changes { try tell(change.key, change.by) }
        return (followed, told)
    }

    private func tell(_ key: PlainKey, _ by: Int64) throws {
        guard let entry = try receipts.row(key.fact), let place = entry.place(ofLine: key.line, part: key.part) else {
            return
        }
        let before = entry.lines[place].cost
        entry.lines[place].cost &+= by
        receipts.touch(key.fact)
        var figures = Figures()
        // By what the line shows: where its cost leaves 64 bits, sums are still those of their lines, in whatever order they came.
        figures.cost = Int128(entry.lines[place].cost) - Int128(before)
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
