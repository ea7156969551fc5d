import Crypto
import Events
import JSON
import Postgres

/// Files that people brought, while they look at them and import them. They may tell of persons, so they are forgotten within a
/// day, and nothing else keeps them.
package enum ImportTable {
    private static let sql = """
        CREATE SCHEMA IF NOT EXISTS davtari;
        CREATE TABLE IF NOT EXISTS davtari.import (
            id text PRIMARY KEY, owner text NOT NULL, entity text NOT NULL, name text NOT NULL, bytes bytea NOT NULL,
            settings text NOT NULL, stage text NOT NULL, decided int8 NOT NULL DEFAULT 0, report text,
            made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            touched_at timestamptz NOT NULL DEFAULT clock_timestamp());
        CREATE TABLE IF NOT EXISTS davtari.import_secret (
            one boolean PRIMARY KEY DEFAULT true CHECK (one), secret bytea NOT NULL);
        """

    private static let keptHours: Int32 = 24

    package static func migrate(_ pool: Pool) throws {
        try pool.withConnection { connection in
            try connection.makingTables { try connection.makeSchema("imports", sql) }
        }
    }

    /// What makes the codes of new entries out of their rows (`ImportPlan`): made once, kept in this database alone.
    static func secret(_ connection: Connection) throws -> [UInt8] {
        let rows = try connection.query("SELECT secret FROM davtari.import_secret")
        if let row = rows.first { return try row.bytes(0) }
        try connection.execute(
            "INSERT INTO davtari.import_secret (secret) VALUES (\(Random.bytes(32))) ON CONFLICT DO NOTHING")
        return try connection.query("SELECT secret FROM davtari.import_secret").first?.bytes(0) ?? []
    }

    static func add(_ file: ImportFile, bytes: [UInt8], _ connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO davtari.import (id, owner, entity, name, bytes, settings, stage)
            VALUES (\(file.id), \(file.owner), \(file.entity), \(file.name), \(bytes), \(file.settings.json.text), \(file.stage.rawValue))
            """)
        try connection.execute(
            "DELETE FROM davtari.import WHERE made_at < clock_timestamp() - make_interval(hours => \(keptHours))")
    }

    /// nil where there is none of this person's, or it is forgotten.
    static func find(_ id: String, of owner: String, _ connection: Connection) throws -> ImportFile? {
        let rows = try connection.query(
            """
            SELECT entity, name, settings, stage, decided, report,
                touched_at < clock_timestamp() - make_interval(secs => \(ImportFile.silentSeconds))
            FROM davtari.import WHERE id = \(id) AND owner = \(owner)
            """)
        guard let row = rows.first else { return nil }
        return ImportFile(
            id: id, owner: owner, entity: try row.text(0), name: try row.text(1),
            settings: ImportSettings(try JSON(parsing: Array(try row.text(2).utf8))),
            stage: ImportFile.Stage(rawValue: try row.text(3)) ?? .failed, decided: Int(try row.int64(4)),
            report: try row.optionalText(5).map { ImportReport(try JSON(parsing: Array($0.utf8))) },
            isSilent: try row.bool(6))
    }

    static func bytes(_ id: String, _ connection: Connection) throws -> [UInt8]? {
        try connection.query("SELECT bytes FROM davtari.import WHERE id = \(id)").first?.bytes(0)
    }

    static func set(
        _ id: String, _ stage: ImportFile.Stage, settings: ImportSettings? = nil, report: ImportReport? = nil,
        decided: Int = 0, _ connection: Connection
    ) throws {
        try connection.execute(
            """
            UPDATE davtari.import SET stage = \(stage.rawValue), decided = \(Int64(decided)),
                settings = coalesce(\(settings?.json.text), settings), report = coalesce(\(report?.json.text), report),
                touched_at = clock_timestamp()
            WHERE id = \(id)
            """)
    }
}
