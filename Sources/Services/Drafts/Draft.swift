import Crypto
import Events
import JSON
import Postgres

/// A document that somebody has begun to fill in and put aside: to be taken up again by them, or by another who may enter it. It is
/// no fact, and nothing else knows of it.
package struct Draft: Sendable, Equatable {
    package let id: String
    /// The form of the pages that is being filled in.
    package let form: String
    package let values: [Value]
    package let keptBy: String
    package let keptAt: Instant

    package struct Value: Sendable, Equatable {
        package let name: String
        package let value: String
        package init(name: String, value: String) { (self.name, self.value) = (name, value) }
    }

    static let schema = """
        CREATE TABLE IF NOT EXISTS davtari.draft (
            id text PRIMARY KEY, form text NOT NULL, said text NOT NULL, kept_by text NOT NULL, kept_at int8 NOT NULL,
            sent_at int8);
        """

    /// One that nobody has touched for so long is forgotten.
    private static let keptDays: Int64 = 90
    private static let dayMilliseconds: Int64 = 86_400_000
    /// Whoever began to send it has ended by then, one way or the other.
    private static let sendingMilliseconds: Int64 = 60_000

    private init(_ row: Row) throws {
        (id, form, keptBy) = (try row.text(0), try row.text(1), try row.text(3))
        keptAt = Instant(milliseconds: try row.int64(4))
        values = try (JSON(parsing: Array(try row.text(2).utf8)).array ?? []).map {
            Value(name: $0["name"]?.string ?? "", value: $0["value"]?.string ?? "")
        }
    }

    private static let columns: SQL = "id, form, said, kept_by, kept_at"

    /// The latest first.
    package static func all(_ connection: Connection, limit: Int64) throws -> [Draft] {
        try connection.query("SELECT \(columns) FROM davtari.draft ORDER BY kept_at DESC, id LIMIT \(limit)")
            .map { try Draft($0) }
    }

    /// nil where there is none, or no more.
    package static func named(_ id: String, _ connection: Connection) throws -> Draft? {
        try connection.query("SELECT \(columns) FROM davtari.draft WHERE id = \(id)").first.map { try Draft($0) }
    }

    /// Puts aside what was filled in, in the place of what was kept of it before.
    ///
    /// - Parameter id: of the draft that it was taken up from; empty: there was none.
    package static func keep(
        _ id: String, _ form: String, _ values: [Value], by person: String, at now: Instant, _ connection: Connection
    ) throws {
        let said = JSON.array(values.map { ["name": .string($0.name), "value": .string($0.value)] }).text
        let id = id.isEmpty ? Hex.encode(Random.bytes(8)) : id
        try connection.execute(
            """
            INSERT INTO davtari.draft (id, form, said, kept_by, kept_at)
            VALUES (\(id), \(form), \(said), \(person), \(now.milliseconds))
            ON CONFLICT (id) DO UPDATE SET said = excluded.said, kept_by = excluded.kept_by, kept_at = excluded.kept_at
            """)
        try connection.execute(
            "DELETE FROM davtari.draft WHERE kept_at < \(now.milliseconds - keptDays * dayMilliseconds)")
    }

    package static func drop(_ id: String, _ connection: Connection) throws {
        try connection.execute("DELETE FROM davtari.draft WHERE id = \(id)")
    }

    /// Begins to send it: two people who took up the same enter it once.
    ///
    /// - Returns: whether it is still there, and nobody else sends it.
    package static func beginSending(_ id: String, at now: Instant, _ connection: Connection) throws -> Bool {
        try connection.query(
            """
            UPDATE davtari.draft SET sent_at = \(now.milliseconds)
            WHERE id = \(id) AND coalesce(sent_at < \(now.milliseconds - sendingMilliseconds), true) RETURNING id
            """
        ).first != nil
    }

    /// It was refused, and is a draft again.
    package static func endSending(_ id: String, _ connection: Connection) throws {
        try connection.execute("UPDATE davtari.draft SET sent_at = NULL WHERE id = \(id)")
    }
}
