import Postgres
import TestSupport
import Testing

@Suite struct `A transaction` {
    struct Trouble: Error {}
    let database: String
    let connection: Connection

    init() throws {
        database = try PrivatePostgres.freshDatabase()
        connection = try Connection(database)
        try connection.script("CREATE TABLE t (x int8 PRIMARY KEY)")
    }

    func count() throws -> Int { try connection.query("SELECT count(*) FROM t")[0].int(0) }

    @Test func `commits what its body did and returns its value`() throws {
        let touched = try connection.transaction { try connection.execute("INSERT INTO t VALUES (1), (2)") }
        #expect(touched == 2)
        #expect(try count() == 2)
        #expect(!connection.isInTransaction)
    }

    @Test func `rolls back when its body throws`() throws {
        #expect(throws: Trouble.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                throw Trouble()
            }
        }
        #expect(try count() == 0)
        #expect(!connection.isInTransaction)
    }

    @Test func `does not pretend to commit when its body swallowed a server error`() throws {
        #expect(throws: PostgresError.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                _ = try? connection.execute("INSERT INTO t VALUES (1)")
            }
        }
        #expect(try count() == 0)
    }

    @Test func `does not nest`() throws {
        #expect(throws: PostgresError.self) { try connection.transaction { try connection.transaction {} } }
        #expect(!connection.isInTransaction)
    }

    @Test func `sees one picture when repeatable, and cannot write when read-only`() throws {
        let other = try Connection(database)
        try connection.transaction(.repeatableReadReadOnly) {
            #expect(try count() == 0)
            try other.execute("INSERT INTO t VALUES (1)")
            #expect(try count() == 0)
        }
        #expect(try count() == 1)
        let error = try postgresError {
            try connection.transaction(.repeatableReadReadOnly) { try connection.script("DELETE FROM t") }
        }
        #expect(error.sqlState == .readOnlyTransaction)
    }

    @Test func `that loses a race says that it may be tried again`() throws {
        let other = try Connection(database)
        try connection.execute("INSERT INTO t VALUES (1)")
        let error = try postgresError {
            try connection.transaction(.repeatableRead) {
                _ = try count()
                try other.execute("UPDATE t SET x = 2")
                try connection.execute("UPDATE t SET x = 3")
            }
        }
        #expect(error.isSerializationFailure)
    }

    @Test func `tells of the lost connection, not of the rollback that could not be`() throws {
        let other = try Connection(database)
        let error = try postgresError {
            try connection.transaction {
                try other.execute("SELECT pg_terminate_backend(\(connection.backendPID), 5000)")
                try connection.execute("INSERT INTO t VALUES (1)")
            }
        }
        #expect(error.isConnectionLost)
        try connection.reset()
        #expect(throws: RollbackFailed.self) {
            try connection.transaction {
                try other.execute("SELECT pg_terminate_backend(\(connection.backendPID), 5000)")
                throw Trouble()
            }
        }
    }
}
