import Events
import JSON
import Rules

/// Folds receipts, deliveries and default costs into receipts, store days, customers' purchases and costed stock.
///
/// These share an owner because they share a computation: one costing feeds stock, margins and the cost of each
/// receipt. What sums, sums; what costs is folded anew from the earliest change on, and the changed costs are carried
/// to receipts, days, customers, and to the pools that their returns reach.
final class TradeFold {
    let receipts: Shelf<FactID, ReceiptEntry>
    let days: Shelf<DayKey, StoreDay>
    let customers: Shelf<CustomerKey, CustomerTotals>
    let pools: PoolShelf
    let defaults: Shelf<String, DefaultCosts>
    /// Pools whose costs may have changed since they were last carried to receipts.
    private var unsettled: [Pool] = []
    /// Pools whose ledger was opened since they were last packed.
    private var opened: [Pool] = []
    private let source: (any TradeSource)?
    private let names = Names()
    /// Receipts that were only referred to so far; nil until asked for. Any other new number has no entry.
    private var expected: Set<FactID>?

    /// Rounds in which costs may travel between pools through returns before a fold gives up on a circle of them.
    static let settlingRounds = 64

    /// - Parameter source: where rows are fetched from that are not in hand; nil in a rebuild, which has them all,
    ///   except the receipts that it has written already.
    /// - Parameter written: fetches those.
    init(_ source: (any TradeSource)?, written: (([FactID]) throws -> [(FactID, ReceiptEntry)])? = nil) {
        self.source = source
        receipts = Shelf(fetch: source.map { source in { try source.receipts($0) } } ?? written)
        days = Shelf(fetch: source.map { source in { try source.days($0) } })
        customers = Shelf(fetch: source.map { source in { try source.customers($0) } })
        let defaults = Shelf<String, DefaultCosts>(fetch: source.map { source in { try source.defaults($0) } })
        self.defaults = defaults
        pools = PoolShelf(source, defaults, names)
    }

    // MARK: Facts

    func fold(_ records: [FoldRecord]) throws {
        try prefetch(records)
        for record in records {
            guard let event = record.event else { continue }
            switch event.fact {
            case .receiptCompleted(let receipt): try completed(receipt, event, record)
            case .receiptCorrected(let correction): try corrected(correction, event, record)
            case .goodsReceived(let delivery): try received(delivery, event, record)
            case .productListed(let product), .productChanged(let product): try defaultCost(product, event)
            default: break
            }
        }
        try settle()
    }

    /// One query a table instead of one a fact.
    private func prefetch(_ records: [FoldRecord]) throws {
        guard source != nil else { return try prefetchReferred(records) }
        var ids: [FactID] = []
        var wanted: [PoolKey] = []
        var products: Set<String> = []
        var dayKeys: [DayKey] = []
        var customerKeys: [CustomerKey] = []
        let waiting = try expectedReceipts()
        func want(_ store: Int32, _ product: String?) {
            guard let product else { return }
            wanted.append(PoolKey(store: store, product: names.number(of: product)))
        }
        for record in records {
            guard let event = record.event else { continue }
            let store = event.envelope.store ?? ""
            switch event.fact {
            case .receiptCompleted(let receipt):
                if waiting.contains(event.id) { ids.append(event.id) }
                let number = names.number(of: store)
                for line in receipt.lines {
                    if let original = line.original.flatMap({ FactID($0.receipt) }) { ids.append(original) }
                    want(number, line.product)
                    for component in line.components { want(number, component.product) }
                }
                if let day = receipt.businessDate {
                    dayKeys.append(DayKey(store: store, day: day, currency: receipt.currency))
                }
                if let customer = receipt.customer {
                    customerKeys.append(CustomerKey(customer: customer, currency: receipt.currency))
                }
            case .receiptCorrected(let correction):
                if let id = FactID(correction.receipt) { ids.append(id) }
            case .goodsReceived(let delivery):
                let number = names.number(of: store)
                for line in delivery.lines { want(number, line.product) }
            case .productListed(let product), .productChanged(let product): products.insert(product.product)
            default: break
            }
        }
        try defaults.prefetch(products)
        try receipts.prefetch(ids)
        try pools.prefetch(wanted)
        dayKeys += ids.compactMap {
            receipts.rows[$0].map { DayKey(store: $0.store, day: $0.day, currency: $0.currency) }
        }
        try days.prefetch(dayKeys)
        try customers.prefetch(customerKeys)
    }

