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
    private var unsettled: Set<PoolKey> = []
    /// Stores whose pool of a product rests on a guess, asked when its default cost changes.
    private let guessing: (String) throws -> [String]

    /// Rounds in which costs may travel between pools through returns before a fold gives up on a circle of them.
    static let settlingRounds = 64

    init(_ source: (any TradeSource)?) {
        receipts = Shelf(fetch: source.map { source in { try source.receipts($0) } })
        days = Shelf(fetch: source.map { source in { try source.days($0) } })
        customers = Shelf(fetch: source.map { source in { try source.customers($0) } })
        let defaults = Shelf<String, DefaultCosts>(fetch: source.map { source in { try source.defaults($0) } })
        self.defaults = defaults
        pools = PoolShelf(source, defaults)
        let pools = pools
        guessing = { product in
            Set(try source?.guessing(product) ?? []).union(pools.stores(of: product)).sorted()
        }
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
        var ids: [FactID] = []
        var wanted: [PoolKey: Int64] = [:]
        var products: Set<String> = []
        func want(_ store: String, _ product: String?, _ milliseconds: Int64) {
            guard let product else { return }
            products.insert(product)
            let key = PoolKey(store: store, product: product)
            wanted[key] = min(wanted[key] ?? .max, milliseconds)
        }
        for record in records {
            guard let event = record.event else { continue }
            let store = event.envelope.store ?? ""
            switch event.fact {
            case .receiptCompleted(let receipt):
                ids.append(event.id)
                let moment = receipt.circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds
                for line in receipt.lines {
                    if let original = line.original.flatMap({ FactID($0.receipt) }) { ids.append(original) }
                    want(store, line.product, moment)
                    for component in line.components { want(store, component.product, moment) }
                }
            case .receiptCorrected(let correction):
                if let id = FactID(correction.receipt) { ids.append(id) }
            case .goodsReceived(let delivery):
                let moment = delivery.circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds
                for line in delivery.lines { want(store, line.product, moment) }
            case .productListed(let product), .productChanged(let product): products.insert(product.product)
            default: break
            }
        }
        try defaults.prefetch(products)
        try receipts.prefetch(ids)
        try pools.prefetch(wanted)
        try days.prefetch(
            ids.compactMap { receipts.rows[$0].map { DayKey(store: $0.store, day: $0.day, currency: $0.currency) } })
    }

    private func completed(_ receipt: Receipt, _ event: Event, _ record: FoldRecord) throws {
        let entry = try receipts.row(event.id) { ReceiptEntry(event.id) }
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
        let entry = try receipts.row(id) { ReceiptEntry(id) }
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
        let store = event.envelope.store ?? ""
        let milliseconds = delivery.circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds
        let uncosted = Set(record.faults.filter { $0.path.hasSuffix(".cost") }.map(\.path))
        for (index, line) in delivery.lines.enumerated() {
            guard let product = line.product, let quantity = line.quantity, quantity > 0 else { continue }
            let key = PlainKey(
                milliseconds: milliseconds, phase: .in, writer: event.id.writer, sequence: event.id.sequence,
                line: line.line,
                part: Int64(index))
            let isUncosted = uncosted.contains("lines[\(index)].cost")
            try insert(
                Movement(
                    key: OrderKey(key), kind: isUncosted ? .uncosted : .delivery, quantity: quantity, value: line.cost,
                    source: record.source),
                PoolKey(store: store, product: product))
        }
    }

    private func defaultCost(_ product: ProductFacts, _ event: Event) throws {
        guard let cost = product.defaultCost, cost.per > 0 else { return }
        let row = try defaults.row(product.product) { DefaultCosts() }
        row.add(.init(key: event.key(atPhase: .timed, product.circumstances), amount: cost.amount, per: cost.per))
        defaults.touch(product.product)
        for store in try guessing(product.product) {
            let key = PoolKey(store: store, product: product.product)
            let pool = try pools.pool(key, from: Pool.beginning)
            guard !pool.movements.isEmpty else { continue }
            pool.refold()
            changed(key)
        }
    }

    // MARK: Receipts

    private func replace(
        _ entry: ReceiptEntry, with receipt: Receipt, faults: [Fault], source: RecordSource, isOriginal: Bool
    ) throws {
        if !isOriginal { try retract(entry) }
        entry.take(receipt, faults: faults, source: source)
        receipts.touch(entry.id)
        if isOriginal, entry.status != .training { try noteOriginalSales(entry) }
        if entry.status != .training {
            for goods in entry.goods { try insertGoods(goods, of: entry) }
            try book(entry)
        }
        try count(entry, times: 1)
        try reseatReturns(of: entry)
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
            let poolKey = PoolKey(store: entry.store, product: goods.product)
            try pools.pool(poolKey, from: key.at.milliseconds).remove(key)
            changed(poolKey)
            if !isIn { try sales(poolKey) { $0.add(-goods.quantity, on: entry.day) } }
        }
    }

    private func noteOriginalSales(_ entry: ReceiptEntry) throws {
        for goods in entry.goods where goods.quantity > 0 {
            try sales(PoolKey(store: entry.store, product: goods.product), from: entry.effectiveMs) {
                $0.sawOriginal(on: entry.day)
            }
        }
    }

    private func sales(_ key: PoolKey, from milliseconds: Int64 = .max, _ change: (inout RecentSales) -> Void) throws {
        let pool = try pools.pool(key, from: milliseconds)
        change(&pool.sales)
        changed(key)
    }

    private func insertGoods(
        _ goods: (line: Int64, part: Int64, product: String, quantity: Int64), of entry: ReceiptEntry
    ) throws {
        let poolKey = PoolKey(store: entry.store, product: goods.product)
        let isIn = goods.quantity < 0
        let own = entry.key(line: goods.line, part: goods.part, isIn: isIn)
        if let cause = try cause(of: entry, goods) {
            cause.add(
                .init(
                    own: own, store: entry.store, product: goods.product, quantity: -goods.quantity,
                    line: entry.lines.first { $0.line == goods.line }!.original!.line, seat: nil))
            receipts.touch(cause.id)
            // Seats this return too, and those behind it, whose share of the sale it changes.
            try insert(
                Movement(key: OrderKey(own), kind: .return, quantity: -goods.quantity, source: entry.source), poolKey)
            return try reseatReturns(of: cause)
        }
        try insert(
            Movement(key: OrderKey(own), kind: isIn ? .return : .sale, quantity: -goods.quantity, source: entry.source),
            poolKey)
        if !isIn { try sales(poolKey) { $0.add(goods.quantity, on: entry.day) } }
    }

    /// The entry of the receipt that a return line refers to.
    private func cause(
        of entry: ReceiptEntry, _ goods: (line: Int64, part: Int64, product: String, quantity: Int64)
    ) throws -> ReceiptEntry? {
        guard goods.quantity < 0, let original = entry.lines.first(where: { $0.line == goods.line })?.original,
            let id = FactID(original.receipt)
        else { return nil }
        return try receipts.row(id) { ReceiptEntry(id) }
    }

    /// Gives every return of a receipt's lines the place and the share that follow from what is known of it now.
    private func reseatReturns(of cause: ReceiptEntry) throws {
        for place in cause.returns.indices {
            let reference = cause.returns[place]
            let poolKey = PoolKey(store: reference.store, product: reference.product)
            let old = reference.orderKey
            let sale = cause.sale(of: reference)
            let isSamePool = sale != nil && cause.store == reference.store
            // Another store's sale does not move a return: what was booked here must not follow that partition's pace.
            let key = isSamePool ? OrderKey(reference.own, notBefore: sale!.key) : OrderKey(reference.own)
            let earliest = min(old.at.milliseconds, key.at.milliseconds, isSamePool ? sale!.key.milliseconds : .max)
            let pool = try pools.pool(poolKey, from: earliest)
            guard var movement = pool.movement(old) else { continue }
            let wanted = sale.map {
                Movement.Cause(
                    sale: $0.key, isSamePool: isSamePool, sold: $0.sold,
                    returnedBefore: cause.returned(before: reference),
                    returnedHereBefore: cause.returned(before: reference, in: reference.store))
            }
            var value: Int64 = 0
            if let wanted, !isSamePool { value = wanted.worth(of: reference.quantity, saleCost: sale!.cost) }
            if movement.cause == wanted, movement.key == key, movement.value == value { continue }
            pool.remove(old)
            movement.key = key
            movement.cause = wanted
            movement.value = value
            pool.insert(movement)
            cause.returns[place].seat = key.after == nil ? nil : key.at
            receipts.touch(cause.id)
            changed(poolKey)
        }
    }

    /// Books a receipt's costs: what its store's own partition gives for them up to and including this record.
    private func book(_ entry: ReceiptEntry) throws {
        for goods in entry.goods {
            let own = entry.key(line: goods.line, part: goods.part, isIn: goods.quantity < 0)
            var key = OrderKey(own)
            if let cause = try cause(of: entry, goods), let reference = cause.returns.first(where: { $0.own == own }) {
                key = reference.orderKey
            }
            let pool = try pools.pool(PoolKey(store: entry.store, product: goods.product), from: key.at.milliseconds)
            guard let movement = pool.movement(key), let place = entry.lineIndex(goods.line) else { continue }
            entry.lines[place].booked &+= movement.quantity < 0 ? movement.local : -movement.local
        }
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

    private func insert(_ movement: Movement, _ key: PoolKey) throws {
        try pools.pool(key, from: movement.key.at.milliseconds).insert(movement)
        changed(key)
    }

    private func changed(_ key: PoolKey) {
        unsettled.insert(key)
        pools.touch(key)
    }

    /// Carries changed costs to receipts, days and customers, and through returns to other pools, until none changes.
    private func settle() throws {
        var rounds = 0
        while !unsettled.isEmpty, rounds < Self.settlingRounds {
            rounds += 1
            let round = unsettled
            unsettled.removeAll(keepingCapacity: true)
            var sales: Set<FactID> = []
            let told = try tellReceipts(of: round)
            for id in told where try receipts.row(id)?.returns.isEmpty == false { sales.insert(id) }
            for id in sales.sorted(by: { ($0.writer, $0.sequence) < ($1.writer, $1.sequence) }) {
                if let entry = try receipts.row(id) { try reseatReturns(of: entry) }
            }
        }
        unsettled.removeAll()
    }

    /// Tells receipts the changed costs of their goods; returns the receipts told.
    private func tellReceipts(of keys: Set<PoolKey>) throws -> Set<FactID> {
        var changes: [(id: FactID, line: Int64, by: Int64)] = []
        for key in keys {
            guard let pool = pools.pool(inHand: key) else { continue }
            for place in pool.movements.indices where pool.movements[place].cost != pool.movements[place].published {
                let movement = pool.movements[place]
                pool.setPublished(place)
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
