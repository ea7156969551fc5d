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
        entry.shift = receipt.shift
        entry.effectiveMs = receipt.circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds
        try sold(in: receipt.currency, names.number(of: entry.store))
        try replace(entry, with: receipt, faults: record.faults, source: record.source, isOriginal: true)
        let waited = entry.revisions.filter { entry.isOwn($0) }
        guard !waited.isEmpty else { return }
        try applyRevision(to: entry)
        for revision in waited {
            try hide(revision.key.fact, event.id.description)
            mark(revision, of: entry)
        }
    }

    /// A correction that can be read, a void or a cancellation; one that waits for its receipt, or stands in another shop's
    /// books, is shown.
    func revised(
        _ receipt: String, number: Int64, isNothing: Bool, shift: String? = nil, _ circumstances: Circumstances,
        _ event: Event, _ record: FoldRecord
    ) throws {
        let store = event.envelope.store ?? ""
        let key = event.key(atPhase: .timed, circumstances)
        let saying = Saying(
            key: key, type: event.envelope.type, store: store, source: record.source, isApplied: false)
        guard let id = FactID(receipt) else { return try show(saying, of: receipt) }
        let entry = try referred(id)
        let revision = Revision(
            store: store, number: number, key: key, source: record.source, isNothing: isNothing,
            type: event.envelope.type, shift: shift, isApproved: circumstances.approver != nil,
            bytes: isNothing ? [] : record.bytes)
        entry.add(revision)
        receipts.touch(id)
        guard entry.isKnown, entry.isOwn(revision) else { return try show(saying, of: receipt) }
        mark(revision, of: entry)
        try applyRevision(to: entry)
    }

    private func applyRevision(to entry: ReceiptEntry) throws {
        let (counting, undone) = entry.standing
        guard let counting else { return }
        if entry.revisionKey == nil { entry.originalHead = entry.head }
        let isOther = counting.key != entry.revisionKey
        (entry.revision, entry.revisionKey) = (counting.number, counting.key)
        if counting.isNothing {
            // What it undid may be heard of after it.
            let head =
                try undone.flatMap { try replacement(of: $0)?.receipt }.map { entry.head(of: $0) } ?? entry.originalHead
            guard isOther || head != entry.head else { return }
            return try replace(entry, with: nil, head: head, faults: [], source: counting.source, isOriginal: false)
        }
        guard isOther, let (receipt, faults) = try replacement(of: counting) else { return }
        try replace(entry, with: receipt, faults: faults, source: counting.source, isOriginal: false)
    }

    /// What a correction says.
    private func replacement(of revision: Revision) throws -> (receipt: Receipt, faults: [Fault])? {
        let event = try Event.read(revision.bytes, with: JSONParser())
        guard case .receiptCorrected(let correction) = event.fact, let receipt = correction.replacement else {
            return nil
        }
        return (receipt, event.allFaults.filter { $0.path.hasPrefix("replacement.") })
    }

    /// - Parameter head: of one that comes to nothing, so that it is found.
    func replace(
        _ entry: ReceiptEntry, with receipt: Receipt?, head: ReceiptEntry.Head? = nil, faults: [Fault],
        source: RecordSource, isOriginal: Bool
    ) throws {
        if !isOriginal { try retract(entry) }
        if let receipt {
            entry.take(receipt, faults: faults, source: source)
        } else {
            entry.takeVoid(source, head)
        }
        receipts.touch(entry.id)
        let ends = entry.moves ? try move(entry) : nil
        try reseatReturns(of: entry)
        if let ends { try book(entry, ends) }
        try count(entry, times: 1)
    }

    /// A movement that went to its pool's end, and what it was booked at there.
    typealias End = (pool: Pool, local: Int64)

    /// Moves a receipt's goods; for each of them where it went to a pool's end.
    private func move(_ entry: ReceiptEntry) throws -> [End?] {
        let goods = entry.goods
        let store = names.number(of: entry.store)
        let touched = try pools.pools(store, goods.map(\.product))
        var ends: [End?] = []
        ends.reserveCapacity(goods.count)
        for (part, pool) in zip(goods, touched) {
            if part.quantity > 0 {
                pool.sales.add(part.quantity, on: entry.day, recordedAt: entry.source.recordedAt)
                pools.touch(pool)
            }
            guard let costs = try insert(part, of: entry, pool) else {
                ends.append(nil)
                continue
            }
            entry.lines[part.place].cost &+= part.quantity > 0 ? costs.cost : 0 &- costs.cost
            ends.append((pool, costs.local))
        }
        return ends
    }

    /// Books the costs of a receipt's goods: what its store's own partition gives for them up to and including this record.
    /// Only once all that refers to it stands where it should.
    private func book(_ entry: ReceiptEntry, _ ends: [End?]) throws {
        for (part, end) in zip(entry.goods, ends) {
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
        guard entry.moves else { return }
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
            try pools.ledger(pool, from: key.earliest).remove(key)
            changed(pool)
            if !isIn {
                pool.sales.add(0 &- goods.quantity, on: entry.day, recordedAt: entry.source.recordedAt)
                if pool.sales.lacksDays { lackingDays.append(pool) }
            }
        }
    }

    /// Adds a receipt to its day and its customer, or takes it out.
    func count(_ entry: ReceiptEntry, times sign: Int64) throws {
        let dayKey = DayKey(store: entry.store, day: entry.day, currency: entry.currency)
        let day = try days.row(changing: dayKey) { StoreDay() }
        switch entry.status {
        case .training: day.training &+= sign
        case .suspect: day.suspect.add(entry.figures, times: sign)
        case .voided, .expected: break
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