    /// A rebuild has everything in hand but the receipts that it has written: those that are referred to come back.
    private func prefetchReferred(_ records: [FoldRecord]) throws {
        var ids: [FactID] = []
        for record in records {
            switch record.event?.fact {
            case .receiptCompleted(let receipt):
                for line in receipt.lines {
                    if let original = line.original.flatMap({ FactID($0.receipt) }) { ids.append(original) }
                }
            case .receiptCorrected(let correction):
                if let id = FactID(correction.receipt) { ids.append(id) }
            default: break
            }
        }
        guard !ids.isEmpty else { return }
        // Those that come with this batch are not there yet.
        let coming = Set(records.compactMap { $0.event?.id })
        try receipts.prefetch(ids.filter { !coming.contains($0) })
    }

    private func expectedReceipts() throws -> Set<FactID> {
        if let expected { return expected }
        let found = Set(try source?.expected() ?? [])
        expected = found
        return found
    }

    /// The entry of a receipt that another fact refers to, before or after it came.
    private func referred(_ id: FactID) throws -> ReceiptEntry {
        let entry = try receipts.row(id) { ReceiptEntry(id) }
        if !entry.isKnown {
            _ = try expectedReceipts()
            expected?.insert(id)
        }
        return entry
    }

    /// The entry of a receipt that comes now: its number is new, so there is one only where something referred to it.
    private func arriving(_ id: FactID) throws -> ReceiptEntry {
        if try expectedReceipts().contains(id) {
            expected?.remove(id)
            return try receipts.row(id) { ReceiptEntry(id) }
        }
        let entry = ReceiptEntry(id)
        receipts.add(entry, id)
        return entry
    }

    private func completed(_ receipt: Receipt, _ event: Event, _ record: FoldRecord) throws {
        let entry = try arriving(event.id)
        guard !entry.isKnown else { return }
        entry.store = event.envelope.store ?? ""
        entry.effectiveMs = receipt.circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds
        let pending = entry.pending
        entry.pending = nil
        try replace(entry, with: receipt, faults: record.faults, source: record.source, isOriginal: true)
        if let pending {
            let event = try Event.read(pending.bytes, with: JSONParser())
            guard case .receiptCorrected(let correction) = event.fact else { return }
            try apply(correction, event, to: entry, pending.source)
        }
    }

    private func corrected(_ correction: ReceiptCorrection, _ event: Event, _ record: FoldRecord) throws {
        guard let id = FactID(correction.receipt), correction.replacement != nil else { return }
        let entry = try referred(id)
        if entry.isKnown { return try apply(correction, event, to: entry, record.source) }
        let key = event.key(atPhase: .timed, correction.circumstances)
        if let pending = entry.pending, (pending.revision, pending.key) > (correction.revision, key) { return }
        entry.pending = .init(revision: correction.revision, key: key, source: record.source, bytes: record.bytes)
        receipts.touch(id)
    }

    /// The highest revision counts, then the last in the total order.
    private func apply(_ correction: ReceiptCorrection, _ event: Event, to entry: ReceiptEntry, _ source: RecordSource)
        throws
    {
        guard let replacement = correction.replacement else { return }
        let key = event.key(atPhase: .timed, correction.circumstances)
        if let counting = entry.revisionKey, (entry.revision, counting) > (correction.revision, key) { return }
        entry.revision = correction.revision
        entry.revisionKey = key
        let faults = event.allFaults.filter { $0.path.hasPrefix("replacement.") }
        try replace(entry, with: replacement, faults: faults, source: source, isOriginal: false)
    }

