import Events
import Postgres
import Rules

/// Who did what: a row a fact, with who said it, of what, where and when, to be looked through by each of these.
///
/// What a fact changed is read from the log and from the histories of entities when somebody looks, and stands here nowhere.
package final class AuditTrail: ReadModel {
    package static let name = "audit"

    /// `author` is the operator that the fact names, else `writer:` and whose book it stands in. `subject` is what it speaks of,
    /// `is_personal` where that tells which person.
    package static let tables = """
        CREATE TABLE audit_entry (
            log_partition int8 NOT NULL, log_offset int8 NOT NULL, recorded_at int8 NOT NULL, said_at int8 NOT NULL,
            effective_at int8 NOT NULL, writer text NOT NULL, writerseq int8 NOT NULL, type text NOT NULL, kind text NOT NULL,
            store text, author text NOT NULL, approver text, entity text, subject text, is_personal boolean NOT NULL, reason text);
        """

    /// In the order of the list: what was recorded last comes first. What is sold at tills is most of it, and is found by who did it.
    package static let keys = """
        CREATE INDEX audit_entry_recorded ON audit_entry (recorded_at, log_partition, log_offset);
        CREATE INDEX audit_entry_author ON audit_entry (author, recorded_at, log_partition, log_offset);
        CREATE INDEX audit_entry_kind ON audit_entry (kind, recorded_at, log_partition, log_offset)
            WHERE kind <> '\(AuditKind.selling.rawValue)';
        CREATE INDEX audit_entry_subject ON audit_entry (entity, subject, recorded_at, log_partition, log_offset)
            WHERE subject IS NOT NULL;
        """

    package static let contents = [
        Contents(
            """
            SELECT writer COLLATE "C", writerseq::text, said_at::text, effective_at::text, type COLLATE "C", kind, store COLLATE "C",
                author COLLATE "C", approver COLLATE "C", entity COLLATE "C", subject COLLATE "C", is_personal::text, reason COLLATE "C"
            FROM audit_entry ORDER BY writer COLLATE "C", writerseq
            """
        ).with(
            .placed,
            """
            SELECT log_partition::text, log_offset::text, recorded_at::text FROM audit_entry
            ORDER BY log_partition, log_offset
            """)
    ]

    private static let columns = [
        "log_partition", "log_offset", "recorded_at", "said_at", "effective_at", "writer", "writerseq", "type", "kind",
        "store", "author", "approver", "entity", "subject", "is_personal", "reason",
    ]

    private let connection: Connection
    private var entries: [FoldRecord] = []

    package init(_ connection: Connection, _ log: any LogAccess, isRebuild: Bool) { self.connection = connection }

    /// What has no envelope that can be read has nobody who said it; it is listed as unreadable.
    package func fold(_ records: [FoldRecord], repeats: [FoldRecord]) { entries += records.filter { $0.event != nil } }

    package func write() throws {
        try connection.copy("audit_entry", Self.columns, entries) { writer, record in
            guard let event = record.event else { return }
            Self.write(event, record.source, &writer)
        }
        entries.removeAll()
    }

    private static func write(_ event: Event, _ source: RecordSource, _ writer: inout CopyWriter) {
        let circumstances = event.fact.circumstances ?? Circumstances()
        let subject = AuditSubject(event)
        writer.int64(Int64(source.partition))
        writer.int64(source.offset)
        writer.int64(source.recordedAt)
        writer.int64(event.envelope.occurredAt.milliseconds)
        writer.int64(circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds)
        writer.text(event.id.writer)
        writer.int64(event.id.sequence)
        writer.text(event.envelope.type)
        writer.text(AuditKind(ofFact: event.envelope.type).rawValue)
        writer.optionalText(event.envelope.store)
        writer.text(circumstances.operator ?? "writer:\(event.id.writer)")
        writer.optionalText(circumstances.approver)
        writer.optionalText(subject?.entity)
        writer.optionalText(subject?.id)
        writer.bool(subject?.isPersonal ?? false)
        writer.optionalText(circumstances.reason)
    }

    /// In a rebuild too nothing is looked at again, so nothing is kept in hand.
    package func spill() throws { try write() }
    package func forget() { entries.removeAll() }
    package var inHand: Int { entries.count }
}
