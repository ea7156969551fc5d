import Postgres
import TestSupport
import Testing

@Suite struct `A script that makes tables` {
    private static let sql = """
        CREATE TABLE IF NOT EXISTS davtari.made (a int);
        ALTER TABLE davtari.made ADD COLUMN IF NOT EXISTS b int;
        """

    private func make(_ connection: Connection, _ sql: String) throws {
        try connection.transaction { try connection.makeSchema("test", sql) }
    }

    @Test func `that has made them waits for nobody who works on them; another wording does`() throws {
        let database = try PrivatePostgres.freshDatabase()
        let (starting, working) = (try Connection(database), try Connection(database))
        try make(starting, Self.sql)
        try working.script("BEGIN; INSERT INTO davtari.made VALUES (1, 2)")
        try starting.script("SET lock_timeout = '200ms'")
        try make(starting, Self.sql)
        #expect(throws: PostgresError.self) { try make(starting, Self.sql + " ") }
        try working.script("ROLLBACK")
        try make(starting, Self.sql + " ALTER TABLE davtari.made ADD COLUMN IF NOT EXISTS c int;")
        #expect(try starting.execute("INSERT INTO davtari.made (c) VALUES (1)") == 1)
    }
}
