import Events
import JSON
import Postgres

/// A receipt as a row: what is filtered, sorted or grouped in columns and parallel arrays, the rest packed.
package enum ReceiptRow {
    package static let columns = [
        "writer", "writerseq", "status", "store", "till", "receipt_number", "business_date", "effective_at",
        "recorded_at", "log_partition", "log_offset", "revision", "operator", "customer", "customer_category",
        "channel", "currency", "gross", "rounding", "figures", "line_kind", "line_product", "line_figures",
        "grant_words", "grant_figures", "tender_kind", "tender_amount", "faults", "extra", "shift",
    ]

    /// What `line_figures` holds: of every line the first, then of every line the second, and so on. An array costs
    /// Postgres more than the numbers in it, so they stand in one.
    package static let lineFigures = ["line", "quantity", "gross", "discount", "net", "tax", "cost", "booked"]
    /// The same of `grant_words` and `grant_figures`.
    static let grantWords = ["rule", "kind", "reason", "approver"]
    package static let grantFigures = ["line", "version", "amount"]

    static func write(_ entry: ReceiptEntry, _ writer: inout CopyWriter) throws {
        writer.text(entry.id.writer)
        writer.int64(entry.id.sequence)
        writer.text(entry.status.rawValue)
        writer.text(entry.store)
        writer.text(entry.till ?? entry.id.writer)
        writer.optionalText(entry.number)
        writer.date(entry.day)
        writer.int64(entry.effectiveMs)
        writer.int64(entry.source.recordedAt)
        writer.int32(Int32(entry.source.partition))
        writer.int64(entry.source.offset)
        writer.int64(entry.revision)
        writer.optionalText(entry.operator)
        writer.optionalText(entry.customer)
        writer.optionalText(entry.customerCategory)
        writer.optionalText(entry.channel)
        writer.text(entry.currency)
        writer.int64(entry.gross)
        writer.int64(entry.rounding)
        writer.int64Array(entry.figures.shown.all)
        let (lines, grants, tenders) = (entry.lines, entry.grants, entry.tenders)
        writer.textArray(count: lines.count) { lines[$0].kind }
        writer.textArray(count: lines.count) { lines[$0].product }
        writer.int64Array(figures(of: lines))
        writer.textArray(count: grants.count * grantWords.count) { place in
            let grant = grants[place % grants.count]
            return switch place / grants.count {
            case 0: grant.rule
            case 1: grant.kind
            case 2: grant.reason
            default: grant.approver
            }
        }
        writer.int64Array(count: grants.count * grantFigures.count) { place in
            let grant = grants[place % grants.count]
            return switch place / grants.count {
            case 0: grant.line
            case 1: grant.version
            default: grant.amount
            }
        }
        writer.textArray(count: tenders.count) { tenders[$0].kind }
        writer.int64Array(count: tenders.count) { tenders[$0].amount }
        writer.optionalText(entry.faults.isEmpty ? nil : faultsJSON(entry.faults).text)
        if let extra = extra(entry) { writer.bytes(extra) } else { writer.null() }
        writer.optionalText(entry.shift)
    }

    /// In the order of `lineFigures`.
    private static func figures(of lines: [ReceiptEntry.LineEntry]) -> [Int64] {
        let count = lines.count
        return [Int64](unsafeUninitializedCapacity: count * lineFigures.count) { buffer, initialized in
            for place in 0..<count {
                buffer[place] = lines[place].line
                buffer[count + place] = lines[place].quantity
                buffer[2 * count + place] = lines[place].gross
                buffer[3 * count + place] = lines[place].discount
                buffer[4 * count + place] = lines[place].net
                buffer[5 * count + place] = lines[place].tax
                buffer[6 * count + place] = lines[place].cost
                buffer[7 * count + place] = lines[place].booked
            }
            initialized = count * lineFigures.count
        }
    }

    package static func read(_ row: Row) throws -> ReceiptEntry {
        let entry = ReceiptEntry(FactID(writer: try row.text(0), sequence: try row.int64(1)))
        entry.isInDatabase = true
        entry.status = ReceiptEntry.Status(rawValue: try row.text(2)) ?? .expected
        entry.store = try row.text(3)
        entry.till = try row.text(4)
        entry.number = try row.optionalText(5)
        entry.day = CalendarDay(daysSince1970: try row.daysSince1970(6))
        entry.effectiveMs = try row.int64(7)
        entry.source = RecordSource(partition: try row.int(9), offset: try row.int64(10), recordedAt: try row.int64(8))
        entry.revision = try row.int64(11)
        entry.operator = try row.optionalText(12)
        entry.customer = try row.optionalText(13)
        entry.customerCategory = try row.optionalText(14)
        entry.channel = try row.optionalText(15)
        entry.currency = try row.text(16)
        entry.gross = try row.int64(17)
        entry.rounding = try row.int64(18)
        try readLines(row, into: entry)
        try readGrantsAndTenders(row, into: entry)
        entry.faults = try row.optionalText(27).map { try faults(JSON(parsing: Array($0.utf8))) } ?? []
        if let extra = try row.optionalBytes(28) { try readExtra(extra, into: entry) }
        entry.shift = try row.optionalText(29)
        return entry
    }

    private static func readLines(_ row: Row, into entry: ReceiptEntry) throws {
        let kinds = try row.textArray(20)
        let products = try row.textArray(21)
        let figures = try row.int64Array(22)
        let count = kinds.count
        entry.lines = kinds.indices.map { place in
            func figure(_ index: Int) -> Int64 { figures[index * count + place] }
            return ReceiptEntry.LineEntry(
                line: figure(0), kind: kinds[place], product: products[place], quantity: figure(1), gross: figure(2),
                discount: figure(3), net: figure(4), tax: figure(5), cost: figure(6), booked: figure(7))
        }
    }

    private static func readGrantsAndTenders(_ row: Row, into entry: ReceiptEntry) throws {
        let words = try row.textArray(23)
        let figures = try row.int64Array(24)
        let count = figures.count / grantFigures.count
        entry.grants = (0..<count).map { place in
            ReceiptEntry.GrantEntry(
                line: figures[place], rule: words[place], version: figures[count + place], kind: words[count + place],
                reason: words[2 * count + place], approver: words[3 * count + place],
                amount: figures[2 * count + place])
        }
        entry.tenders = zip(try row.textArray(25), try row.int64Array(26)).map { .init(kind: $0, amount: $1) }
    }

    package static func faultsJSON(_ faults: [Fault]) -> JSON {
        .array(faults.map(\.json))
    }

    private static func faults(_ json: JSON) -> [Fault] {
        (json.array ?? []).map { Fault($0) }
    }

    // MARK: What few receipts have

    private static func extra(_ entry: ReceiptEntry) -> [UInt8]? {
        let originals = entry.lines.enumerated().compactMap { place, line in line.original.map { (place, $0) } }
        guard
            !entry.revisions.isEmpty || !entry.returns.isEmpty || !entry.parts.isEmpty || !originals.isEmpty
        else { return nil }
        var pack = PackWriter()
        pack.optional(entry.revisionKey) { $0.key($1) }
        pack.optional(entry.originalHead) { pack, head in
            pack.int(Int64(head.day.daysSince1970))
            for text in [head.till, head.number, head.operator, head.customer, head.customerCategory, head.channel] {
                pack.optional(text) { $0.text($1) }
            }
            pack.text(head.currency)
        }
        pack.list(entry.revisions) { pack, revision in
            pack.text(revision.store)
            pack.int(revision.number)
            pack.key(revision.key)
            pack.source(revision.source)
            pack.int(revision.isNothing ? 1 : 0)
            pack.text(revision.type)
            pack.optional(revision.shift) { $0.text($1) }
            pack.int(revision.isApproved ? 1 : 0)
            pack.data(revision.bytes)
        }
        pack.list(entry.returns) { pack, reference in
            pack.key(reference.own)
            pack.text(reference.store)
            pack.text(reference.product)
            pack.int(reference.quantity)
            pack.int(reference.line)
            pack.optional(reference.seat) { $0.key($1) }
        }
        pack.list(entry.parts) { pack, part in
            pack.int(part.place)
            pack.int(part.line)
            pack.int(part.part)
            pack.text(part.product)
            pack.int(part.quantity)
        }
        pack.list(originals) { pack, returned in
            let (place, original) = returned
            pack.int(place)
            pack.text(original.receipt)
            pack.int(original.line)
        }
        return pack.bytes
    }

    private static func readExtra(_ bytes: [UInt8], into entry: ReceiptEntry) throws {
        var pack = PackReader(bytes)
        entry.revisionKey = try pack.optional { try $0.plainKey() }
        entry.originalHead = try pack.optional { pack in
            let day = CalendarDay(daysSince1970: Int32(truncatingIfNeeded: try pack.int()))
            let texts = try (0..<6).map { _ in try pack.optional { try $0.text() } }
            // cannot trap: there are six
            return .init(
                day: day, till: texts[0], number: texts[1], operator: texts[2], customer: texts[3],
                customerCategory: texts[4], channel: texts[5], currency: try pack.text())
        }
        entry.revisions = try pack.list { pack in
            Revision(
                store: try pack.text(), number: try pack.int(), key: try pack.plainKey(), source: try pack.source(),
                isNothing: try pack.int() == 1, type: try pack.text(), shift: try pack.optional { try $0.text() },
                isApproved: try pack.int() == 1, bytes: try pack.data())
        }
        entry.returns = try pack.list { pack in
            .init(
                own: try pack.plainKey(), store: try pack.text(), product: try pack.text(), quantity: try pack.int(),
                line: try pack.int(), seat: try pack.optional { try $0.plainKey() })
        }
        entry.parts = try pack.list { pack in
            .init(
                place: Int(try pack.int()), line: try pack.int(), part: try pack.int(), product: try pack.text(),
                quantity: try pack.int())
        }
        let originals = try pack.list { pack in
            (place: Int(try pack.int()), original: OriginalLine(receipt: try pack.text(), line: try pack.int()))
        }
        for (place, original) in originals where entry.lines.indices.contains(place) {
            entry.lines[place].original = original
        }
    }
}