    private func received(_ delivery: Delivery, _ event: Event, _ record: FoldRecord) throws {
        let store = names.number(of: event.envelope.store ?? "")
        let milliseconds = delivery.circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds
        let uncosted =
            record.faults.isEmpty ? [] : Set(record.faults.filter { $0.path.hasSuffix(".cost") }.map(\.path))
        let touched = try delivery.lines.map { line in
            try line.product.map { try pools.pool(PoolKey(store: store, product: names.number(of: $0))) }
        }
        for (index, line) in delivery.lines.enumerated() {
            guard let pool = touched[index], let quantity = line.quantity, quantity > 0 else { continue }
            let key = PlainKey(
                milliseconds: milliseconds, phase: .in, writer: event.id.writer, sequence: event.id.sequence,
                line: line.line,
                part: Int64(index))
            let isUncosted = !uncosted.isEmpty && uncosted.contains("lines[\(index)].cost")
            _ = try move(
                isUncosted ? .uncosted : .delivery, key, quantity: quantity, value: line.cost, record.source, pool)
        }
    }

    private func defaultCost(_ product: ProductFacts, _ event: Event) throws {
        guard let cost = product.defaultCost, cost.per > 0 else { return }
        let row = try defaults.row(product.product) { DefaultCosts() }
        row.add(.init(key: event.key(atPhase: .timed, product.circumstances), amount: cost.amount, per: cost.per))
        defaults.touch(product.product)
        let number = names.number(of: product.product)
        let stored = try source?.guessing(product.product).map { names.number(of: $0) } ?? []
        for store in pools.guessing(number).union(stored).sorted() {
            let pool = try pools.pool(PoolKey(store: store, product: number))
            guard pool.restsOnGuess else { continue }
            try pools.ledger(pool, from: Pool.beginning).refold()
            changed(pool)
        }
    }

    // MARK: Receipts

    private func replace(
        _ entry: ReceiptEntry, with receipt: Receipt, faults: [Fault], source: RecordSource, isOriginal: Bool
    ) throws {
        if !isOriginal { try retract(entry) }
        entry.take(receipt, faults: faults, source: source)
        receipts.touch(entry.id)
        if entry.status != .training { try move(entry, isOriginal: isOriginal) }
        try count(entry, times: 1)
        try reseatReturns(of: entry)
    }

    /// Moves a receipt's goods, and books their costs: what its store's own partition gives for them up to and including
    /// this record.
    private func move(_ entry: ReceiptEntry, isOriginal: Bool) throws {
        let goods = entry.goods
        let store = names.number(of: entry.store)
        // All of them before any is moved: so the processor waits for their memory at once and not for one after the other.
        let touched = try goods.map { try pools.pool(PoolKey(store: store, product: names.number(of: $0.product))) }
        var appended: [(pool: Pool, local: Int64)?] = []
        appended.reserveCapacity(goods.count)
        for (part, pool) in zip(goods, touched) {
            if part.quantity > 0 {
                if isOriginal { pool.sales.sawOriginal(on: entry.day) }
                pool.sales.add(part.quantity, on: entry.day)
                pools.touch(pool)
            }
            guard let costs = try insert(part, of: entry, pool) else {
                appended.append(nil)
                continue
            }
            entry.lines[part.place].cost &+= part.quantity > 0 ? costs.cost : -costs.cost
            appended.append((pool, costs.local))
        }
        for (part, end) in zip(goods, appended) {
            // What went to a pool's end stays as it is unless the pool was opened after that.
            if let end, end.pool.ledger == nil {
                entry.lines[part.place].booked &+= part.quantity > 0 ? end.local : -end.local
            } else {
                try book(part, of: entry)
            }
        }
    }

    /// Takes everything that a receipt has moved back out.
    private func retract(_ entry: ReceiptEntry) throws {
        try count(entry, times: -1)
        guard entry.status != .training else { return }
        for goods in entry.goods {
            let isIn = goods.quantity < 0
            let own = entry.key(line: goods.line, part: goods.part, isIn: isIn)
            var key = OrderKey(own)
            if let cause = try cause(of: entry, goods) {
                if let place = cause.returns.firstIndex(where: { $0.own == own }) {
                    let reference = cause.returns.remove(at: place)
                    key = reference.orderKey
                    receipts.touch(cause.id)
                    try reseatReturns(of: cause)
                }
            }
            let pool = try pools.pool(pools.key(entry.store, goods.product))
            try pools.ledger(pool, from: key.at.milliseconds).remove(key)
            changed(pool)
            if !isIn { pool.sales.add(-goods.quantity, on: entry.day) }
        }
    }

