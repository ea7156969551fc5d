import Postgres
import TestSupport
import Testing

/// One connection, in a schema of its own.
func freshConnection() throws -> Connection {
    let connection = try Connection(PrivatePostgres.sharedDatabase())
    let schema = quoteIdentifier(PrivatePostgres.freshSchemaName())
    try connection.script("CREATE SCHEMA \(schema); SET search_path TO \(schema)")
    return connection
}

/// The Postgres error `body` throws; the test fails if it throws none.
func postgresError(
    _ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
) throws -> PostgresError {
    try #require(throws: PostgresError.self, sourceLocation: sourceLocation) { try body() }
}
