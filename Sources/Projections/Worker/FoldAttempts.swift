import Log
import Postgres

/// What is being folded with care, noted before it is: a process that ends leaves behind what it ended in.
///
/// Noted only after an end that nobody asked for (`CarefulFold`), and in transactions of their own.
enum FoldAttempts {
    static let schema = """
        CREATE TABLE IF NOT EXISTS davtari.fold_attempt (
            name text NOT NULL, version int4 NOT NULL, until int8[] NOT NULL, records int4 NOT NULL, log_partition int4 NOT NULL,
            log_offset int8 NOT NULL, deaths int4 NOT NULL DEFAULT 0, reason text, PRIMARY KEY (name, version));
        """

    /// Reading is nobody's own: its attempts bear this name.
    static let decoding = "decode"

    /// An attempt that did not come to its end.
    struct Attempt {
        /// Where it would have come to.
        var until: Position
        /// How many records it took.
        var records: Int
        /// The first of them.
        var first: SetAside.Place
        /// How often the first of them has died alone.
        var deaths: Int
        /// What was thrown; nil when the process ended.
        var reason: String?
    }

    /// Notes what is about to be folded, or read, in a transaction of its own.
    static func begin(
        _ connection: Connection, _ name: String, _ version: Int, until: Position, records: Int, first: SetAside.Place,
        deaths: Int
    ) throws {
        try connection.execute(
            """
            INSERT INTO davtari.fold_attempt (name, version, until, records, log_partition, log_offset, deaths)
            VALUES (\(name), \(Int32(version)), \(until.offsets), \(Int32(records)), \(Int32(first.partition)), \(first.offset),
                \(Int32(deaths)))
            ON CONFLICT (name, version) DO UPDATE SET until = excluded.until, records = excluded.records,
                log_partition = excluded.log_partition, log_offset = excluded.log_offset, deaths = excluded.deaths, reason = NULL
            """)
    }

    /// What was thrown, for whoever tries again.
    static func fail(_ connection: Connection, _ name: String, _ version: Int, _ reason: String) throws {
        try connection.execute(
            """
            UPDATE davtari.fold_attempt SET reason = \(reason) WHERE name = \(name) AND version = \(Int32(version))
            """)
    }

    static func end(_ connection: Connection, _ name: String, _ version: Int) throws {
        try connection.execute(
            "DELETE FROM davtari.fold_attempt WHERE name = \(name) AND version = \(Int32(version))")
    }

    static func unfinished(_ connection: Connection, _ name: String, _ version: Int) throws -> Attempt? {
        try connection.query(
            """
            SELECT until, records, log_partition, log_offset, deaths, reason FROM davtari.fold_attempt
            WHERE name = \(name) AND version = \(Int32(version))
            """
        ).first.map { row in
            Attempt(
                until: Position(offsets: try row.int64Array(0)), records: try row.int(1),
                first: .init(partition: try row.int(2), offset: try row.int64(3)), deaths: try row.int(4),
                reason: try row.optionalText(5))
        }
    }
}
