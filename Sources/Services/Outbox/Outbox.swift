import Events
import Log
import Postgres

/// Facts that were decided and are on their way to the log, in their final bytes. The relay appends them; the follower
/// deletes each when it has seen that the log has it, and not another fact under its number.
///
/// Numbers come from a row of the writer, locked until the transaction ends and taken last: so 8 is never committed
/// before 7, and a command that fails gives its numbers back.
enum Outbox {
    /// Where the relay hears that something lies here.
    static let channel = "davtari_outbox"

    static func append(
        _ decided: [Decided], at now: Instant, _ log: LogIdentity, _ connection: Connection
    ) throws -> [FactID] {
        let partitions = decided.map { log.partition(of: $0.place.partitionKey) }
        var next = try takeNumbers(partitions, connection)
        var ids: [FactID] = []
        var rows: (writers: [String], numbers: [Int64], keys: [String], bytes: [[UInt8]]) = ([], [], [], [])
        for (fact, partition) in zip(decided, partitions) {
            guard let id = next[partition] else { throw OfficeError.notWritable("\(fact.fact)") }
            next[partition]?.sequence += 1
            let bytes = try bytes(of: fact, as: id, at: now)
            ids.append(id)
            rows.writers.append(id.writer)
            rows.numbers.append(id.sequence)
            rows.keys.append(fact.place.partitionKey.text)
            rows.bytes.append(bytes)
        }
        _ = try connection.prepared(
            "outbox_add",
            "INSERT INTO davtari.outbox (writer, writerseq, key, bytes) SELECT * FROM unnest($1::text[], $2::int8[], $3::text[], $4::bytea[])",
            [.textArray(rows.writers), .int64Array(rows.numbers), .textArray(rows.keys), .bytesArray(rows.bytes)])
        _ = try connection.prepared("outbox_tell", "SELECT pg_notify($1, '')", [Bind(channel)])
        return ids
    }

    private static func bytes(of decided: Decided, as id: FactID, at now: Instant) throws -> [UInt8] {
        guard let type = decided.fact.type, let body = decided.fact.body else {
            throw OfficeError.notWritable("\(decided.fact)")
        }
        let envelope = Envelope(
            id: id, source: "\(decided.place.path)/writers/\(id.writer)", type: type.name, occurredAt: now)
        return envelope.encoded(data: body.encoded)
    }

    /// Refuses what the log would not take, while it is being decided: once it is folded it is part of a batch, of which the
    /// rest would be lost with it.
    static func check(_ decided: Decided) throws {
        if case .store(let id) = decided.place, !EntityID.isOne(id) {
            throw Refusal(
                .invalid, "store.unknown", "it is not known in which shop’s book this is to stand",
                [("store", .string(id))])
        }
        let size = try bytes(of: decided, as: longestID, at: .now).count
        guard size <= NewRecord.byteLimit else {
            throw Refusal(
                .invalid, "event.size", "the fact would have \(size) bytes, over the limit",
                [("bytes", .int(Int64(size))), ("limit", .int(Int64(NewRecord.byteLimit)))])
        }
    }

    /// Numbers are given out last; none is written longer.
    private static let longestID = FactID(
        writer: String(repeating: "w", count: Envelope.writerLimit), sequence: .max)

    /// The first number for each partition, in the partitions' order, so that two commands never wait for each other.
    private static func takeNumbers(_ partitions: [Int], _ connection: Connection) throws -> [Int: FactID] {
        var next: [Int: FactID] = [:]
        let counts = Dictionary(grouping: partitions) { $0 }.mapValues { Int64($0.count) }
        for (partition, count) in counts.sorted(by: { $0.key < $1.key }) {
            let rows = try connection.prepared(
                "outbox_number",
                "UPDATE davtari.outbox_writer SET next = next + $2 WHERE log_partition = $1 AND writes RETURNING writer, next",
                [Bind(Int32(partition)), Bind(count)])
            guard let row = rows.first else { throw OfficeError.notReady }
            next[partition] = FactID(writer: try row.text(0), sequence: try row.int64(1) - count)
        }
        return next
    }
}

extension Decided.Place {
    package var partitionKey: PartitionKey {
        switch self {
        case .chain: .chain
        case .store(let id): .store(id)
        }
    }

    fileprivate var path: String {
        switch self {
        case .chain: "/chain"
        case .store(let id): "/stores/\(id)"
        }
    }
}
