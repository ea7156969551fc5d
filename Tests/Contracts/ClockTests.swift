import Foundation
import Log
import Postgres
import TestSupport
import Testing

/// The log in Postgres and clocks that are wrong.
@Suite struct `A clock that is ahead` {
    private let conninfo: String
    init() throws { conninfo = try PrivatePostgres.freshDatabase() }

    private func append(_ log: PostgresLog) throws -> Int64 {
        try log.append([NewRecord(key: "S01", bytes: [1])], to: 0)[0].recordedAt
    }

    @Test func `at one start does not fix the time of what comes later`() throws {
        let log = try PostgresLog(conninfo, partitions: 1)
        defer { log.shutdown() }
        let first = try append(log)
        let database = try Connection(conninfo)
        // As a start with the clock of 2099 has left it; and as one left it that was seconds ahead.
        try database.execute("UPDATE log.log_partition SET last_recorded_at = 4090000000000")
        let mended = try append(log)
        #expect((first...first + 3_600_000).contains(mended))
        try database.execute("UPDATE log.log_partition SET last_recorded_at = last_recorded_at + 30000")
        #expect(try append(log) >= mended + 30_000)
    }

    @Test func `of the server's is refused beyond a minute, and nothing is written`() throws {
        let log = try PostgresLog(conninfo, partitions: 1)
        defer { log.shutdown() }
        let database = try Connection(conninfo)
        func append(aheadBy milliseconds: Int64) throws {
            let now = Int64(Date().timeIntervalSince1970 * 1000) + milliseconds
            _ = try database.query(
                """
                SELECT * FROM log.log_append(ARRAY[0], ARRAY[1::int8], \(now), ARRAY[1], ARRAY[0::int8], ARRAY['S01'],
                    ARRAY['\\x01'::bytea])
                """)
        }
        try append(aheadBy: 30_000)
        #expect(throws: PostgresError.self) { try append(aheadBy: 120_000) }
        #expect(try log.end()[0] == 1)
    }
}
