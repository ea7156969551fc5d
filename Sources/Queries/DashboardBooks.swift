import Events
import Postgres
import Projections
import Rules

/// What is known of the writers' books, and what in them needs a person.
package enum DashboardBooks {
    package struct Writer: Sendable {
        package let writer: String
        package let store: String?
        /// The till's own name, as it was registered.
        package let till: String?
        /// The greatest n with all of 1…n known or given up.
        package let prefix: Int64
        package let greatest: Int64
        package let missing: Int64
        package let repeats: Int64
        package let unknown: Int64
        package let damaged: Int64
        /// By its own clock, but never after the log learned of it.
        package let lastHeard: Instant
        package let lastRecorded: Instant
        package let gaps: [ClosedRange<Int64>]
        /// Whether it was registered as a till; an office may be silent for as long as it likes.
        package let isTill: Bool
        /// Where its facts stand in the log, if that is more than one partition: then something is wrong.
        package let partitions: [Int]
        /// Whether it is the office's own desk.
        package var isOffice: Bool { Envelope.isOffice(writer: writer) }
    }

    /// As many gaps of a book as a screen has room for.
    static let gapLimit = 5

    package static func writers(_ models: ScreenModels, store: String? = nil) throws -> Awaited<[Writer]> {
        var condition: SQL = "TRUE"
        if let store { condition = "w.store = \(store)" }
        // Of a book with neither gaps nor two places nothing is sent that says so: there are hundreds of them.
        return try models.connection.ahead(
            """
            SELECT w.writer, w.store, coalesce(t.name, t.till), w.prefix, w.greatest, w.missing, w.repeats, w.unknown, w.damaged,
                w.last_heard, w.last_recorded, CASE WHEN w.missing > 0 THEN w.ranges END,
                CASE WHEN w.missing > 0 THEN w.written_off END, t.writer IS NOT NULL AND NOT t.retired,
                CASE WHEN cardinality(w.partitions) > 1 THEN w.partitions END
            FROM \(models.completeness("writer")) w
            LEFT JOIN \(models.schemas.tills) t ON t.writer = w.writer
            WHERE \(condition) ORDER BY w.store NULLS FIRST, w.writer
            """
        ).map { try $0.map(writer) }
    }

    private static func writer(_ row: Row) throws -> Writer {
        var gaps: [ClosedRange<Int64>] = []
        if try !row.isNull(11) {
            var known = SequenceSet(flat: try row.int64Array(11))
            for range in SequenceSet(flat: try row.int64Array(12)).ranges { known.insert(range) }
            gaps = known.gaps(limit: gapLimit)
        }
        return Writer(
            writer: try row.text(0), store: try row.optionalText(1), till: try row.optionalText(2),
            prefix: try row.int64(3),
            greatest: try row.int64(4), missing: try row.int64(5), repeats: try row.int64(6),
            unknown: try row.int64(7),
            damaged: try row.int64(8), lastHeard: Instant(milliseconds: try row.int64(9)),
            lastRecorded: Instant(milliseconds: try row.int64(10)), gaps: gaps,
            isTill: try row.bool(13), partitions: try row.isNull(14) ? [] : row.int32Array(14).map { Int($0) })
    }

    /// How much there is of what needs a person.
    package struct Counts: Sendable {
        package let quarantine: Int64
        package let unreadable: Int64
        package let suspects: Int64
        /// Facts other than receipts that break a rule.
        package let suspectFacts: Int64
        /// Facts of types from which nothing follows: unknown ones, and those that are only kept.
        package let unknown: Int64
        package let kept: Int64
        /// Facts from which nothing could follow.
        package let refused: Int64
        /// Facts that speak of what their shop does not know.
        package let unapplied: Int64
        /// Records that a read model had to leave out.
        package let setAside: Int64
        /// Gift cards that paid more than was on them, or that nobody issued.
        package let cards: Int64
        /// Kinds of tender that nobody has defined.
        package let tenders: Int64
        /// Facts that are dated more than a day after they were recorded.
        package let ahead: Int64
    }

    package static func counts(_ models: ScreenModels) throws -> Awaited<Counts> {
        try models.connection.ahead(
            """
            SELECT (SELECT count(*) FROM \(models.completeness("quarantine"))),
                (SELECT count(*) FROM \(models.completeness("unreadable"))),
                (SELECT count(*) FROM \(models.trade("receipt")) WHERE status = 'suspect'),
                (SELECT count(*) FROM \(Suspects.rows(models.schemas)) u WHERE \(Self.isOther)),
                (SELECT \(unsafeSQL: Sum.of("facts")) FROM \(models.completeness("fact_type"))
                    WHERE NOT (type = ANY(\(FactType.all.map(\.name))))),
                (SELECT \(unsafeSQL: Sum.of("facts")) FROM \(models.completeness("fact_type"))
                    WHERE type = ANY(\(FactEffect.keptTypes.sorted()))),
                (SELECT count(*) FROM davtari.reaction_refused),
                (SELECT count(*) FROM \(models.trade("unapplied"))),
                (SELECT count(DISTINCT (log_partition, log_offset)) FROM \(Incomplete.setAside)),
                (SELECT count(*) FROM \(Reports.cardsInTrouble) c),
                (SELECT count(DISTINCT t.kind) FROM \(Reports.ownTenders(models.trade("receipt"))) t
                    WHERE NOT EXISTS (SELECT 1 FROM \(models.dossiers("tender_kind")) d WHERE d.kind = t.kind)),
                (SELECT count(*) FROM \(models.completeness("ahead")))
            """
        ).map { rows in
            Counts(
                // cannot trap: the statement counts, and always gives a row
                quarantine: try rows[0].int64(0), unreadable: try rows[0].int64(1), suspects: try rows[0].int64(2),
                suspectFacts: try rows[0].int64(3), unknown: try rows[0].int64(4), kept: try rows[0].int64(5),
                refused: try rows[0].int64(6), unapplied: try rows[0].int64(7), setAside: try rows[0].int64(8),
                cards: try rows[0].int64(9), tenders: try rows[0].int64(10), ahead: try rows[0].int64(11))
        }
    }

    /// Receipts that break a rule by themselves have a list of their own, which a correction takes them off.
    private static let isOther: SQL = "(NOT breaks OR type NOT IN ('receipt.completed.v1', 'receipt.corrected.v1'))"

    /// A fact that is no receipt and breaks rules.
    package struct Suspect: Sendable {
        package let id: FactID
        package let store: String?
        package let type: String
        package let recordedAt: Instant
        package let faults: [Fault]
    }

    /// Newest first.
    package static func suspects(_ models: ScreenModels, limit: Int) throws -> [Suspect] {
        try models.connection.query(
            """
            SELECT writer, writerseq, store, type, recorded_at, faults FROM \(Suspects.rows(models.schemas)) u
            WHERE \(isOther) ORDER BY recorded_at DESC, log_partition, log_offset LIMIT \(limit)
            """
        ).map { row in
            Suspect(
                id: FactID(writer: try row.text(0), sequence: try row.int64(1)), store: try row.optionalText(2),
                type: try row.text(3), recordedAt: Instant(milliseconds: try row.int64(4)),
                faults: ScreenReceipts.faults(try row.text(5)))
        }
    }

    /// A type from whose facts nothing follows.
    package struct Unfolded: Sendable {
        package let type: String
        package let effect: FactEffect
        package let facts: Int64
        /// Of an unknown type: the known one that it is most like.
        package let nearest: String?
    }

    /// Of one effect, `unknown` or `kept`: the most frequent first.
    package static func unfolded(_ models: ScreenModels, _ effect: FactEffect, limit: Int) throws -> [Unfolded] {
        let (known, kept) = (FactType.all.map(\.name), FactEffect.keptTypes.sorted())
        let isOne: SQL = effect == .kept ? "type = ANY(\(kept))" : "NOT (type = ANY(\(known)))"
        return try models.connection.query(
            """
            SELECT type, \(unsafeSQL: Sum.of("facts")) FROM \(models.completeness("fact_type"))
            WHERE \(isOne) GROUP BY type ORDER BY sum(facts) DESC, type LIMIT \(limit)
            """
        ).map { row in
            let type = try row.text(0)
            return Unfolded(
                type: type, effect: effect, facts: try row.int64(1),
                nearest: effect == .unknown ? FactType.nearest(to: type) : nil)
        }
    }

    /// A fact from which a decision should have followed that a rule stood against.
    package struct RefusedReaction: Sendable {
        package let id: FactID
        package let store: String?
        package let rule: String
        package let message: String
        package let refusedAt: Instant
    }

    /// Newest first.
    package static func refusedReactions(_ models: ScreenModels, limit: Int) throws -> [RefusedReaction] {
        try models.connection.query(
            """
            SELECT writer, writerseq, store, rule, message, floor(extract(epoch FROM refused_at) * 1000)::int8
            FROM davtari.reaction_refused ORDER BY refused_at DESC, writer, writerseq LIMIT \(limit)
            """
        ).map { row in
            RefusedReaction(
                id: FactID(writer: try row.text(0), sequence: try row.int64(1)), store: try row.optionalText(2),
                rule: try row.text(3), message: try row.text(4), refusedAt: Instant(milliseconds: try row.int64(5)))
        }
    }

    /// A record that a read model leaves out.
    package struct LeftOut: Sendable {
        package let model: String
        /// nil where not even that could be read.
        package let id: FactID?
        package let type: String?
        package let partition: Int
        package let offset: Int64
        package let recordedAt: Instant
        package let reason: String
    }

    /// Newest first.
    package static func setAside(_ models: ScreenModels, limit: Int) throws -> [LeftOut] {
        try models.connection.query(
            """
            SELECT name, writer, writerseq, type, log_partition, log_offset, recorded_at, reason FROM \(Incomplete.setAside)
            ORDER BY recorded_at DESC, log_partition, log_offset, name LIMIT \(limit)
            """
        ).map { row in
            let sequence = try row.optionalInt64(2)
            return LeftOut(
                model: try row.text(0),
                id: try row.optionalText(1).flatMap { writer in
                    sequence.map { FactID(writer: writer, sequence: $0) }
                }, type: try row.optionalText(3), partition: try row.int(4), offset: try row.int64(5),
                recordedAt: Instant(milliseconds: try row.int64(6)), reason: try row.text(7))
        }
    }

    /// A kind of tender that receipts say and nobody has defined, with what was paid so.
    package struct UnknownTender: Sendable {
        package let kind: String
        package let store: String
        package let currency: String
        package let receipts: Int64
        package let amount: Int64
    }

    /// The most money first.
    package static func unknownTenders(_ models: ScreenModels, limit: Int) throws -> [UnknownTender] {
        try models.connection.query(
            """
            SELECT t.kind, t.store, t.currency, t.receipts, t.amount FROM \(Reports.ownTenders(models.trade("receipt"))) t
            WHERE NOT EXISTS (SELECT 1 FROM \(models.dossiers("tender_kind")) d WHERE d.kind = t.kind)
            ORDER BY t.amount DESC, t.kind, t.store LIMIT \(limit)
            """
        ).map { row in
            UnknownTender(
                kind: try row.text(0), store: try row.text(1), currency: try row.text(2), receipts: try row.int64(3),
                amount: try row.int64(4))
        }
    }

    /// A gift card that paid more than was on it, or that nobody issued.
    package struct CardTrouble: Sendable {
        package let serial: String
        package let currency: String
        package let balance: Int64
        package let isIssued: Bool
    }

    /// The most overdrawn first.
    package static func cardTroubles(_ models: ScreenModels, limit: Int) throws -> [CardTrouble] {
        try models.connection.query(
            """
            SELECT id, state->>'currency', (state->>'balance')::int8, (state->>'isIssued')::boolean
            FROM \(Reports.cardsInTrouble) c ORDER BY 3, id LIMIT \(limit)
            """
        ).map { row in
            CardTrouble(
                serial: try row.text(0), currency: try row.text(1), balance: try row.int64(2), isIssued: try row.bool(3)
            )
        }
    }

    /// A fact that is dated more than a day after it was recorded.
    package struct Ahead: Sendable {
        package let id: FactID
        package let store: String?
        package let type: String
        package let claimedAt: Instant
        package let recordedAt: Instant
    }

    /// Newest first.
    package static func ahead(_ models: ScreenModels, limit: Int) throws -> [Ahead] {
        try models.connection.query(
            """
            SELECT writer, writerseq, store, type, claimed, recorded_at FROM \(models.completeness("ahead"))
            ORDER BY recorded_at DESC, log_partition, log_offset LIMIT \(limit)
            """
        ).map { row in
            Ahead(
                id: FactID(writer: try row.text(0), sequence: try row.int64(1)), store: try row.optionalText(2),
                type: try row.text(3), claimedAt: Instant(milliseconds: try row.int64(4)),
                recordedAt: Instant(milliseconds: try row.int64(5)))
        }
    }

    /// A number that came in two versions.
    package struct Conflict: Sendable {
        package let id: FactID
        package let store: String?
        package let keptPartition: Int
        package let keptOffset: Int64
        package let partition: Int
        package let offset: Int64
        package let recordedAt: Instant
        package let kept: [UInt8]
        package let other: [UInt8]
    }

    /// What is in quarantine, newest first.
    package static func quarantine(_ models: ScreenModels, limit: Int) throws -> [Conflict] {
        try models.connection.query(
            """
            SELECT writer, writerseq, store, kept_partition, kept_offset, log_partition, log_offset, recorded_at, kept, other
            FROM \(models.completeness("quarantine")) ORDER BY recorded_at DESC, log_partition, log_offset LIMIT \(limit)
            """
        ).map { row in
            Conflict(
                id: FactID(writer: try row.text(0), sequence: try row.int64(1)), store: try row.optionalText(2),
                keptPartition: try row.int(3), keptOffset: try row.int64(4), partition: try row.int(5),
                offset: try row.int64(6), recordedAt: Instant(milliseconds: try row.int64(7)), kept: try row.bytes(8),
                other: try row.bytes(9))
        }
    }

    /// A record of the log that says nothing which could be folded.
    package struct Unreadable: Sendable {
        package let id: FactID?
        package let store: String?
        package let partition: Int
        package let offset: Int64
        package let recordedAt: Instant
        package let faults: [Fault]
    }

    package static func unreadable(_ models: ScreenModels, limit: Int) throws -> [Unreadable] {
        try models.connection.query(
            """
            SELECT writer, writerseq, store, log_partition, log_offset, recorded_at, faults
            FROM \(models.completeness("unreadable")) ORDER BY recorded_at DESC, log_partition, log_offset LIMIT \(limit)
            """
        ).map { row in
            let writer = try row.optionalText(0)
            let sequence = try row.optionalInt64(1)
            return Unreadable(
                id: writer.flatMap { writer in sequence.map { FactID(writer: writer, sequence: $0) } },
                store: try row.optionalText(2), partition: try row.int(3), offset: try row.int64(4),
                recordedAt: Instant(milliseconds: try row.int64(5)), faults: ScreenReceipts.faults(try row.text(6)))
        }
    }

    /// A fact that speaks of what its shop does not know.
    package struct Unapplied: Sendable {
        package let id: FactID
        package let type: String
        package let refersTo: String
        package let store: String
        package let recordedAt: Instant
    }

    package static func unapplied(_ models: ScreenModels, limit: Int) throws -> [Unapplied] {
        try models.connection.query(
            """
            SELECT writer, writerseq, type, refers_to, store, recorded_at FROM \(models.trade("unapplied"))
            ORDER BY recorded_at DESC, writer, writerseq, refers_to LIMIT \(limit)
            """
        ).map { row in
            Unapplied(
                id: FactID(writer: try row.text(0), sequence: try row.int64(1)), type: try row.text(2),
                refersTo: try row.text(3), store: try row.text(4),
                recordedAt: Instant(milliseconds: try row.int64(5)))
        }
    }

    /// A thing that facts name and nobody has defined.
    package struct LostReference: Sendable {
        /// What it would be: `supplier`, `store`, `discountRule`, `price`, `contract`.
        package let kind: String
        package let named: String
        /// In whose books; nil is the chain's.
        package let store: String?
        /// The first that names it.
        package let id: FactID
        package let type: String
    }

    /// As `/v1/lost_references` has them.
    package static func lostReferences(_ models: ScreenModels, limit: Int) throws -> [LostReference] {
        try models.connection.query(
            """
            SELECT kind, id, nullif(store, ''), writer, writerseq, type FROM \(models.scene.lostReferences) u
            ORDER BY kind, id, u.store LIMIT \(limit)
            """
        ).map { row in
            LostReference(
                kind: try row.text(0), named: try row.text(1), store: try row.optionalText(2),
                id: FactID(writer: try row.text(3), sequence: try row.int64(4)), type: try row.text(5))
        }
    }

    /// Where an event lies in the log; nil when it is not known.
    package static func place(_ models: ScreenModels, of id: FactID) throws -> (partition: Int, offset: Int64)? {
        let key = SeenKey(id)
        let rows = try models.connection.query(
            """
            SELECT packed FROM \(models.completeness("seen")) WHERE writer = \(id.writer) AND page = \(key.page)
            """)
        guard let row = rows.first, let entry = try SeenPage(packed: try row.bytes(0)).get(id.sequence) else {
            return nil
        }
        return (entry.partition, entry.offset)
    }
}