    /// - Returns: the costs of a movement that went to its pool's end; nil when its ledger tells them.
    private func insert(_ goods: ReceiptEntry.Goods, of entry: ReceiptEntry, _ pool: Pool) throws -> (
        cost: Int64, local: Int64
    )? {
        let isIn = goods.quantity < 0
        let key = entry.key(line: goods.line, part: goods.part, isIn: isIn)
        guard isIn, let cause = try cause(of: entry, goods) else {
            return try move(isIn ? .return : .sale, key, quantity: -goods.quantity, value: 0, entry.source, pool)
        }
        cause.add(
            .init(
                own: key, store: entry.store, product: goods.product, quantity: -goods.quantity,
                line: entry.lines[goods.place].original!.line, seat: nil))
        receipts.touch(cause.id)
        try insert(
            Movement(key: OrderKey(key), kind: .return, quantity: -goods.quantity, source: entry.source), pool)
        // Seats this return too, and those behind it, whose share of the sale it changes.
        try reseatReturns(of: cause)
        return nil
    }

    /// The entry of the receipt that a return line refers to.
    private func cause(of entry: ReceiptEntry, _ goods: ReceiptEntry.Goods) throws -> ReceiptEntry? {
        guard goods.quantity < 0, let original = entry.lines[goods.place].original, let id = FactID(original.receipt)
        else { return nil }
        return try referred(id)
    }

