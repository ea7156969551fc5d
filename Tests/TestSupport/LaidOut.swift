import Foundation
import Log
import Postgres
import Projections
import Services
import Synchronization

/// Databases in which a first start has laid everything out: the log, the read models, accounts and commands.
///
/// Each is a copy of one that was laid out in earnest. Some two hundred tables and indexes cost the server a third of a
/// second, their copy a twentieth, and most tests begin with them.
package enum LaidOut {
    /// A new one, with a log that is nobody else's.
    package static func database(partitions: Int) throws -> String {
        try database(for: LogIdentity(id: UUID().uuidString.lowercased(), partitions: partitions))
    }

    /// A new one whose read models are of this log.
    package static func database(for log: LogIdentity) throws -> String {
        let partitions = log.partitions
        let pattern = try patterns.withLock { (patterns: inout [Int: String]) throws -> String in
            let pattern = try patterns[partitions] ?? layOut(partitions)
            patterns[partitions] = pattern
            return pattern
        }
        let database = try PrivatePostgres.freshDatabase(like: pattern)
        try Connection(database).script(
            "UPDATE log.log_identity SET id = '\(log.id)'; UPDATE davtari.read_model SET log = '\(log.id)'")
        return database
    }

    /// The name of the database to copy, by how many partitions its log has.
    private static let patterns = Mutex<[Int: String]>([:])

    private static func layOut(_ partitions: Int) throws -> String {
        let conninfo = try PrivatePostgres.freshDatabase(kept: true)
        let log = try PostgresLog(conninfo, partitions: partitions)
        try Worker.prepare(conninfo, log)
        log.shutdown()
        let pool = Pool(conninfo, limit: 1)
        try Accounts(pool: pool).migrate()
        try Office(pool: pool, log: log.identity).migrate()
        pool.close()
        return try Connection(conninfo).query("SELECT current_database()").first!.text(0)
    }
}
