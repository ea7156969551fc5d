import Postgres
import TestSupport
import Testing

/// One connection to a database of its own.
func freshConnection() throws -> Connection { try Connection(PrivatePostgres.freshDatabase()) }

/// The Postgres error `body` throws; the test fails if it throws none.
func postgresError(
    _ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
) throws -> PostgresError {
    try #require(throws: PostgresError.self, sourceLocation: sourceLocation) { try body() }
}
