import Events

/// Counts, write-offs and revaluations.
extension TradeFold {
    /// Each line is an observation at its time.
    func counted(
        _ document: GoodsDocument, at whole: PlainKey, _ key: DocumentKey, _ source: RecordSource
    ) throws {
        _ = try insert(document, at: whole, key, .count, source) { .counted($0.quantity) }
    }

    func writtenOff(
        _ document: GoodsDocument, at whole: PlainKey, _ key: DocumentKey, _ source: RecordSource
    ) throws {
        let store = names.number(of: key.store.text)
        for line in document.lines {
            guard let pool = try pool(store, line.product) else { continue }
            _ = try move(
                .writeOff, document.key(of: line, in: whole), quantity: 0 &- line.quantity, value: 0, source, pool)
        }
    }

    /// Sets the cost of what is on hand at its time.
    func revalued(
        _ document: GoodsDocument, at whole: PlainKey, _ key: DocumentKey, _ source: RecordSource
    ) throws {
        // A cost in no currency that can be read is none.
        guard let currency = document.currency else { return }
        let shop = try pools.shop(names.number(of: key.store.text))
        let movements = try insert(document, at: whole, key, .revaluation, source) {
            .unitCost(amount: $0.amount ?? 0, per: $0.per, currency: currency)
        }
        guard currency != shop.current else { return }
        for movement in movements { try tell(movement, of: key.store.text, shop) }
    }

    private func insert(
        _ document: GoodsDocument, at whole: PlainKey, _ key: DocumentKey, _ kind: Movement.Kind,
        _ source: RecordSource, _ stated: (GoodsDocument.Line) -> Movement.Stated
    ) throws -> [Movement] {
        let store = names.number(of: key.store.text)
        return try document.lines.compactMap { line in
            guard let pool = try pool(store, line.product) else { return nil }
            let movement = Movement(
                key: OrderKey(document.key(of: line, in: whole)), kind: kind, quantity: 0, stated: stated(line),
                source: source)
            try insert(movement, pool)
            return movement
        }
    }
}
