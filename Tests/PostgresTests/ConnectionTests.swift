import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite struct `A connection` {
    let database: String
    let connection: Connection

    init() throws {
        database = try PrivatePostgres.freshDatabase()
        connection = try Connection(database)
    }

    @Test func `knows its server`() throws {
        #expect(connection.isUsable)
        #expect(connection.serverVersion >= 150_000)
        #expect(try connection.query("SELECT pg_backend_pid()")[0].int(0) == Int(connection.backendPID))
        #expect(try connection.query("SELECT current_setting('application_name')")[0].text(0) == "davtari")
    }

    @Test func `refuses an address it cannot read without repeating it`() throws {
        let error = try postgresError { _ = try Connection("password=geheim nonsense") }
        #expect(!error.description.contains("geheim"))
        #expect(try postgresError { _ = try Connection("host=/nowhere dbname=x") }.isConnectionLost)
    }

    @Test func `tells what went wrong, and keeps values out of it`() throws {
        try connection.script("CREATE TABLE item (id int8, name text, CONSTRAINT one_name UNIQUE (name))")
        try connection.execute("INSERT INTO item VALUES (1, \("geheim"))")
        let error = try postgresError { try connection.execute("INSERT INTO item VALUES (2, \("geheim"))") }
        #expect(error.isUniqueViolation)
        #expect(error.sqlState == "23505")
        #expect(SQLState.uniqueViolation ~= error)
        #expect(error.constraint == "one_name")
        #expect(error.query == "INSERT INTO item VALUES (2, $1)")
        #expect(!error.description.contains("geheim"))
        #expect(!error.isConnectionLost && connection.isUsable)
        let cast = try postgresError { _ = try connection.query("SELECT \("geheim")::int4") }
        #expect(cast.sqlState == "22P02")
        #expect(!cast.description.contains("geheim"))
    }

    @Test func `runs a script of many statements`() throws {
        try connection.script("CREATE TABLE a (x int4); INSERT INTO a VALUES (1), (2); CREATE INDEX ON a (x);")
        #expect(try connection.query("SELECT count(*) FROM a")[0].int(0) == 2)
        #expect(try postgresError { try connection.script("SELECT 1; SELEC 2") }.sqlState == .syntaxError)
    }

    @Test func `sends statements ahead, and takes their rows in any order`() throws {
        for number in 1...3 as ClosedRange<Int64> {
            let slow = try connection.ahead("SELECT \(number) * 2, pg_sleep(0.01)")
            let once = try connection.aheadOnce("SELECT \(number) * 3")
            let last = try connection.ahead("SELECT \(number) * 4").map { try $0[0].int64(0) + 1 }
            #expect(try last() == number * 4 + 1)
            #expect(try slow()[0].int64(0) == number * 2)
            #expect(try once()[0].int64(0) == number * 3)
        }
        // Both that are kept, and nothing of the other.
        #expect(try connection.query("SELECT count(*) FROM pg_prepared_statements")[0].int(0) == 2)
    }

    @Test func `a statement that fails ahead says so, and those behind it are answered`() throws {
        let wrong = try connection.ahead("SELECT 1 / \(Int64(0))")
        let unknown = try connection.ahead("SELECT no_column")
        let good = try connection.ahead("SELECT 5")
        #expect(try good()[0].int(0) == 5)
        #expect(try postgresError { _ = try wrong() }.sqlState == "22012")
        #expect(try postgresError { _ = try unknown() }.sqlState == "42703")
        #expect(throws: PostgresError.self) { try good() }
        #expect(try connection.query("SELECT 3")[0].int(0) == 3)
    }

    @Test func `a transaction throws away what nobody took, and is rolled back when that had failed`() throws {
        try connection.transaction { _ = try connection.ahead("SELECT 1") }
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try connection.transaction {
                _ = (try connection.ahead("SELECT 1"), try connection.ahead("SELECT 2"))
                throw Stop()
            }
        }
        #expect(throws: PostgresError.self) {
            try connection.transaction { _ = try connection.ahead("SELECT 1 / 0") }
        }
        let kept = try connection.transaction { try connection.ahead("SELECT 4") }
        #expect(throws: PostgresError.self) { try kept() }
        #expect(try connection.query("SELECT 3")[0].int(0) == 3)
    }

    @Test func `nothing else is asked while a statement is ahead`() throws {
        let awaited = try connection.ahead("SELECT 1")
        #expect(throws: PostgresError.self) { try connection.query("SELECT 2") }
        #expect(try awaited()[0].int(0) == 1)
        #expect(try connection.query("SELECT 2")[0].int(0) == 2)
    }

    @Test func `prepares once and runs often, also when a null comes first`() throws {
        let sql = "SELECT $1::int8 + 1 AS next"
        for number in 1...50 as ClosedRange<Int64> {
            #expect(try connection.prepared("next", sql, [.int64(number)])[0].int64(0) == number + 1)
        }
        #expect(try connection.query("SELECT count(*) FROM pg_prepared_statements")[0].int(0) == 1)
        #expect(try connection.prepared("next", sql, [.null])[0].optionalInt(0) == nil)
        #expect(try connection.prepared("next", sql, [.int64(1)])[0].int(0) == 2)
        #expect(throws: PostgresError.self) { try connection.prepared("next", "SELECT $1", [.int64(1)]) }
        try connection.reset()
        #expect(try connection.prepared("next", sql, [.int64(1)])[0].int(0) == 2)
    }

    @Test func `keeps notices to itself, or gives them to whoever asks`() throws {
        try connection.script("DO $$ BEGIN RAISE NOTICE 'unheard'; END $$")
        let heard = Mutex<[String]>([])
        connection.onNotice = { notice in heard.withLock { $0.append(notice) } }
        try connection.script("DO $$ BEGIN RAISE NOTICE 'psst'; END $$")
        #expect(heard.withLock { $0 }.map { $0.contains("psst") } == [true])
    }

    @Test func `says that it is lost when the server ends it, and is unusable from then on`() throws {
        let other = try Connection(database)
        #expect(connection.isAlive())
        try other.execute("SELECT pg_terminate_backend(\(connection.backendPID), 5000)")
        let error = try postgresError { _ = try connection.query("SELECT 1") }
        #expect(error.isConnectionLost)
        #expect(!connection.isUsable)
        #expect(!connection.isAlive())
        #expect(try postgresError { _ = try connection.query("SELECT 1") }.isConnectionLost)
        try connection.reset()
        #expect(try connection.query("SELECT 1")[0].int(0) == 1)
    }

    @Test func `can be cancelled from another thread, and goes on afterwards`() throws {
        let cancel = try connection.cancelHandle()
        let thread = Thread {
            Thread.sleep(forTimeInterval: 0.2)
            try? cancel.cancel()
        }
        thread.start()
        let error = try postgresError { _ = try connection.query("SELECT pg_sleep(30)") }
        #expect(error.isCancelled)
        #expect(try connection.query("SELECT 1")[0].int(0) == 1)
    }

    @Test func `hears what others notify`() throws {
        let other = try Connection(database)
        try connection.listen(to: "news")
        #expect(try connection.notifications(waitMilliseconds: 10).isEmpty)
        try other.execute("SELECT pg_notify('news', \("ახალი"))")
        let heard = try connection.notifications(waitMilliseconds: 5_000)
        #expect(heard == [ChannelMessage(channel: "news", payload: "ახალი", backendPID: other.backendPID)])
    }
}
