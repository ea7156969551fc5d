import Events
import Postgres

/// What could not be applied, and where settling gave up.
extension TradeStore {
    func unapplied(_ keys: [UnappliedKey]) throws -> [(UnappliedKey, UnappliedFact)] {
        try connection.prepared(
            "trade_unapplied",
            """
            SELECT writer, writerseq, refers_to, store, type, effective_at, recorded_at, log_partition, log_offset
            FROM unapplied JOIN unnest($1::text[], $2::int8[], $3::text[]) AS k(a, b, c)
                ON writer = k.a AND writerseq = k.b AND refers_to = k.c
            """,
            [
                .textArray(keys.map(\.id.writer)), .int64Array(keys.map(\.id.sequence)),
                .textArray(keys.map(\.refersTo.text)),
            ]
        ).map { row in
            let fact = UnappliedFact()
            fact.isInDatabase = true
            (fact.store, fact.type, fact.effectiveMs) = (try row.text(3), try row.text(4), try row.int64(5))
            fact.source = RecordSource(
                partition: try row.int(7), offset: try row.int64(8), recordedAt: try row.int64(6))
            let id = FactID(writer: try row.text(0), sequence: try row.int64(1))
            return (UnappliedKey(id: id, refersTo: ExactText(try row.text(2))), fact)
        }
    }

    func unsettled(_ keys: [UnsettledKey]) throws -> [(UnsettledKey, UnsettledStock)] {
        try connection.prepared(
            "trade_unsettled",
            """
            SELECT store, product, times FROM unsettled
            JOIN unnest($1::text[], $2::text[]) AS k(a, b) ON store = k.a AND product = k.b
            """, [.textArray(keys.map(\.store.text)), .textArray(keys.map(\.product.text))]
        ).map { row in
            let stock = UnsettledStock()
            (stock.times, stock.isInDatabase) = (try row.int64(2), true)
            return (UnsettledKey(store: ExactText(try row.text(0)), product: ExactText(try row.text(1))), stock)
        }
    }

    func writeUnapplied(_ unapplied: Shelf<UnappliedKey, UnappliedFact>) throws {
        let changes = unapplied.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        try delete(
            "unapplied", "writer = k.a AND writerseq = k.b AND refers_to = k.c",
            "unnest($1::text[], $2::int8[], $3::text[]) AS k(a, b, c)",
            [
                .textArray(stale.map(\.id.writer)), .int64Array(stale.map(\.id.sequence)),
                .textArray(stale.map(\.refersTo.text)),
            ], unless: stale.isEmpty)
        for change in changes { change.row.isInDatabase = !change.row.isGone }
        let columns = [
            "writer", "writerseq", "refers_to", "store", "type", "effective_at", "recorded_at", "log_partition",
            "log_offset",
        ]
        try connection.copy("unapplied", columns, changes.filter { !$0.row.isGone }) { writer, change in
            writer.text(change.key.id.writer)
            writer.int64(change.key.id.sequence)
            writer.text(change.key.refersTo.text)
            writer.text(change.row.store)
            writer.text(change.row.type)
            writer.int64(change.row.effectiveMs)
            writer.int64(change.row.source.recordedAt)
            writer.int32(Int32(change.row.source.partition))
            writer.int64(change.row.source.offset)
        }
        unapplied.settled()
    }

    func writeUnsettled(_ unsettled: Shelf<UnsettledKey, UnsettledStock>) throws {
        let changes = unsettled.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        try delete(
            "unsettled", "store = k.a AND product = k.b", "unnest($1::text[], $2::text[]) AS k(a, b)",
            [.textArray(stale.map(\.store.text)), .textArray(stale.map(\.product.text))], unless: stale.isEmpty)
        try connection.copy("unsettled", ["store", "product", "times"], changes) { writer, change in
            writer.text(change.key.store.text)
            writer.text(change.key.product.text)
            writer.int64(change.row.times)
            change.row.isInDatabase = true
        }
        unsettled.settled()
    }
}
