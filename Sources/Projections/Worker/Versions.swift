import Events
import Log
import Postgres

/// The table of read models: a row a version, with its owner, its lease, and how far it is.
package enum Versions {
    package static let schema = """
        CREATE SCHEMA IF NOT EXISTS davtari;
        CREATE TABLE IF NOT EXISTS davtari.read_model (
            name text NOT NULL, version int4 NOT NULL, serving bool NOT NULL, log text NOT NULL,
            epoch int8 NOT NULL DEFAULT 0, owner text, backend_pid int4, backend_start timestamptz, lease_until timestamptz,
            position int8[] NOT NULL, recorded_max int8[] NOT NULL, leaves bytea[] NOT NULL,
            last_error text, updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (name, version));
        CREATE UNIQUE INDEX IF NOT EXISTS read_model_serving ON davtari.read_model (name) WHERE serving;
        \(total)
        \(refusedReactions)
        """

    /// The sum of int8 as int8, and an error where that is too small, as a cast of `sum`'s numeric would be. Postgres's own adds
    /// up in numeric, and a dashboard adds tens of thousands.
    private static let total = """
        CREATE OR REPLACE AGGREGATE davtari.total(int8)
            (SFUNC = int8pl, STYPE = int8, INITCOND = '0', COMBINEFUNC = int8pl, PARALLEL = SAFE);
        """

    /// The office writes it and reports show it; neither may import the other, and either may come first
    /// (`CommandsSchema`).
    private static let refusedReactions = """
        CREATE TABLE IF NOT EXISTS davtari.reaction_refused (
            writer text NOT NULL, writerseq int8 NOT NULL, rule text NOT NULL, message text NOT NULL,
            refused_at timestamptz NOT NULL DEFAULT clock_timestamp(), store text, type text,
            PRIMARY KEY (writer, writerseq));
        """

    static func schemaName(_ name: String, _ version: Int) -> String { "\(name)_\(version)" }

    /// Makes the table of read models and a first version of each that is missing.
    package static func prepare(_ connection: Connection, _ log: LogIdentity) throws {
        try connection.transaction {
            try connection.execute("SELECT pg_advisory_xact_lock(hashtext('davtari schema'))")
            try connection.script(schema)
            for model in ReadModels.all {
                let rows = try connection.query(
                    "SELECT log FROM davtari.read_model WHERE name = \(model.name) AND serving")
                if let row = rows.first {
                    let found = try row.text(0)
                    guard found == log.id else {
                        throw ProjectionError.otherLog(
                            "this database's read models were folded from log \(found), not from \(log.id)")
                    }
                } else {
                    try create(connection, model, version: 1, serving: true, log)
                    try connection.script(model.earlyKeys)
                    try connection.script(model.keys)
                }
            }
        }
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
        try connection.execute(
            """
            INSERT INTO davtari.read_model (name, version, serving, log, position, recorded_max, leaves)
            VALUES (\(model.name), \(Int32(version)), \(serving), \(log.id), \(zero), \(zero), \(leaves))
            """)
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
    /// The record at our position is not the one we folded: the log went back or was altered.
    case logWentBack(String)
    case differs(String)

    package var description: String {
        switch self {
        case .otherLog(let text), .logWentBack(let text), .differs(let text): text
        case .notThere(let name): "there is no read model “\(name)” yet"
        case .leaseLost(let name): "the lease of read model “\(name)” was lost"
        }
    }
}
