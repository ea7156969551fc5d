import Crypto
import Events
import Foundation
import JSON
import Log
import Postgres

/// Records on which folding has died twice: a read model goes on without them, and says so.
///
/// A row a read model's version: what a version has left out, it lists. A rebuild takes the list of the version that serves,
/// so it leaves out the same and is equal. A later build takes up again what an earlier one set aside.
enum SetAside {
    static let schema = """
        CREATE TABLE IF NOT EXISTS davtari.set_aside (
            name text NOT NULL, version int4 NOT NULL, log_partition int4 NOT NULL, log_offset int8 NOT NULL,
            recorded_at int8 NOT NULL, writer text, writerseq int8, store text, type text, stage text NOT NULL,
            reason text NOT NULL, build text NOT NULL, set_aside_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (name, version, log_partition, log_offset),
            FOREIGN KEY (name, version) REFERENCES davtari.read_model ON DELETE CASCADE);
        """

    /// More than this is no matter of single records: then folding stops and says why, as before.
    static let limit = 100

    /// What died.
    enum Stage: String { case decode, fold }

    struct Place: Hashable, Comparable {
        var partition: Int
        var offset: Int64

        init(partition: Int, offset: Int64) { (self.partition, self.offset) = (partition, offset) }
        init(_ source: RecordSource) { self.init(partition: source.partition, offset: source.offset) }
        init(_ record: LogRecord) { self.init(partition: record.partition, offset: record.offset) }

        static func < (one: Place, other: Place) -> Bool {
            (one.partition, one.offset) < (other.partition, other.offset)
        }
    }

    /// - Parameter stage: nil takes all.
    static func places(
        _ connection: Connection, _ model: String, version: Int, stage: Stage? = nil, notOf build: String? = nil
    ) throws -> [Place] {
        try connection.query(
            """
            SELECT log_partition, log_offset FROM davtari.set_aside
            WHERE name = \(model) AND version = \(Int32(version)) AND (\(stage?.rawValue)::text IS NULL OR stage = \(stage?.rawValue))
                AND (\(build)::text IS NULL OR build <> \(build)) ORDER BY log_partition, log_offset
            """
        ).map { Place(partition: try $0.int(0), offset: try $0.int64(1)) }
    }

    /// What no decoder of this database is to read.
    static func undecodable(_ connection: Connection) throws -> Set<Place> {
        Set(
            try connection.query("SELECT log_partition, log_offset FROM davtari.set_aside WHERE stage = 'decode'").map {
                Place(partition: try $0.int(0), offset: try $0.int64(1))
            })
    }

    static func add(
        _ connection: Connection, _ model: String, version: Int, _ record: LogRecord, _ stage: Stage, reason: String,
        build: String
    ) throws {
        // What cannot be decoded is not looked into once more.
        let event = stage == .decode ? nil : try? Event.read(record.bytes, with: JSONParser())
        try connection.execute(
            """
            INSERT INTO davtari.set_aside (name, version, log_partition, log_offset, recorded_at, writer, writerseq, store,
                type, stage, reason, build)
            VALUES (\(model), \(Int32(version)), \(Int32(record.partition)), \(record.offset), \(record.recordedAt),
                \(event?.id.writer), \(event?.id.sequence), \(event?.envelope.store), \(event?.envelope.type),
                \(stage.rawValue), \(reason), \(build))
            ON CONFLICT (name, version, log_partition, log_offset) DO NOTHING
            """)
    }

    static func count(_ connection: Connection, _ model: String, version: Int) throws -> Int {
        try connection.query(
            "SELECT count(*) FROM davtari.set_aside WHERE name = \(model) AND version = \(Int32(version))")[0].int(0)
    }

    /// A version in the making leaves out what the one that serves has left out.
    static func inherit(_ connection: Connection, _ model: String, version: Int) throws {
        try connection.execute(
            """
            INSERT INTO davtari.set_aside (name, version, log_partition, log_offset, recorded_at, writer, writerseq, store,
                type, stage, reason, build, set_aside_at)
            SELECT name, \(Int32(version)), log_partition, log_offset, recorded_at, writer, writerseq, store, type, stage,
                reason, build, set_aside_at
            FROM davtari.set_aside JOIN davtari.read_model USING (name, version) WHERE name = \(model) AND serving
            """)
    }
}

/// Which build of Davtari this is: what one could not fold, the next may.
package enum Build {
    /// The hash of the running executable. Asked for only where something was set aside, or somebody wants to know.
    package static let this: String = {
        guard let bytes = try? Data(contentsOf: URL(filePath: "/proc/self/exe"), options: .alwaysMapped) else {
            return "unknown"
        }
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update($0) }
        return String(Hex.encode(hash.finish()).prefix(16))
    }()
}
