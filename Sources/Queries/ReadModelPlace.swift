import Log
import Postgres

/// How far a serving read model is, and what went wrong with it last.
package struct ReadModelPlace: Sendable {
    package let name: String
    package let version: Int64
    package let position: Position
    package let lastError: String?
    /// Since it last took anything; nothing is wrong with a long time while nothing comes.
    package let secondsSinceCommit: Int64

    package static func all(_ connection: Connection) throws -> [ReadModelPlace] {
        try connection.query(
            """
            SELECT name, version, position, last_error, extract(epoch FROM clock_timestamp() - updated_at)::int8
            FROM davtari.read_model WHERE serving ORDER BY name
            """
        ).map { row in
            ReadModelPlace(
                name: try row.text(0), version: try row.int64(1), position: Position(offsets: try row.int64Array(2)),
                lastError: try row.optionalText(3), secondsSinceCommit: try row.int64(4))
        }
    }
}
