import Events
import Postgres

/// Deliveries that other facts speak of.
extension TradeStore {
    func deliveries(_ keys: [DeliveryKey]) throws -> [(DeliveryKey, DeliveryEntry)] {
        try connection.prepared(
            "trade_deliveries",
            """
            SELECT store, writer, writerseq, packed FROM referred_delivery
            JOIN unnest($1::text[], $2::text[], $3::int8[]) AS k(a, b, c) ON store = k.a AND writer = k.b AND writerseq = k.c
            """,
            [
                .textArray(keys.map(\.store.text)), .textArray(keys.map(\.id.writer)),
                .int64Array(keys.map(\.id.sequence)),
            ]
        ).map { row in
            let entry = DeliveryEntry(try deliveryKey(row))
            var pack = PackReader(try row.bytes(3))
            try pack.delivery(into: entry)
            entry.isInDatabase = true
            return (entry.key, entry)
        }
    }

    func expectedDeliveries() throws -> [DeliveryKey] {
        try connection.query("SELECT store, writer, writerseq FROM referred_delivery WHERE NOT is_known")
            .map { try deliveryKey($0) }
    }

    func deliveries(of store: String) throws -> [DeliveryKey] {
        try connection.query("SELECT store, writer, writerseq FROM referred_delivery WHERE store = \(store)")
            .map { try deliveryKey($0) }
    }

    private func deliveryKey(_ row: Row) throws -> DeliveryKey {
        DeliveryKey(
            store: ExactText(try row.text(0)), id: FactID(writer: try row.text(1), sequence: try row.int64(2)))
    }

    func writeDeliveries(_ deliveries: Shelf<DeliveryKey, DeliveryEntry>) throws {
        let changes = deliveries.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        try delete(
            "referred_delivery", "store = k.a AND writer = k.b AND writerseq = k.c",
            "unnest($1::text[], $2::text[], $3::int8[]) AS k(a, b, c)",
            [
                .textArray(stale.map(\.store.text)), .textArray(stale.map(\.id.writer)),
                .int64Array(stale.map(\.id.sequence)),
            ],
            unless: stale.isEmpty)
        try connection.copy("referred_delivery", ["store", "writer", "writerseq", "is_known", "packed"], changes) {
            writer, change in
            var pack = PackWriter()
            pack.delivery(change.row)
            writer.text(change.key.store.text)
            writer.text(change.key.id.writer)
            writer.int64(change.key.id.sequence)
            writer.bool(change.row.isKnown)
            writer.bytes(pack.bytes)
            change.row.isInDatabase = true
        }
        deliveries.settled()
    }
}
