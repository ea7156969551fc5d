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

    @Test func `lends nothing once closed`() throws {
        let pool = Pool(database, limit: 1)
        try pool.withConnection { _ in pool.close() }
        #expect(try postgresError { try pool.withConnection { _ in } }.isPoolUnavailable)
    }
}
