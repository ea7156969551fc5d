import Events
import JSON
import Postgres

/// Users' own fields as facts carry them. A value of another type than its field's, or of a field that nobody has defined for
/// the thing, is marked: the fact counts as it says. Definitions may be heard after the facts, so what facts carry is kept.
///
/// A fact is held to the definition that was in force at its time, or else the first that is known.
final class OwnFields {
    static let tables = """
        CREATE TABLE own_field (field text NOT NULL, bytes bytea NOT NULL);
        CREATE TABLE own_fields (
            log_partition int4 NOT NULL, log_offset int8 NOT NULL, recorded_at int8 NOT NULL, effective_at int8 NOT NULL,
            writer text NOT NULL, writerseq int8 NOT NULL, store text, type text NOT NULL, names text[] NOT NULL,
            fields text NOT NULL, rules text[], faults text);
        """
    static let keys = """
        ALTER TABLE own_fields ADD PRIMARY KEY (log_partition, log_offset);
        CREATE INDEX own_fields_marked ON own_fields (store) WHERE faults IS NOT NULL;
        """
    static let contents = Contents(
        """
        SELECT writer COLLATE "C", writerseq::text, type COLLATE "C", store COLLATE "C", faults COLLATE "C" FROM own_fields
        WHERE faults IS NOT NULL ORDER BY 1, 2, 3, 4, 5
        """)

    fileprivate struct Version {
        var key: PlainKey
        var field: FieldDefined
        var bytes: [UInt8]
    }

    private struct Carrying {
        var source: RecordSource
        var id: FactID
        var store: String?
        var type: String
        var effectiveMs: Int64
        var fields: [JSON.Member]
    }

    private static let entry = FieldDefined.entity(of: "entry.recorded.v1")

    private let connection: Connection
    /// Of each field in the total order; nil until asked for.
    private var versions: [ExactText: [Version]]?
    private var added: [Version] = []
    private var facts: [Carrying] = []

    init(_ connection: Connection) { self.connection = connection }

    func note(_ event: Event, _ record: FoldRecord) throws {
        if case .fieldDefined(let field) = event.fact { try define(Self.version(field, event, record.bytes)) }
        guard let circumstances = event.fact.circumstances, let fields = circumstances.fields?.object,
            !fields.isEmpty
        else { return }
        facts.append(
            Carrying(
                source: record.source, id: event.id, store: event.envelope.store, type: event.envelope.type,
                effectiveMs: circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds,
                fields: fields))
    }

    private func define(_ version: Version) throws {
        var known = try known()
        known[ExactText(version.field.field), default: []].insert(version)
        versions = known
        added.append(version)
    }

    private static func version(_ field: FieldDefined, _ event: Event, _ bytes: [UInt8]) -> Version {
        Version(key: event.key(atPhase: .timed, field.circumstances), field: field, bytes: bytes)
    }

    private func known() throws -> [ExactText: [Version]] {
        if let versions { return versions }
        var found: [ExactText: [Version]] = [:]
        let parser = JSONParser()
        for row in try connection.query("SELECT bytes FROM own_field") {
            let bytes = try row.bytes(0)
            let event = try Event.read(bytes, with: parser)
            guard case .fieldDefined(let field) = event.fact else { continue }
            found[ExactText(field.field), default: []].insert(Self.version(field, event, bytes))
        }
        versions = found
        return found
    }

    // MARK: Marks

    private func faults(_ fields: [JSON.Member], of type: String, at milliseconds: Int64) throws -> [Fault] {
        let (known, entity) = (try known(), FieldDefined.entity(of: type))
        return fields.compactMap { member in
            // A value that is taken away.
            guard !member.value.isNull else { return nil }
            let versions = known[ExactText(member.name)] ?? []
            let version = versions.last { $0.key.milliseconds <= milliseconds } ?? versions.first
            // Of which entity of the users' own an entry is stands in the fact, and not in its type.
            guard let field = version?.field, field.entity == entity || entity == Self.entry else {
                return Fault(
                    "fields.\(member.name)", "field.unknown", "there is no field “\(member.name)” of a \(entity)")
            }
            return field.expectation(brokenBy: member.value).map {
                Fault("fields.\(member.name)", "field.type", "“\(member.name)” takes \($0)")
            }
        }
    }

    // MARK: Writing

    func write() throws {
        if !added.isEmpty {
            try connection.copy("own_field", ["field", "bytes"], added) { writer, version in
                writer.text(version.field.field)
                writer.bytes(version.bytes)
            }
            try markAgain(Set(added.map { ExactText($0.field.field) }).map(\.text).sorted())
        }
        if !facts.isEmpty { try writeFacts() }
        added.removeAll()
        facts.removeAll()
    }

    private func writeFacts() throws {
        let rows = try facts.map { ($0, try faults($0.fields, of: $0.type, at: $0.effectiveMs)) }
        let columns = [
            "log_partition", "log_offset", "recorded_at", "effective_at", "writer", "writerseq", "store", "type",
            "names", "fields", "rules", "faults",
        ]
        try connection.copy("own_fields", columns, rows) { writer, row in
            let (fact, faults) = row
            writer.int32(Int32(fact.source.partition))
            writer.int64(fact.source.offset)
            writer.int64(fact.source.recordedAt)
            writer.int64(fact.effectiveMs)
            writer.text(fact.id.writer)
            writer.int64(fact.id.sequence)
            writer.optionalText(fact.store)
            writer.text(fact.type)
            // No field is ever defined under a name with the character 0, which Postgres has not.
            writer.textArray(fact.fields.map(\.name).filter { !$0.utf8.contains(0) })
            writer.text(JSON.object(fact.fields).text)
            if faults.isEmpty { writer.null() } else { writer.textArray(Set(faults.map(\.rule)).sorted()) }
            writer.optionalText(faults.isEmpty ? nil : ReceiptRow.faultsJSON(faults).text)
        }
    }

    /// What was written before these fields were defined, or defined otherwise.
    private func markAgain(_ fields: [String]) throws {
        let rows = try connection.query(
            """
            SELECT log_partition, log_offset, type, effective_at, fields, faults FROM own_fields WHERE names && \(fields)
            """)
        for row in rows {
            let carried = try JSON(parsing: Array(try row.text(4).utf8)).object ?? []
            let faults = try faults(carried, of: try row.text(2), at: try row.int64(3))
            let told = faults.isEmpty ? nil : ReceiptRow.faultsJSON(faults).text
            guard told != (try row.optionalText(5)) else { continue }
            let rules = faults.isEmpty ? nil : Set(faults.map(\.rule)).sorted()
            _ = try connection.prepared(
                "completeness_mark_fields",
                "UPDATE own_fields SET rules = $1, faults = $2 WHERE log_partition = $3 AND log_offset = $4",
                [rules.map { .textArray($0) } ?? .null, Bind(told), Bind(try row.int(0)), Bind(try row.int64(1))])
        }
    }

    func forget() {
        versions = nil
        added.removeAll()
        facts.removeAll()
    }
}

extension [OwnFields.Version] {
    fileprivate mutating func insert(_ version: Element) {
        insert(version, at: firstIndex { version.key < $0.key } ?? count)
    }
}