    /// Gives every return of a receipt's lines the place and the share that follow from what is known of it now.
    private func reseatReturns(of cause: ReceiptEntry) throws {
        for place in cause.returns.indices {
            let reference = cause.returns[place]
            let pool = try pools.pool(pools.key(reference.store, reference.product))
            let old = reference.orderKey
            let sale = cause.sale(of: reference)
            let isSamePool = sale != nil && cause.store == reference.store
            // Another store's sale does not move a return: what was booked here must not follow that partition's pace.
            let key = isSamePool ? OrderKey(reference.own, notBefore: sale!.key) : OrderKey(reference.own)
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

    private func book(_ goods: ReceiptEntry.Goods, of entry: ReceiptEntry) throws {
        let own = entry.key(line: goods.line, part: goods.part, isIn: goods.quantity < 0)
        var key = OrderKey(own)
        if let cause = try cause(of: entry, goods), let reference = cause.returns.first(where: { $0.own == own }) {
            key = reference.orderKey
        }
        let pool = try pools.pool(pools.key(entry.store, goods.product))
        noteOpened(pool)
        guard let movement = try pools.ledger(pool, from: key.at.milliseconds).movement(key) else { return }
        entry.lines[goods.place].booked &+= movement.quantity < 0 ? movement.local : -movement.local
    }

    /// Adds a receipt to its day and its customer, or takes it out.
    private func count(_ entry: ReceiptEntry, times sign: Int64) throws {
        let dayKey = DayKey(store: entry.store, day: entry.day, currency: entry.currency)
        let day = try days.row(dayKey) { StoreDay() }
        days.touch(dayKey)
        switch entry.status {
        case .training: day.training &+= sign
        case .suspect: day.suspect.add(entry.figures, times: sign)
        case .expected: break
        case .counted:
            day.counted.add(entry.figures, times: sign)
            guard let customer = entry.customer else { return }
            let key = CustomerKey(customer: customer, currency: entry.currency)
            let totals = try customers.row(key) { CustomerTotals() }
            totals.counted.add(entry.figures, times: sign)
            totals.visited(on: entry.day, times: sign)
            customers.touch(key)
        }
    }

    // MARK: Costs

    /// Puts a movement where it belongs; its costs when that is the pool's end, else the ledger tells them.
    private func move(
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

    private func insert(_ movement: Movement, _ pool: Pool) throws {
        try pools.ledger(pool, from: movement.key.at.milliseconds).insert(movement)
        changed(pool)
    }

    private func changed(_ pool: Pool) {
        pools.touch(pool)
        guard !pool.isUnsettled else { return }
        pool.isUnsettled = true
        unsettled.append(pool)
        noteOpened(pool)
    }

    /// Once for each, however often it is looked into: a pool that owes is packed as a whole.
    private func noteOpened(_ pool: Pool) {
        guard !pool.isOpened else { return }
        pool.isOpened = true
        opened.append(pool)
    }

    /// Carries changed costs to receipts, days and customers, and through returns to other pools, until none changes.
    private func settle() throws {
        var rounds = 0
        while !unsettled.isEmpty, rounds < Self.settlingRounds {
            rounds += 1
            let round = unsettled
            unsettled.removeAll(keepingCapacity: true)
            for pool in round { pool.isUnsettled = false }
            var sales: Set<FactID> = []
            let told = try tellReceipts(of: round)
            for id in told where try receipts.row(id)?.returns.isEmpty == false { sales.insert(id) }
            for id in sales.sorted(by: { ($0.writer, $0.sequence) < ($1.writer, $1.sequence) }) {
                if let entry = try receipts.row(id) { try reseatReturns(of: entry) }
            }
        }
        for pool in unsettled { pool.isUnsettled = false }
        unsettled.removeAll()
    }

    /// Packs the pools that were opened since the last time, so that a fold has few of them in full.
    func pack() throws {
        for pool in opened {
            pool.isOpened = false
            if pool.restsOnGuess { pools.noteGuess(pool) }
            try pool.pack()
        }
        opened.removeAll(keepingCapacity: true)
    }

    /// Tells receipts the changed costs of their goods; returns the receipts told.
    private func tellReceipts(of pools: [Pool]) throws -> Set<FactID> {
        var changes: [(id: FactID, line: Int64, by: Int64)] = []
        for pool in pools {
            guard let ledger = pool.ledger else { continue }
            for place in ledger.movements.indices
            where ledger.movements[place].cost != ledger.movements[place].published {
                let movement = ledger.movements[place]
                ledger.setPublished(place)
                guard movement.kind == .sale || movement.kind == .return else { continue }
                let by = movement.cost &- movement.published
                let own = movement.key.own
                changes.append((own.fact, own.line, movement.quantity < 0 ? by : -by))
            }
        }
        try receipts.prefetch(changes.map(\.id))
        let entries = try changes.compactMap { try receipts.row($0.id) }
        try days.prefetch(entries.map { DayKey(store: $0.store, day: $0.day, currency: $0.currency) })
        try customers.prefetch(
            entries.compactMap { entry in entry.customer.map { CustomerKey(customer: $0, currency: entry.currency) } })
        for change in changes { try tell(change.id, change.line, change.by) }
        return Set(changes.map(\.id))
    }

    private func tell(_ id: FactID, _ line: Int64, _ by: Int64) throws {
        guard let entry = try receipts.row(id), let place = entry.lineIndex(line) else { return }
        entry.lines[place].cost &+= by
        receipts.touch(id)
        var figures = Figures()
        figures.cost = by
        let dayKey = DayKey(store: entry.store, day: entry.day, currency: entry.currency)
        let day = try days.row(dayKey) { StoreDay() }
        days.touch(dayKey)
        guard entry.status == .counted else { return day.suspect.add(figures, times: 1) }
        day.counted.add(figures, times: 1)
        guard let customer = entry.customer else { return }
        let key = CustomerKey(customer: customer, currency: entry.currency)
        try customers.row(key) { CustomerTotals() }.counted.add(figures, times: 1)
        customers.touch(key)
    }

    func forget() {
        receipts.forget()
        days.forget()
        customers.forget()
        defaults.forget()
        pools.forget()
        unsettled.removeAll()
        opened.removeAll()
        expected = nil
    }
}

extension Event {
    /// The fact's own place in the total order.
    func key(atPhase phase: PlainKey.Phase, _ circumstances: Circumstances) -> PlainKey {
        PlainKey(
            milliseconds: circumstances.effective(occurredAt: envelope.occurredAt).milliseconds, phase: phase,
            writer: id.writer,
            sequence: id.sequence, line: 0, part: 0)
    }
}
