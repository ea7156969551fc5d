import Events
import JSON
import Postgres
import Projections
import Rules

/// Receipts, as lists and as one with all that belongs to it.
package enum ScreenReceipts {
    /// A receipt in a list.
    package struct Head: Sendable {
        package let id: FactID
        package let status: String
        package let number: String?
        package let store: ScreenName
        package let till: String
        package let day: CalendarDay
        package let effectiveAt: Instant
        package let `operator`: String?
        package let customer: String?
        package let currency: String
        package let revision: Int64
        /// What the receipt itself says was paid, gift cards and deposits included.
        package let gross: Int64
        package let figures: ScreenFigures
        /// Whether it is in another currency than its shop's: then its goods' cost is not in its own.
        package let isForeign: Bool
        /// The rules that it breaks.
        package let faults: [Fault]
    }

    /// Where a list goes on: the place of the last receipt seen.
    package struct Cursor: Sendable, Equatable {
        package var effectiveMs: Int64
        package var id: FactID
        package init(effectiveMs: Int64, id: FactID) { (self.effectiveMs, self.id) = (effectiveMs, id) }
    }

    /// A shop's receipts of a day, in the order in which they happened.
    package static func ofDay(
        _ models: ScreenModels, store: String, day: CalendarDay, after: Cursor?, limit: Int
    ) throws -> [Head] {
        var condition: SQL = "r.store = \(store) AND r.business_date = \(day.description)::date"
        if let after {
            condition += """
                 AND (r.effective_at, r.writer, r.writerseq) > (\(after.effectiveMs), \(after.id.writer), \(after.id.sequence))
                """
        }
        return try heads(models, "\(condition) ORDER BY r.effective_at, r.writer, r.writerseq LIMIT \(limit)")
    }

    /// A customer's receipts, newest first.
    /// - Parameter ids: every id of the person.
    package static func ofCustomer(_ models: ScreenModels, _ ids: [String], limit: Int) throws -> [Head] {
        try heads(models, "r.customer = ANY(\(ids)) ORDER BY r.effective_at DESC LIMIT \(limit)")
    }

    /// Receipts that break a rule, newest first.
    package static func suspects(_ models: ScreenModels, limit: Int) throws -> [Head] {
        try heads(models, "r.status = 'suspect' ORDER BY r.effective_at DESC LIMIT \(limit)")
    }

    private static func heads(_ models: ScreenModels, _ condition: SQL) throws -> [Head] {
        try models.connection.query(
            """
            SELECT r.writer, r.writerseq, r.status, r.receipt_number, r.store, s.name_ka, s.name_en, coalesce(t.name, t.till, r.till),
                r.business_date - DATE '1970-01-01', r.effective_at, r.operator, r.customer, r.currency, r.revision, r.gross,
                r.figures, r.faults, NOT \(unsafeSQL: Reports.isOwn("r"))
            FROM \(models.trade("receipt")) r LEFT JOIN \(models.schemas.stores) s ON s.store = r.store
            LEFT JOIN \(models.schemas.tills) t ON t.writer = r.writer
            WHERE r.status <> 'expected' AND \(condition)
            """
        ).map { row in
            Head(
                id: FactID(writer: try row.text(0), sequence: try row.int64(1)), status: try row.text(2),
                number: try row.optionalText(3),
                store: ScreenName(id: try row.text(4), ka: try row.optionalText(5), en: try row.optionalText(6)),
                till: try row.text(7), day: CalendarDay(daysSince1970: Int32(try row.int(8))),
                effectiveAt: Instant(milliseconds: try row.int64(9)), operator: try row.optionalText(10),
                customer: try row.optionalText(11), currency: try row.text(12), revision: try row.int64(13),
                gross: try row.int64(14),
                figures: ScreenFigures(try row.int64Array(15)).foreign(try row.bool(17)), isForeign: try row.bool(17),
                faults: try row.optionalText(16).map(faults) ?? [])
        }
    }

    // MARK: One receipt

    package struct Line: Sendable {
        package let line: Int64
        package let kind: String
        package let product: ScreenName
        package let isInCatalogue: Bool
        package let unit: String?
        package let quantity: Int64
        package let gross: Int64
        package let discount: Int64
        package let net: Int64
        package let tax: Int64
        package let cost: Int64
        package let booked: Int64
        /// The sale line that a referenced return takes back.
        package let original: (receipt: String, line: Int64)?
        /// Whether its cost rests on a guess.
        package let isGuess: Bool

        /// Whether its money is turnover; a gift card sold, a deposit or a void line has no margin.
        package var isTurnover: Bool { ReceiptLines.turnover.contains(kind) }
        /// Whether nothing is known of what its goods cost.
        package var isCostUnknown: Bool { isGuess && cost == 0 && quantity != 0 }
        /// Before discount, with tax.
        package var list: Int64 { gross.plus(discount) }
        package var margin: Int64 { net.minus(cost) }
        package var bookedMargin: Int64 { net.minus(booked) }
    }

    package struct Grant: Sendable {
        package let line: Int64
        package let rule: String
        package let version: Int64
        package let kind: String
        package let reason: String
        package let approver: String
        package let amount: Int64
    }

    package struct Whole: Sendable {
        package let head: Head
        package let zone: Zone
        package let partition: Int
        package let offset: Int64
        package let recordedAt: Instant
        package let customerCategory: String?
        package let channel: String?
        package let rounding: Int64
        package let lines: [Line]
        package let grants: [Grant]
        package let tenders: [(kind: String, amount: Int64)]
        /// The event that corrected it last.
        package let correction: FactID?
        /// Later lines that took something back: which receipt, which of its lines, which of ours, how much.
        package let returns: [(receipt: FactID, line: Int64, quantity: Int64)]
    }

    package static func one(_ models: ScreenModels, _ id: FactID) throws -> Whole? {
        let columns = SQL(unsafeSQL: ReceiptRow.columns.map { "r.\($0)" }.joined(separator: ", "))
        let rows = try models.connection.query(
            """
            SELECT \(columns), s.name_ka, s.name_en, s.zone, coalesce(t.name, t.till), NOT \(unsafeSQL: Reports.isOwn("r"))
            FROM \(models.trade("receipt")) r LEFT JOIN \(models.schemas.stores) s ON s.store = r.store
            LEFT JOIN \(models.schemas.tills) t ON t.writer = r.writer
            WHERE r.writer = \(id.writer) AND r.writerseq = \(id.sequence) AND r.status <> 'expected'
            """)
        guard let row = rows.first else { return nil }
        let entry = try ReceiptRow.read(row)
        let extra = ReceiptRow.columns.count
        let store = ScreenName(id: entry.store, ka: try row.optionalText(extra), en: try row.optionalText(extra + 1))
        let products = try self.products(models, entry.lines.map(\.product))
        let goods = entry.lines.map(\.product) + entry.parts.map(\.product)
        let guessed = try GuessedLines.lines(
            models, store: entry.store, products: goods, from: entry.effectiveMs, through: entry.effectiveMs)
        return Whole(
            head: Head(
                id: entry.id, status: entry.status.rawValue, number: entry.number, store: store,
                till: try row.optionalText(extra + 3) ?? entry.till ?? entry.id.writer, day: entry.day,
                effectiveAt: Instant(milliseconds: entry.effectiveMs),
                operator: entry.operator, customer: entry.customer, currency: entry.currency, revision: entry.revision,
                gross: entry.gross, figures: ScreenFigures(entry.figures).foreign(try row.bool(extra + 4)),
                isForeign: try row.bool(extra + 4), faults: entry.faults),
            zone: try row.optionalText(extra + 2).flatMap { Zone($0) } ?? Zone.home,
            partition: entry.source.partition, offset: entry.source.offset,
            recordedAt: Instant(milliseconds: entry.source.recordedAt), customerCategory: entry.customerCategory,
            channel: entry.channel, rounding: entry.rounding,
            lines: entry.lines.map { line in
                let product = products[line.product]
                return Line(
                    line: line.line, kind: line.kind, product: product?.name ?? ScreenName(id: line.product),
                    isInCatalogue: product != nil, unit: product?.unit, quantity: line.quantity, gross: line.gross,
                    discount: line.discount, net: line.net, tax: line.tax, cost: line.cost, booked: line.booked,
                    original: line.original.map { ($0.receipt, $0.line) },
                    isGuess: guessed.contains(.init(receipt: entry.id, line: line.line)))
            },
            grants: entry.grants.map {
                Grant(
                    line: $0.line, rule: $0.rule, version: $0.version, kind: $0.kind, reason: $0.reason,
                    approver: $0.approver,
                    amount: $0.amount)
            },
            tenders: entry.tenders.map { ($0.kind, $0.amount) },
            correction: entry.revisionKey?.fact,
            returns: entry.returns.map { ($0.own.fact, $0.line, $0.quantity) })
    }

    /// Of the receipts that gave goods of this one back, those that may be seen; nil: all.
    package static func seenReturns(_ models: ScreenModels, of receipt: Whole, for sight: Sight) throws -> Set<FactID>?
    {
        try ReceiptDocument.returns(models.connection, models.schemas, receipt.returns.map(\.receipt), sight)
    }

    private static func products(
        _ models: ScreenModels, _ ids: [String]
    ) throws -> ByID<(name: ScreenName, unit: String?)> {
        let rows = try models.connection.query(
            "SELECT product, name_ka, name_en, unit FROM \(models.entities("product")) WHERE product = ANY(\(ids))")
        return ByID(
            try rows.map { row in
                let id = try row.text(0)
                let name = ScreenName(id: id, ka: try row.optionalText(1), en: try row.optionalText(2))
                return (id, (name, try row.optionalText(3)))
            })
    }

    static func faults(_ text: String) -> [Fault] {
        guard let faults = (try? JSON(parsing: Array(text.utf8)))?.array else { return [] }
        return faults.map { Fault($0) }
    }
}

extension ScreenFigures {
    init(_ figures: Figures) { self.init(figures.shown.all) }

    /// As the columns stand; none of what is no row of them.
    init(_ all: [Int64]) {
        self.init()
        guard all.count == Self.names.count else { return }
        (receipts, returns, quantity, gross) = (all[0], all[1], all[2], all[3])
        (discount, net, tax, cost, booked) = (all[4], all[5], all[6], all[7], all[8])
    }
}
