import Events
import JSON

/// Receipts, their corrections and their returns.
extension TradeFold {
    func expectedReceipts() throws -> Set<FactID> {
        if let expected { return expected }
        let found = Set(try source?.expected() ?? [])
        expected = found
        return found
    }

    /// The entry of a receipt that another fact refers to, before or after it came.
    func referred(_ id: FactID) throws -> ReceiptEntry {
        let entry = try receipts.row(id) { ReceiptEntry(id) }
        if !entry.isKnown {
            _ = try expectedReceipts()
            expected?.insert(id)
        }
        return entry
    }

    /// The entry of a receipt that comes now: its number is new, so there is one only where something referred to it.
    func arriving(_ id: FactID) throws -> ReceiptEntry {
        if try expectedReceipts().contains(id) {
            expected?.remove(id)
            return try receipts.row(id) { ReceiptEntry(id) }
        }
        let entry = ReceiptEntry(id)
        receipts.add(entry, id)
        return entry
    }

    func completed(_ receipt: Receipt, _ event: Event, _ record: FoldRecord) throws {
        let entry = try arriving(event.id)
        guard !entry.isKnown else { return }
        entry.store = event.envelope.store ?? ""
        entry.effectiveMs = receipt.circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds
        try replace(entry, with: receipt, faults: record.faults, source: record.source, isOriginal: true)
        guard let place = entry.pending.firstIndex(where: { ExactText($0.store) == ExactText(entry.store) }) else {
            return
        }
        let pending = entry.pending.remove(at: place)
        let waited = try Event.read(pending.bytes, with: JSONParser())
        guard case .receiptCorrected(let correction) = waited.fact else { return }
        try apply(correction, waited, to: entry, pending.source)
        try hide(waited.id, correction.receipt)
    }

    func corrected(_ correction: ReceiptCorrection, _ event: Event, _ record: FoldRecord) throws {
        let store = event.envelope.store ?? ""
        let key = event.key(atPhase: .timed, correction.circumstances)
        let saying = Saying(
            key: key, type: event.envelope.type, store: store, source: record.source, isApplied: false)
        guard correction.replacement != nil else { return }
        guard let id = FactID(correction.receipt) else { return try show(saying, of: correction.receipt) }
        let entry = try referred(id)
        if entry.isKnown, ExactText(entry.store) == ExactText(store) {
            return try apply(correction, event, to: entry, record.source)
        }
        // Waits for its receipt, in its own shop: another's is not corrected from here.
        if let place = entry.pending.firstIndex(where: { ExactText($0.store) == ExactText(store) }) {
            let pending = entry.pending[place]
            if (pending.revision, pending.key) > (correction.revision, key) { return }
            entry.pending.remove(at: place)
            try hide(pending.key.fact, correction.receipt)
        }
        entry.pending.append(
            .init(
                store: store, revision: correction.revision, key: key, source: record.source, bytes: record.bytes))
        receipts.touch(id)
        try show(saying, of: correction.receipt)
    }

    /// The highest revision counts, then the last in the total order.
    func apply(_ correction: ReceiptCorrection, _ event: Event, to entry: ReceiptEntry, _ source: RecordSource)
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

    func replace(
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
    func move(_ entry: ReceiptEntry, isOriginal: Bool) throws {
        let goods = entry.goods
        let store = names.number(of: entry.store)
        let touched = try pools.pools(store, goods.map(\.product))
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
            entry.lines[part.place].cost &+= part.quantity > 0 ? costs.cost : 0 &- costs.cost
            appended.append((pool, costs.local))
        }
        for (part, end) in zip(goods, appended) {
            // What went to a pool's end stays as it is unless the pool was opened after that.
            if let end, end.pool.ledger == nil {
                entry.lines[part.place].booked &+= part.quantity > 0 ? end.local : 0 &- end.local
            } else {
                try book(part, of: entry)
            }
        }
    }

    /// Takes everything that a receipt has moved back out.
    func retract(_ entry: ReceiptEntry) throws {
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
            if !isIn { pool.sales.add(0 &- goods.quantity, on: entry.day) }
        }
    }

    /// Adds a receipt to its day and its customer, or takes it out.
    func count(_ entry: ReceiptEntry, times sign: Int64) throws {
        let dayKey = DayKey(store: entry.store, day: entry.day, currency: entry.currency)
        let day = try days.row(changing: dayKey) { StoreDay() }
        switch entry.status {
        case .training: day.training &+= sign
        case .suspect: day.suspect.add(entry.figures, times: sign)
        case .expected: break
        case .counted:
            let figures = entry.figures
            day.counted.add(figures, times: sign)
            guard let customer = entry.customer else { return }
            let key = CustomerKey(customer: customer, currency: entry.currency)
            let totals = try customers.row(changing: key) { CustomerTotals() }
            totals.counted.add(figures, times: sign)
            totals.visited(on: entry.day, times: sign)
        }
    }
}
