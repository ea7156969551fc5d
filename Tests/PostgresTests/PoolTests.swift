import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite struct `A pool` {
    let database: String

    init() throws { database = try PrivatePostgres.freshDatabase() }

    @Test func `lends the same connection again`() throws {
        let pool = Pool(database, limit: 2)
        let first = try pool.withConnection { $0.backendPID }
        #expect(try pool.withConnection { $0.backendPID } == first)
    }

    @Test func `gives up when nothing comes free in time`() throws {
        let pool = Pool(database, limit: 1, waitMilliseconds: 50)
        try pool.withConnection { _ in
            let error = try postgresError { try pool.withConnection { _ in } }
            #expect(error.isPoolUnavailable)
        }
        try pool.withConnection { _ in }
    }

    @Test func `lets a caller wait for one to come back`() throws {
        let pool = Pool(database, limit: 1, waitMilliseconds: 10_000)
        let served = Mutex(false)
        let done = DispatchSemaphore(value: 0)
        try pool.withConnection { _ in
            Thread.detachNewThread {
                try? pool.withConnection { _ in served.withLock { $0 = true } }
                done.signal()
            }
            Thread.sleep(forTimeInterval: 0.1)
            #expect(served.withLock { $0 } == false)
        }
        #expect(done.wait(timeout: .now() + 10) == .success)
        #expect(served.withLock { $0 })
    }

    @Test func `never lends more than its limit to a crowd`() throws {
        let pool = Pool(database, limit: 3, waitMilliseconds: 30_000)
        let lent = Mutex((now: 0, most: 0, served: 0))
        let done = DispatchGroup()
        for _ in 0..<12 {
            done.enter()
            Thread.detachNewThread {
                for _ in 0..<10 {
                    try? pool.withConnection { connection in
                        lent.withLock { ($0.now, $0.most) = ($0.now + 1, max($0.most, $0.now + 1)) }
                        _ = try? connection.query("SELECT pg_sleep(0.001)")
                        lent.withLock { ($0.now, $0.served) = ($0.now - 1, $0.served + 1) }
                    }
                }
                done.leave()
            }
        }
        #expect(done.wait(timeout: .now() + 60) == .success)
        let (_, most, served) = lent.withLock { $0 }
        #expect(most <= 3)
        #expect(served == 120)
    }

    @Test func `throws away what comes back broken, in a transaction, or dies in its hands`() throws {
        let other = try Connection(database)
        func end(_ pid: Int32) throws { try other.execute("SELECT pg_terminate_backend(\(pid), 5000)") }
        let pool = Pool(database, limit: 1)
        let first = try pool.withConnection { $0.backendPID }
        try end(first)
        let second = try pool.withConnection { connection in
            _ = try connection.query("SELECT 1")
            return connection.backendPID
        }
        #expect(second != first)
        try pool.withConnection { try $0.script("BEGIN") }
        try pool.withConnection { connection in
            #expect(connection.backendPID != second)
            #expect(!connection.isInTransaction)
            try end(connection.backendPID)
            _ = try? connection.query("SELECT 1")
        }
        #expect(try pool.withConnection { try $0.query("SELECT 1")[0].int(0) } == 1)
    }

    @Test func `keeps the statements of late, and none that failed`() throws {
        let pool = Pool(database, limit: 1, keptStatements: 3, settings: "SET application_name = 'kept'")
        try pool.withConnection { connection in
            func kept() throws -> [String] {
                try connection.queryOnce("SELECT statement FROM pg_prepared_statements ORDER BY prepare_time").map {
                    try $0.text(0)
                }
            }
            #expect(try connection.queryOnce("SELECT current_setting('application_name')")[0].text(0) == "kept")
            for _ in 0..<20 {
                #expect(try connection.query("SELECT \(Int64(1)) + 1")[0].int(0) == 2)
                #expect(try connection.query("SELECT \("one") || 'two'")[0].text(0) == "onetwo")
            }
            #expect(try kept() == ["SELECT $1 + 1", "SELECT $1 || 'two'"])
            // The same text of other types is another statement.
            #expect(try connection.query("SELECT \(Int32(1)) + 1")[0].int(0) == 2)
            _ = try connection.query("SELECT \("one") || 'two'")
            _ = try connection.query("SELECT 4")
            #expect(try kept() == ["SELECT $1 || 'two'", "SELECT $1 + 1", "SELECT 4"])
            try connection.script("CREATE TABLE item (id int8); INSERT INTO item VALUES (7)")
            #expect(try connection.query("SELECT * FROM item")[0].int(0) == 7)
            // What is made anew with other columns cannot be read by what was kept; then it is kept no longer.
            try connection.script("DROP TABLE item; CREATE TABLE item (name text); INSERT INTO item VALUES ('x')")
            #expect(throws: PostgresError.self) { try connection.query("SELECT * FROM item") }
            #expect(try connection.query("SELECT * FROM item")[0].text(0) == "x")
        }
    }

    @Test func `lends nothing once closed`() throws {
        let pool = Pool(database, limit: 1)
        try pool.withConnection { _ in pool.close() }
        #expect(try postgresError { try pool.withConnection { _ in } }.isPoolUnavailable)
    }
}
