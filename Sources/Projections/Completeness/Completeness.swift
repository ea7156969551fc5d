import Crypto
import Events
import Postgres
import Rules

/// How much of each writer's book is known: its gaps, its silence, what could not be read, and what came in two versions.
///
/// The only read model that also looks at repeats: it remembers where every number lies and a keyed hash of its bytes,
/// so that a repeat with other bytes is found and kept, in quarantine, with both versions.
package final class Completeness: ReadModel {
    package static let name = "completeness"
    package static let format: Int32 = 4

    package static let tables = """
        CREATE TABLE writer (
            writer text NOT NULL, store text, partitions int4[] NOT NULL, ranges int8[] NOT NULL, written_off int8[] NOT NULL,
            prefix int8 NOT NULL, greatest int8 NOT NULL, missing int8 NOT NULL, gaps text, repeats int8 NOT NULL, unknown int8 NOT NULL,
            damaged int8 NOT NULL, last_effective int8 NOT NULL, last_recorded int8 NOT NULL,
            last_heard int8 NOT NULL, ahead int8 NOT NULL);
        CREATE TABLE seen (writer text NOT NULL, page int8 NOT NULL, packed bytea NOT NULL);
        CREATE TABLE quarantine (
            writer text NOT NULL, writerseq int8 NOT NULL, store text, kept_partition int4 NOT NULL, kept_offset int8 NOT NULL,
            log_partition int4 NOT NULL, log_offset int8 NOT NULL, recorded_at int8 NOT NULL, kept bytea NOT NULL, other bytea NOT NULL);
        CREATE TABLE unreadable (
            log_partition int4 NOT NULL, log_offset int8 NOT NULL, recorded_at int8 NOT NULL, writer text, writerseq int8,
            store text, faults text NOT NULL);
        CREATE TABLE fact_type (store text NOT NULL, type text NOT NULL, facts int8 NOT NULL);
        CREATE TABLE reference (
            kind text NOT NULL, id text NOT NULL, store text NOT NULL, writer text NOT NULL, writerseq int8 NOT NULL,
            type text NOT NULL);
        CREATE TABLE suspect (
            log_partition int4 NOT NULL, log_offset int8 NOT NULL, recorded_at int8 NOT NULL, effective_at int8 NOT NULL,
            writer text NOT NULL, writerseq int8 NOT NULL, store text, type text NOT NULL, rules text[] NOT NULL,
            faults text NOT NULL);
        CREATE TABLE ahead (
            log_partition int4 NOT NULL, log_offset int8 NOT NULL, recorded_at int8 NOT NULL, writer text NOT NULL,
            writerseq int8 NOT NULL, store text, type text NOT NULL, claimed int8 NOT NULL);
        CREATE TABLE hash_key (key bytea NOT NULL);
        \(OwnFields.tables)
        """

    package static let keys = """
        ALTER TABLE writer ADD PRIMARY KEY (writer);
        CREATE INDEX writer_store ON writer (store);
        ALTER TABLE seen ADD PRIMARY KEY (writer, page);
        ALTER TABLE quarantine ADD PRIMARY KEY (log_partition, log_offset);
        ALTER TABLE unreadable ADD PRIMARY KEY (log_partition, log_offset);
        ALTER TABLE fact_type ADD PRIMARY KEY (store, type);
        ALTER TABLE reference ADD PRIMARY KEY (kind, id, store);
        ALTER TABLE suspect ADD PRIMARY KEY (log_partition, log_offset);
        CREATE INDEX suspect_type ON suspect (type);
        ALTER TABLE ahead ADD PRIMARY KEY (log_partition, log_offset);
        \(OwnFields.keys)
        """

    package static let contents: [Contents] = [
        Contents(
            """
            SELECT writer, store, partitions::text, ranges::text, written_off::text, prefix::text, greatest::text, missing::text, unknown::text,
                damaged::text, last_effective::text
            FROM writer ORDER BY writer COLLATE "C"
            """
        ).with(
            .placed,
            """
            SELECT writer, repeats::text, last_recorded::text, last_heard::text, ahead::text FROM writer
            ORDER BY writer COLLATE "C"
            """),
        Contents(
            """
            SELECT DISTINCT writer COLLATE "C", writerseq::text, store COLLATE "C" FROM quarantine ORDER BY 1, 2, 3
            """
        ).with(
            .placed,
            """
            SELECT log_partition::text, log_offset::text, kept_partition::text, kept_offset::text, encode(sha256(kept), 'hex'),
                encode(sha256(other), 'hex') FROM quarantine ORDER BY log_partition, log_offset
            """),
        Contents("SELECT writer COLLATE \"C\", writerseq::text, faults COLLATE \"C\" FROM unreadable ORDER BY 1, 2, 3"),
        Contents(
            """
            SELECT kind, id COLLATE "C", store COLLATE "C", writer, writerseq::text, type FROM reference ORDER BY 1, 2, 3
            """
        ),
        Contents("SELECT store COLLATE \"C\", type COLLATE \"C\", facts::text FROM fact_type ORDER BY 1, 2"),
        Contents(
            "SELECT writer COLLATE \"C\", writerseq::text, type COLLATE \"C\", store COLLATE \"C\", faults COLLATE \"C\" FROM suspect ORDER BY 1, 2, 3, 4, 5"
        ),
        OwnFields.contents,
        // By when it was recorded, so it is of the log alone.
        Contents("SELECT NULL::text WHERE false").with(
            .placed,
            """
            SELECT log_partition::text, log_offset::text, writer, writerseq::text, store, type, claimed::text FROM ahead
            ORDER BY log_partition, log_offset
            """),
    ]

    private let connection: Connection
    private let log: any LogAccess
    private let writers: Shelf<String, WriterBook>
    private let pages: Shelf<SeenKey, SeenPage>
    private let types: Shelf<TypeKey, FactsOfType>
    private let references: Shelf<ReferenceKey, Reference>
    private let fields: OwnFields
    private var quarantined: [Quarantined] = []
    private var unreadable: [FoldRecord] = []
    private var suspects: [FoldRecord] = []
    private var ahead: [AheadFact] = []
    private var hash: ShortHash?
    private let isRebuild: Bool

    package init(_ connection: Connection, _ log: any LogAccess, isRebuild: Bool) {
        (self.connection, self.log, self.isRebuild) = (connection, log, isRebuild)
        writers = Shelf(fetch: isRebuild ? nil : { try CompletenessRows.writers(connection, $0) })
        pages = Shelf(fetch: isRebuild ? nil : { try CompletenessRows.pages(connection, $0) })
        references = Shelf(fetch: isRebuild ? nil : { try Reference.fetch(connection, $0) })
        fields = OwnFields(connection)
        types = Shelf(fetch: isRebuild ? nil : { try FactsOfType.fetch(connection, $0) })
    }

    package func fold(_ records: [FoldRecord], repeats: [FoldRecord]) throws {
        let hash = try hashKey()
        if !isRebuild {
            let known = (records + repeats).compactMap(\.id)
            try writers.prefetch(known.map(\.writer))
            try pages.prefetch(known.map { SeenKey($0) })
            try references.prefetch(records.flatMap { $0.event.map(Reference.named) ?? [] })
            try types.prefetch(records.compactMap { $0.event.map(Self.type) })
        }
        for record in records { try note(record, hash) }
        for record in repeats { try compare(record, hash) }
    }

    private func note(_ record: FoldRecord, _ hash: ShortHash) throws {
        guard let event = record.event else { return unreadable.append(record) }
        let book = try book(of: event, record)
        _ = book.known.insert(event.id.sequence)
        book.noted(event, record)
        if let fact = AheadFact(event, record) {
            book.ahead += 1
            ahead.append(fact)
        }
        try pages.row(changing: SeenKey(event.id)) { SeenPage() }.set(
            event.id.sequence,
            .init(partition: record.source.partition, offset: record.source.offset, hash: hash(record.bytes)))
        if event.isUnreadable { unreadable.append(record) }
        if !record.faults.isEmpty { suspects.append(record) }
        try fields.note(event, record)
        for key in Reference.named(by: event) {
            if let known = try references.row(key) {
                if known.note(event) { references.touch(key) }
            } else {
                _ = try references.row(changing: key) { Reference() }.note(event)
            }
        }
        try types.row(changing: Self.type(of: event)) { FactsOfType() }.facts += 1
        switch event.fact {
        case .unknown: book.unknown += 1
        case .recordDamaged: book.damaged += 1
        case .numbersWrittenOff(let lost):
            // What is no writer's name can be nobody's book.
            guard Envelope.isWriter(lost.writer), lost.from >= 1, lost.from <= lost.to,
                lost.to <= Envelope.sequenceLimit
            else { return }
            let other = try writers.row(changing: lost.writer) { WriterBook() }
            other.writtenOff.insert(lost.from...lost.to)
        default: break
        }
    }

    private static func type(of event: Event) -> TypeKey {
        TypeKey(store: event.envelope.store ?? "", type: event.envelope.type)
    }

    private func book(of event: Event, _ record: FoldRecord) throws -> WriterBook {
        let book = try writers.row(changing: event.id.writer) { WriterBook() }
        book.found(in: record.source.partition, store: event.envelope.store)
        return book
    }

    /// A number that was folded before: the same bytes are a repeat, other bytes go to quarantine.
    private func compare(_ record: FoldRecord, _ hash: ShortHash) throws {
        guard let event = record.event, let book = try writers.row(event.id.writer),
            let seen = try pages.row(SeenKey(event.id))?.get(event.id.sequence)
        else { return }
        writers.touch(event.id.writer)
        book.found(in: record.source.partition, store: event.envelope.store)
        book.lastRecorded = max(book.lastRecorded, record.source.recordedAt)
        if seen.hash == hash(record.bytes) {
            book.repeats += 1
            return
        }
        let kept = try log.bytes(partition: seen.partition, offset: seen.offset)
        quarantined.append(
            .init(
                id: event.id, store: event.envelope.store, keptPartition: seen.partition, keptOffset: seen.offset,
                kept: kept,
                other: record))
    }

    package func write() throws {
        try CompletenessRows.write(connection, writers)
        try CompletenessRows.write(connection, pages)
        try CompletenessRows.write(connection, quarantined)
        try CompletenessRows.write(connection, unreadable: unreadable)
        try CompletenessRows.write(connection, suspects: suspects)
        try FactsOfType.write(connection, types)
        try Reference.write(connection, references)
        try CompletenessRows.write(connection, ahead)
        try fields.write()
        quarantined.removeAll()
        unreadable.removeAll()
        suspects.removeAll()
        ahead.removeAll()
    }

    package func forget() {
        writers.forget()
        pages.forget()
        types.forget()
        fields.forget()
        references.forget()
        quarantined.removeAll()
        unreadable.removeAll()
        suspects.removeAll()
        ahead.removeAll()
    }

    package var inHand: Int { writers.count + pages.count + types.count + references.count }

    /// The hash's key is this read model's own secret, so that nobody can write two versions that look the same.
    private func hashKey() throws -> ShortHash {
        if let hash { return hash }
        let found = try connection.query("SELECT key FROM hash_key").first.map { try $0.bytes(0) }
        let key = found ?? Random.bytes(ShortHash.keyByteCount)
        if found == nil { try connection.execute("INSERT INTO hash_key VALUES (\(key))") }
        let made = ShortHash(key: key)
        hash = made
        return made
    }
}

struct Quarantined {
    var id: FactID
    var store: String?
    var keptPartition: Int
    var keptOffset: Int64
    var kept: [UInt8]
    var other: FoldRecord
}
