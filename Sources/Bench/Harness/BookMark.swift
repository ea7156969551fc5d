import Log
import Postgres
import Queries

/// How far the serving read models are, over a connection of its own.
final class BookMark {
    private let connection: Connection
    init(_ conninfo: String) throws { connection = try Connection(conninfo, applicationName: "davtari bench") }
    func position() throws -> Position {
        try connection.transaction(.repeatableReadReadOnly) { try Schemas(connection).position }
    }
}
