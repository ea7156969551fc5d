import Events
import JSON
import Postgres

/// Says again, under new writers, what retired writers had decided and the log does not have.
///
/// A fact's id is known in other places: of streams, of answers that were given, of decisions that refer to it. They all
/// speak of the new id from then on; our writers' names are random, so that an id is recognised wherever it stands.
struct Reissue {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// - Parameter retired: with their partitions, each of which has another writer by now.
    func carryOn(_ retired: [(writer: String, partition: Int)]) throws {
        var renamed: [FactID: FactID] = [:]
        for (writer, partition) in retired { try number(writer, partition, &renamed) }
        guard !renamed.isEmpty else { return }
        for row in try connection.query(
            "SELECT writer, writerseq, bytes FROM davtari.outbox ORDER BY writer, writerseq")
        {
            let id = FactID(writer: try row.text(0), sequence: try row.int64(1))
            let bytes = try row.bytes(2)
            let said = Self.renaming(String(decoding: bytes, as: UTF8.self), renamed)
            let after = try renamed[id].map { try Self.said(said, as: $0, insteadOf: id) } ?? Array(said.utf8)
            guard after != bytes else { continue }
            let new = renamed[id] ?? id
            try connection.execute(
                """
                UPDATE davtari.outbox SET writer = \(new.writer), writerseq = \(new.sequence), bytes = \(after), taken = false
                WHERE writer = \(id.writer) AND writerseq = \(id.sequence)
                """)
        }
        try rename("stream", "state", ("kind", "id"), "jsonb", renamed)
        try rename("answer", "answer", ("caller", "key"), "text", renamed)
    }

    /// New numbers for what waits, in its order.
    private func number(_ writer: String, _ partition: Int, _ renamed: inout [FactID: FactID]) throws {
        let waiting = try connection.query(
            "SELECT writerseq FROM davtari.outbox WHERE writer = \(writer) ORDER BY writerseq"
        ).map { FactID(writer: writer, sequence: try $0.int64(0)) }
        guard !waiting.isEmpty else { return }
        let rows = try connection.query(
            """
            UPDATE davtari.outbox_writer SET next = next + \(Int64(waiting.count))
            WHERE writes AND log_partition = \(Int32(partition)) RETURNING writer, next
            """)
        guard let row = rows.first else { throw OfficeError.notReady }
        let first = try row.int64(1) - Int64(waiting.count)
        for (place, old) in waiting.enumerated() {
            renamed[old] = FactID(writer: try row.text(0), sequence: first + Int64(place))
        }
    }

    /// The same fact under another number.
    private static func said(_ text: String, as new: FactID, insteadOf old: FactID) throws -> [UInt8] {
        var json = try JSON(parsing: Array(text.utf8))
        json["writer"] = .string(new.writer)
        json["writerseq"] = .int(new.sequence)
        if let source = json["source"]?.string, source.hasSuffix(old.writer) {
            json["source"] = .string(source.dropLast(old.writer.count) + new.writer)
        }
        return json.bytes
    }

    /// A text in which ids stand, with the new ones.
    private static func renaming(_ text: String, _ renamed: [FactID: FactID]) -> String {
        var text = text
        for (old, new) in renamed {
            guard let pattern = try? Regex(pattern(old)) else { continue }
            text.replace(pattern, with: new.description)
        }
        return text
    }

    /// Not the beginning of a longer number.
    private static func pattern(_ id: FactID) -> String {
        id.description.replacing(".", with: "\\.") + "(?![0-9])"
    }

    private func rename(
        _ table: String, _ column: String, _ key: (String, String), _ type: String, _ renamed: [FactID: FactID]
    ) throws {
        let writers = Set(renamed.keys.map(\.writer)).sorted().map { "%\($0):%" }
        let rows = try connection.query(
            """
            SELECT \(identifier: key.0), \(identifier: key.1), \(identifier: column)::text FROM davtari.\(identifier: table)
            WHERE \(identifier: column)::text LIKE ANY(\(writers)) FOR UPDATE
            """)
        for row in rows {
            let text = try row.text(2)
            let after = Self.renaming(text, renamed)
            guard after != text else { continue }
            try connection.execute(
                """
                UPDATE davtari.\(identifier: table) SET \(identifier: column) = \(after)::text::\(identifier: type)
                WHERE \(identifier: key.0) = \(try row.text(0)) AND \(identifier: key.1) = \(try row.text(1))
                """)
        }
    }
}
