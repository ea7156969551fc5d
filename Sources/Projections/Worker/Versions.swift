import Events
import Log
import Postgres

/// The table of read models: a row a version, with its owner, its lease, and how far it is.
package enum Versions {
    package static let schema = """
        CREATE SCHEMA IF NOT EXISTS davtari;
        CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA davtari;
        CREATE TABLE IF NOT EXISTS davtari.read_model (
            name text NOT NULL, version int4 NOT NULL, serving bool NOT NULL, log text NOT NULL,
            epoch int8 NOT NULL DEFAULT 0, owner text, backend_pid int4, backend_start timestamptz, lease_until timestamptz,
            position int8[] NOT NULL, recorded_max int8[] NOT NULL, leaves bytea[] NOT NULL,
            last_error text, updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (name, version));
        ALTER TABLE davtari.read_model ADD COLUMN IF NOT EXISTS format int4 NOT NULL DEFAULT 1;
        CREATE UNIQUE INDEX IF NOT EXISTS read_model_serving ON davtari.read_model (name) WHERE serving;
        \(refusedReactions)
        \(SetAside.schema)
        \(FoldAttempts.schema)
        """

    /// The office writes it and reports show it; neither may import the other, and either may come first
    /// (`CommandsSchema`).
    private static let refusedReactions = """
        CREATE TABLE IF NOT EXISTS davtari.reaction_refused (
            writer text NOT NULL, writerseq int8 NOT NULL, rule text NOT NULL, message text NOT NULL,
            refused_at timestamptz NOT NULL DEFAULT clock_timestamp(), store text, type text,
            PRIMARY KEY (writer, writerseq));
        """

    package static func schemaName(_ name: String, _ version: Int) -> String { "\(name)_\(version)" }

    /// Makes the table of read models, and a first version of each that is missing or was made by a build that kept its rows
    /// otherwise: that one serves no more and stays, and the new one folds the log from its beginning.
    package static func prepare(
        _ connection: Connection, _ log: LogIdentity, _ models: [any ReadModel.Type] = ReadModels.all
    ) throws {
        try connection.makingTables {
            try connection.makeSchema("projections", schema)
            // What an earlier build kept apart: it serves no more, and stays.
            try connection.execute(
                "UPDATE davtari.read_model SET serving = false WHERE serving AND name = ANY(\(ReadModels.gone))")
            for model in models {
                let rows = try connection.query(
                    "SELECT log, format FROM davtari.read_model WHERE name = \(model.name) AND serving")
                if let row = rows.first {
                    let found = try row.text(0)
                    guard found == log.id else {
                        throw ProjectionError.otherLog(
                            "this database's read models were folded from log \(found), not from \(log.id)")
                    }
                    if try row.int(1) == Int(model.format) { continue }
                    try connection.execute(
                        "UPDATE davtari.read_model SET serving = false WHERE name = \(model.name) AND serving")
                }
                let version = try next(connection, model)
                try create(connection, model, version: version, serving: true, log)
                try connection.script(model.earlyKeys)
                try connection.script(model.keys)
            }
        }
    }

    /// The number of a read model's next version.
    static func next(_ connection: Connection, _ model: any ReadModel.Type) throws -> Int {
        try connection.query(
            "SELECT coalesce(max(version), 0) + 1 FROM davtari.read_model WHERE name = \(model.name)")[0].int(0)
    }

    /// Takes away versions of rebuilds that ended before their rows were written.
    static func dropUnfinished(_ connection: Connection, _ model: any ReadModel.Type) throws {
        let rows = try connection.query(
            """
            DELETE FROM davtari.read_model r WHERE name = \(model.name) AND NOT serving AND \(isUnfinished)
                AND NOT EXISTS (SELECT FROM pg_stat_activity a
                    WHERE a.pid = r.backend_pid AND a.backend_start = r.backend_start)
            RETURNING version
            """)
        for row in rows {
            let schema = schemaName(model.name, try row.int(0))
            try connection.execute("DROP SCHEMA IF EXISTS \(identifier: schema) CASCADE")
        }
    }

    /// Whether a version has folded nothing; a rebuild's position is committed with its rows.
    private static let isUnfinished: SQL = "0 = ALL (position)"

    /// Every version with its position, as `davtari projections list` tells them.
    package static func list(_ connection: Connection) throws -> [(
        name: String, version: Int, state: String, position: Position
    )] {
        try connection.query(
            """
            SELECT name, version, CASE WHEN serving THEN 'serving' WHEN \(isUnfinished) THEN 'unfinished' ELSE 'kept' END,
                position
            FROM davtari.read_model ORDER BY name, version
            """
        ).map { (try $0.text(0), try $0.int(1), try $0.text(2), Position(offsets: try $0.int64Array(3))) }
    }

    /// An empty version, its tables without keys; leaves the search path on its schema.
    static func create(
        _ connection: Connection, _ model: any ReadModel.Type, version: Int, serving: Bool, _ log: LogIdentity
    ) throws {
        let schema = quoteIdentifier(schemaName(model.name, version))
        try connection.script(
            "DROP SCHEMA IF EXISTS \(schema) CASCADE; CREATE SCHEMA \(schema); SET LOCAL search_path TO \(schema)")
        try connection.script(model.tables)
        try connection.script("CREATE TABLE folded (writer text PRIMARY KEY, ranges int8[] NOT NULL)")
        let zero = [Int64](repeating: 0, count: log.partitions)
        let leaves = [[UInt8]](repeating: [], count: log.partitions)
        try connection.execute(
            "DELETE FROM davtari.read_model WHERE name = \(model.name) AND version = \(Int32(version))")
        try FoldAttempts.end(connection, model.name, version)
        try connection.execute(
            """
            INSERT INTO davtari.read_model (name, version, serving, log, position, recorded_max, leaves, format)
            VALUES (\(model.name), \(Int32(version)), \(serving), \(log.id), \(zero), \(zero), \(leaves), \(model.format))
            """)
    }

    /// Tables that somebody has dropped, with their schema or alone, and columns that an earlier Davtari did not make.
    static func tables(of whole: String, missingIn schema: String, _ connection: Connection) throws -> [String] {
        try connection.query(
            """
            SELECT DISTINCT CASE WHEN h.oid IS NULL THEN w.relname::text ELSE w.relname || '.' || a.attname END
            FROM pg_class w
            JOIN pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_class h ON h.relnamespace = to_regnamespace(\(quoteIdentifier(schema))) AND h.relname = w.relname
            WHERE w.relkind = 'r' AND w.relnamespace = to_regnamespace(\(quoteIdentifier(whole)))
                AND NOT EXISTS (SELECT FROM pg_attribute b
                    WHERE b.attrelid = h.oid AND b.attname = a.attname AND NOT b.attisdropped)
            ORDER BY 1
            """
        ).map { "\(schema).\(try $0.text(0))" }
    }

    /// The serving version of a read model: its schema and the position its rows reflect. Read it in the same
    /// REPEATABLE READ transaction as the rows.
    package static func serving(_ connection: Connection, _ name: String) throws -> (
        schema: String, version: Int, position: Position
    ) {
        let rows = try connection.prepared(
            "serving", "SELECT version, position FROM davtari.read_model WHERE name = $1 AND serving", [Bind(name)])
        guard let row = rows.first else { throw ProjectionError.notThere(name) }
        let version = try row.int(0)
        return (schemaName(name, version), version, Position(offsets: try row.int64Array(1)))
    }
}

package enum ProjectionError: Error, CustomStringConvertible {
    case otherLog(String)
    case notThere(String)
    /// Another owner has taken the lease, or the rows moved on without us.
    case leaseLost(String)
    case differs(String)
    /// So many records were set aside that it is not for them.
    case tooManyAside(String)
    /// Somebody has dropped tables of a version.
    case tablesGone(String)

    package var description: String {
        switch self {
        case .otherLog(let text), .differs(let text), .tooManyAside(let text): text
        case .tablesGone(let name):
            "tables of read model “\(name)” were dropped: `davtari projections rebuild \(name)` makes them anew from the log"
        case .notThere(let name): "there is no read model “\(name)” yet"
        case .leaseLost(let name): "the lease of read model “\(name)” was lost"
        }
    }
}
