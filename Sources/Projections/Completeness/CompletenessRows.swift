import Events
import JSON
import Postgres

/// The rows of the completeness read model, fetched and written.
enum CompletenessRows {
    static func writers(_ connection: Connection, _ names: [String]) throws -> [(String, WriterBook)] {
        try connection.prepared(
            "completeness_writers",
            """
            SELECT writer, store, partitions, ranges, written_off, repeats, unknown, damaged, last_effective, last_recorded,
                last_heard, ahead
            FROM writer WHERE writer = ANY($1)
            """, [.textArray(names)]
        ).map { row in
            let book = WriterBook(
                store: try row.optionalText(1), partitions: try row.int32Array(2).map { Int($0) })
            book.isInDatabase = true
            book.known = SequenceSet(flat: try row.int64Array(3))
            book.writtenOff = SequenceSet(flat: try row.int64Array(4))
            (book.repeats, book.unknown, book.damaged) = (try row.int64(5), try row.int64(6), try row.int64(7))
            (book.lastEffective, book.lastRecorded) = (try row.int64(8), try row.int64(9))
            (book.lastHeard, book.ahead) = (try row.int64(10), try row.int64(11))
            return (try row.text(0), book)
        }
    }

    static func write(_ connection: Connection, _ writers: Shelf<String, WriterBook>) throws {
        let changes = writers.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        if !stale.isEmpty {
            _ = try connection.prepared(
                "completeness_delete_writers", "DELETE FROM writer WHERE writer = ANY($1)", [.textArray(stale)])
        }
        let columns = [
            "writer", "store", "partitions", "ranges", "written_off", "prefix", "greatest", "missing", "repeats",
            "unknown",
            "damaged", "last_effective", "last_recorded", "last_heard", "ahead", "gaps",
        ]
        try connection.copy("writer", columns, changes) { writer, change in
            let book = change.row
            writer.text(change.key)
            writer.optionalText(book.store)
            writer.int32Array(book.partitions.map { Int32($0) })
            writer.int64Array(book.known.flat)
            writer.int64Array(book.writtenOff.flat)
            for number in [
                book.prefix, max(book.known.greatest, book.writtenOff.greatest), book.missing, book.repeats,
                book.unknown,
                book.damaged, book.lastEffective, book.lastRecorded, book.lastHeard, book.ahead,
            ] { writer.int64(number) }
            writer.optionalText(book.gapsText)
            book.isInDatabase = true
        }
        writers.settled()
    }

    static func pages(_ connection: Connection, _ keys: [SeenKey]) throws -> [(SeenKey, SeenPage)] {
        try connection.prepared(
            "completeness_seen",
            "SELECT writer, page, packed FROM seen JOIN unnest($1::text[], $2::int8[]) AS k(a, b) ON writer = k.a AND page = k.b",
            [.textArray(keys.map(\.writer)), .int64Array(keys.map(\.page))]
        ).map { row in
            let page = try SeenPage(packed: try row.bytes(2))
            page.isInDatabase = true
            return (SeenKey(writer: try row.text(0), page: try row.int64(1)), page)
        }
    }

    static func write(_ connection: Connection, _ pages: Shelf<SeenKey, SeenPage>) throws {
        let changes = pages.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        if !stale.isEmpty {
            _ = try connection.prepared(
                "completeness_delete_seen",
                "DELETE FROM seen USING unnest($1::text[], $2::int8[]) AS k(a, b) WHERE writer = k.a AND page = k.b",
                [.textArray(stale.map(\.writer)), .int64Array(stale.map(\.page))])
        }
        try connection.copy("seen", ["writer", "page", "packed"], changes) { writer, change in
            writer.text(change.key.writer)
            writer.int64(change.key.page)
            writer.bytes(change.row.packed)
            change.row.isInDatabase = true
        }
        pages.settled()
    }

    static func write(_ connection: Connection, _ quarantined: [Quarantined]) throws {
        let columns = [
            "writer", "writerseq", "store", "kept_partition", "kept_offset", "log_partition", "log_offset",
            "recorded_at",
            "kept", "other",
        ]
        try connection.copy("quarantine", columns, quarantined) { writer, row in
            writer.text(row.id.writer)
            writer.int64(row.id.sequence)
            writer.optionalText(row.store)
            writer.int32(Int32(row.keptPartition))
            writer.int64(row.keptOffset)
            writer.int32(Int32(row.other.source.partition))
            writer.int64(row.other.source.offset)
            writer.int64(row.other.source.recordedAt)
            writer.bytes(row.kept)
            writer.bytes(row.other.bytes)
        }
    }

    static func write(_ connection: Connection, suspects: [FoldRecord]) throws {
        let columns = [
            "log_partition", "log_offset", "recorded_at", "effective_at", "writer", "writerseq", "store", "type",
            "rules",
            "faults",
        ]
        try connection.copy("suspect", columns, suspects) { writer, record in
            guard let event = record.event else { return }
            writer.int32(Int32(record.source.partition))
            writer.int64(record.source.offset)
            writer.int64(record.source.recordedAt)
            let circumstances = event.fact.circumstances ?? Circumstances()
            writer.int64(circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds)
            writer.text(event.id.writer)
            writer.int64(event.id.sequence)
            writer.optionalText(event.envelope.store)
            writer.text(event.envelope.type)
            writer.textArray(Set(record.faults.map(\.rule)).sorted())
            writer.text(ReceiptRow.faultsJSON(record.faults).text)
        }
    }

    static func write(_ connection: Connection, _ ahead: [AheadFact]) throws {
        let columns = [
            "log_partition", "log_offset", "recorded_at", "writer", "writerseq", "store", "type", "claimed",
        ]
        try connection.copy("ahead", columns, ahead) { writer, fact in
            writer.int32(Int32(fact.source.partition))
            writer.int64(fact.source.offset)
            writer.int64(fact.source.recordedAt)
            writer.text(fact.id.writer)
            writer.int64(fact.id.sequence)
            writer.optionalText(fact.store)
            writer.text(fact.type)
            writer.int64(fact.claimed)
        }
    }

    static func write(_ connection: Connection, unreadable: [FoldRecord]) throws {
        let columns = ["log_partition", "log_offset", "recorded_at", "writer", "writerseq", "store", "faults"]
        try connection.copy("unreadable", columns, unreadable) { writer, record in
            writer.int32(Int32(record.source.partition))
            writer.int64(record.source.offset)
            writer.int64(record.source.recordedAt)
            writer.optionalText(record.id?.writer)
            if let sequence = record.id?.sequence { writer.int64(sequence) } else { writer.null() }
            writer.optionalText(record.event?.envelope.store)
            writer.text(ReceiptRow.faultsJSON(record.faults).text)
        }
    }
}
