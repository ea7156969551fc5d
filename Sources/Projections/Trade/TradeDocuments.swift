import Events
import Postgres

/// The tables of transfers, of deliveries that others speak of, and of what could not be applied.
enum TradeDocuments {
    static let contents: [Contents] = [
        Contents(
            """
            SELECT writer, writerseq::text, part::text, line::text, transfer, store, to_store, product, sent_at::text,
                sent::text, received::text, missing::text, damaged::text, surplus::text, in_transit::text,
                in_transit_value::text, cost::text, is_closed::text, last_received_at::text
            FROM transfer_line ORDER BY writer COLLATE "C", writerseq, part
            """
        ).with(
            .booked,
            """
            SELECT writer, writerseq::text, part::text, booked::text FROM transfer_line
            ORDER BY writer COLLATE "C", writerseq, part
            """
        ).with(
            .log,
            """
            SELECT writer, writerseq::text, part::text, recorded_at::text, log_partition::text, log_offset::text
            FROM transfer_line ORDER BY writer COLLATE "C", writerseq, part
            """),
        Contents(
            """
            SELECT writer, writerseq::text, refers_to, store, type, effective_at::text FROM unapplied
            ORDER BY writer COLLATE "C", writerseq, refers_to COLLATE "C"
            """),
    ]
}

extension TradeStore {
    // MARK: Fetching

    func transfers(_ ids: [ExactText]) throws -> [(ExactText, TransferEntry)] {
        try connection.prepared(
            "trade_transfers", "SELECT transfer, packed FROM transfer WHERE transfer = ANY($1)",
            [.textArray(ids.map(\.text))]
        ).map { row in
            let entry = TransferEntry(try row.text(0))
            var pack = PackReader(try row.bytes(1))
            try pack.transfer(into: entry)
            entry.isInDatabase = true
            return (ExactText(entry.id), entry)
        }
    }

    func transfer(dispatchedBy id: FactID) throws -> ExactText? {
        try connection.prepared(
            "trade_transfer_of",
            "SELECT transfer FROM transfer_line WHERE writer = $1 AND writerseq = $2 LIMIT 1",
            [Bind(id.writer), Bind(id.sequence)]
        ).first.map { ExactText(try $0.text(0)) }
    }

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

    private func deliveryKey(_ row: Row) throws -> DeliveryKey {
        DeliveryKey(
            store: ExactText(try row.text(0)), id: FactID(writer: try row.text(1), sequence: try row.int64(2)))
    }

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

    // MARK: Writing

    func writeDocuments(_ fold: TradeFold) throws {
        try writeTransfers(fold.transfers)
        try writeDeliveries(fold.deliveries)
        try writeUnapplied(fold.unapplied)
        try writeUnsettled(fold.unsettledStock)
    }

    private func writeTransfers(_ transfers: Shelf<ExactText, TransferEntry>) throws {
        let changes = transfers.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key.text)
        for table in ["transfer", "transfer_line"] {
            try delete(
                table, "transfer = k.a", "unnest($1::text[]) AS k(a)", [.textArray(stale)], unless: stale.isEmpty)
        }
        try copy("transfer", ["transfer", "packed"], changes) { writer, change in
            var pack = PackWriter()
            pack.transfer(change.row)
            writer.text(change.key.text)
            writer.bytes(pack.bytes)
            change.row.isInDatabase = true
        }
        let lines = changes.flatMap { TransferRow.rows(of: $0.row) }
        try copy("transfer_line", TransferRow.columns, lines) { writer, line in line.write(&writer) }
        transfers.settled()
    }

    private func writeDeliveries(_ deliveries: Shelf<DeliveryKey, DeliveryEntry>) throws {
        let changes = deliveries.changes {
            ($0.store, ExactText($0.id.writer), $0.id.sequence) < ($1.store, ExactText($1.id.writer), $1.id.sequence)
        }
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        try delete(
            "referred_delivery", "store = k.a AND writer = k.b AND writerseq = k.c",
            "unnest($1::text[], $2::text[], $3::int8[]) AS k(a, b, c)",
            [
                .textArray(stale.map(\.store.text)), .textArray(stale.map(\.id.writer)),
                .int64Array(stale.map(\.id.sequence)),
            ],
            unless: stale.isEmpty)
        try copy("referred_delivery", ["store", "writer", "writerseq", "is_known", "packed"], changes) {
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

    private func writeUnapplied(_ unapplied: Shelf<UnappliedKey, UnappliedFact>) throws {
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
        try copy("unapplied", columns, changes.filter { !$0.row.isGone }) { writer, change in
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

    private func writeUnsettled(_ unsettled: Shelf<UnsettledKey, UnsettledStock>) throws {
        let changes = unsettled.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        try delete(
            "unsettled", "store = k.a AND product = k.b", "unnest($1::text[], $2::text[]) AS k(a, b)",
            [.textArray(stale.map(\.store.text)), .textArray(stale.map(\.product.text))], unless: stale.isEmpty)
        try copy("unsettled", ["store", "product", "times"], changes) { writer, change in
            writer.text(change.key.store.text)
            writer.text(change.key.product.text)
            writer.int64(change.row.times)
            change.row.isInDatabase = true
        }
        unsettled.settled()
    }
}
