import Events
import Postgres

/// Deliveries that other facts speak of, and what was said of documents after them.
extension TradeStore {
    func deliveries(_ keys: [DocumentKey]) throws -> [(DocumentKey, DeliveryEntry)] {
        try connection.prepared(
            "trade_deliveries",
            """
            SELECT store, writer, writerseq, packed FROM referred_delivery
            JOIN unnest($1::text[], $2::text[], $3::int8[]) AS k(a, b, c) ON store = k.a AND writer = k.b AND writerseq = k.c
            """, binds(keys)
        ).map { row in
            let entry = DeliveryEntry(try documentKey(row))
            var pack = PackReader(try row.bytes(3))
            try pack.delivery(into: entry)
            entry.isInDatabase = true
            return (entry.key, entry)
        }
    }

    func expectedDeliveries() throws -> [DocumentKey] {
        try connection.query("SELECT store, writer, writerseq FROM referred_delivery WHERE NOT is_known")
            .map { try documentKey($0) }
    }

    func deliveries(of store: String) throws -> [DocumentKey] {
        try connection.query("SELECT store, writer, writerseq FROM referred_delivery WHERE store = \(store)")
            .map { try documentKey($0) }
    }

    private func documentKey(_ row: Row) throws -> DocumentKey {
        DocumentKey(
            store: ExactText(try row.text(0)), id: FactID(writer: try row.text(1), sequence: try row.int64(2)))
    }

    func revisions(_ keys: [DocumentKey]) throws -> [(DocumentKey, GoodsRevisions)] {
        try connection.prepared(
            "trade_revisions",
            """
            SELECT store, writer, writerseq, packed FROM goods_revision
            JOIN unnest($1::text[], $2::text[], $3::int8[]) AS k(a, b, c) ON store = k.a AND writer = k.b AND writerseq = k.c
            """, binds(keys)
        ).map { row in
            var pack = PackReader(try row.bytes(3))
            let entry = try pack.revisions(of: try documentKey(row))
            entry.isInDatabase = true
            return (entry.key, entry)
        }
    }

    func writeDeliveries(_ deliveries: Shelf<DocumentKey, DeliveryEntry>) throws {
        let changes = deliveries.changes(by: <)
        try deleteStale("referred_delivery", changes.filter { $0.row.isInDatabase }.map(\.key))
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

    func writeRevisions(_ revisions: Shelf<DocumentKey, GoodsRevisions>) throws {
        let changes = revisions.changes(by: <)
        try deleteStale("goods_revision", changes.filter { $0.row.isInDatabase }.map(\.key))
        try connection.copy("goods_revision", ["store", "writer", "writerseq", "packed"], changes) { writer, change in
            var pack = PackWriter()
            pack.revisions(change.row)
            writer.text(change.key.store.text)
            writer.text(change.key.id.writer)
            writer.int64(change.key.id.sequence)
            writer.bytes(pack.bytes)
            change.row.isInDatabase = true
        }
        revisions.settled()
    }

    private func deleteStale(_ table: String, _ keys: [DocumentKey]) throws {
        try delete(
            table, "store = k.a AND writer = k.b AND writerseq = k.c",
            "unnest($1::text[], $2::text[], $3::int8[]) AS k(a, b, c)", binds(keys), unless: keys.isEmpty)
    }

    private func binds(_ keys: [DocumentKey]) -> [Bind] {
        [
            .textArray(keys.map(\.store.text)), .textArray(keys.map(\.id.writer)),
            .int64Array(keys.map(\.id.sequence)),
        ]
    }
}
