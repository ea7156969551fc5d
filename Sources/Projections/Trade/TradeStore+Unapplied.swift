import Events
import Postgres

/// What could not be applied.
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
}
