import Events

/// Counts, write-offs and revaluations.
extension TradeFold {
    /// Each line is an observation at its time.
    func counted(_ count: StockCounted, _ event: Event, _ record: FoldRecord) throws {
        let store = names.number(of: event.envelope.store ?? "")
        let whole = event.key(atPhase: .count, count.circumstances, atEndOfDay: true)
        for (index, line) in count.lines.enumerated() {
            guard let pool = try pool(store, line.product), let quantity = line.quantity, quantity >= 0 else {
                continue
            }
            var key = whole.line(line.line, index)
            if let at = line.countedAt.flatMap({ Instant($0) }) { key.milliseconds = at.milliseconds }
            try insert(
                Movement(
                    key: OrderKey(key), kind: .count, quantity: 0, stated: .counted(quantity), source: record.source),
                pool)
        }
    }

    func writtenOff(_ gone: StockWrittenOff, _ event: Event, _ record: FoldRecord) throws {
        let store = names.number(of: event.envelope.store ?? "")
        let whole = event.key(atPhase: .out, gone.circumstances, atEndOfDay: true)
        for (index, line) in gone.lines.enumerated() {
            guard let pool = try pool(store, line.product), let quantity = line.quantity, quantity > 0 else { continue }
            _ = try move(
                .writeOff, whole.line(line.line, index), quantity: 0 &- quantity, value: 0, record.source, pool)
        }
    }

    /// Sets the cost of what is on hand at its time.
    func revalued(_ revaluation: StockRevalued, _ event: Event, _ record: FoldRecord) throws {
        let store = names.number(of: event.envelope.store ?? "")
        let whole = event.key(atPhase: .timed, revaluation.circumstances)
        let unreadable = Set(record.faults.map(\.path).filter { $0.contains(".cost") })
        let (shop, stated) = try reckoning(revaluation.currency, whole, store, record)
        guard let currency = stated else { return }
        for (index, line) in revaluation.lines.enumerated() {
            guard !line.product.isEmpty, let pool = try pool(store, line.product), let cost = line.cost,
                cost.per > 0, cost.amount >= 0,
                !unreadable.contains(where: { $0.hasPrefix("lines[\(index)].cost") })
            else { continue }
            let movement = Movement(
                key: OrderKey(whole.line(line.line, index)), kind: .revaluation, quantity: 0,
                stated: .unitCost(amount: cost.amount, per: cost.per, currency: currency), source: record.source)
            try insert(movement, pool)
            if currency != shop.current { try tell(movement, of: names[store], shop) }
        }
    }
}
