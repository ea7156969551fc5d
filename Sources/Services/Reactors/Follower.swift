import Events
import Foundation
import JSON
import Log
import Logging
import Postgres

/// Reads the log and carries what others have said to the deciders: facts of imports and tills are folded into the
/// streams that they concern, and reactions decide what follows from them.
///
/// Streams, decided facts and position are one transaction. A fact that stands in the log twice is taken once, by
/// (writer, writerseq). What this database decided itself is in the streams already and is only counted.
package final class Follower: Sendable {
    static let name = "follower"
    /// Whose mark in the log it keeps, in errors.
    static let who = "the office"
    /// A batch locks every stream that it touches, so it is short.
    private static let batch = ReadLimit(records: 200, bytes: 4 << 20)
    /// While nearly all that comes concerns nobody here, as tills' plain receipts.
    private static let plainBatch = ReadLimit(records: 2_000, bytes: 8 << 20)
    /// Between two looks at a log that moves: each costs as much as reading dozens of records, at the door's expense.
    private static let restSeconds = 0.02
    /// How soon a stop is heard.
    private static let waitMilliseconds = 100

    private let conninfo: String
    private let log: any EventLog
    private let thread: LeasedThread

    package init(_ conninfo: String, _ log: any EventLog, owner: String, logger: Logger) {
        (self.conninfo, self.log) = (conninfo, log)
        thread = LeasedThread(Self.name, conninfo, log, owner: owner, logger: logger)
    }

    package func start() { thread.start { [self] in try run($0, $1) } }
    package func askToStop() { thread.askToStop() }
    package func stop() { thread.stop() }

    /// How far the log is followed; nil before the first time.
    static func mark(_ connection: Connection, _ log: LogIdentity) throws -> LogMark? {
        let rows = try connection.query("SELECT log, position, leaves FROM davtari.reactor WHERE name = \(name)")
        guard let row = rows.first else { return nil }
        let found = try row.text(0)
        guard found == log.id else {
            throw OfficeError.wrongLog("this database's streams were folded from log \(found), not from \(log.id)")
        }
        return LogMark(position: Position(offsets: try row.int64Array(1)), leaves: try row.bytesArray(2))
    }

    private func run(_ connection: Connection, _ lease: Lease) throws {
        do {
            try follow(connection, lease)
        } catch let error as LogError {
            // Whoever decided on would give out numbers that the log does not remember.
            if case .wentBack = error { try Restore.refuse(connection, "\(error)") }
            throw error
        }
    }

    private func follow(_ connection: Connection, _ lease: Lease) throws {
        let zero = Position(partitions: log.identity.partitions)
        try connection.execute(
            """
            INSERT INTO davtari.reactor (name, log, position)
            VALUES (\(Self.name), \(log.identity.id), \(zero.offsets)) ON CONFLICT DO NOTHING
            """)
        var mark = try Self.mark(connection, log.identity) ?? LogMark(partitions: log.identity.partitions)
        // What the table says, which lags behind where nothing had to be stored.
        var (stored, storedAt) = (mark.position, ContinuousClock.now)
        let reader = try MarkedReader(log, from: mark, of: Self.who)
        defer { reader.close() }
        let parser = JSONParser(capacity: NewRecord.byteLimit * 2)
        var mayBeDue = true
        var releasedAt = ContinuousClock.now
        var isPlain = false
        while thread.goesOn {
            if ContinuousClock.now - releasedAt >= Self.releaseEvery, try OfficeEpoch.decides(connection) {
                try releaseExpired(connection, lease)
                releasedAt = .now
            }
            if mayBeDue, try OfficeEpoch.decides(connection) {
                try takeDue(parser, connection, lease)
                mayBeDue = false
            }
            let limit = isPlain ? Self.plainBatch : Self.batch
            let records = try reader.next(limit: limit, waitMilliseconds: Self.waitMilliseconds)
            mark.pass(records)
            let events = records.compactMap { record in
                Self.relevant(record.bytes, parser).map { (event: $0, bytes: record.bytes, end: record.offset + 1) }
            }
            isPlain = events.count * 10 <= records.count
            if records.count < limit.records { Thread.sleep(forTimeInterval: Self.restSeconds) }
            let isVerified = try Restore.isVerified(connection)
            let decides = try isVerified && !events.isEmpty && OfficeEpoch.decides(connection)
            if !events.isEmpty, !decides { mayBeDue = true }
            // What concerns nobody here can be read again, so it costs no commit of its own.
            if events.isEmpty, mark.position == stored || isVerified && ContinuousClock.now - storedAt < Self.storeEvery
            {
                try lease.keep()
                continue
            }
            try take(events, decides, from: stored, to: mark, connection, lease)
            (stored, storedAt) = (mark.position, .now)
        }
    }

    private static let storeEvery = Duration.seconds(1)
    /// How late a hold may end.
    private static let releaseEvery = Duration.seconds(1)

    private func releaseExpired(_ connection: Connection, _ lease: Lease) throws {
        while thread.goesOn {
            let isMore = try connection.transaction {
                try lease.fence()
                return try ExpiredHolds(connection: connection, log: log.identity, now: .now).release()
            }
            guard isMore else { return }
        }
    }

    private func take(
        _ events: [FollowedFacts.Followed], _ decides: Bool, from before: Position, to after: LogMark,
        _ connection: Connection, _ lease: Lease
    ) throws {
        try connection.transaction {
            try lease.fence()
            try CarefulFollowing(connection: connection, log: log.identity)
                .take(events, reacting: decides ? .now : .later)
            let moved = try connection.prepared(
                "follower_advance",
                "UPDATE davtari.reactor SET position = $1, leaves = $2 WHERE name = $3 AND position = $4",
                [
                    .int64Array(after.position.offsets), .bytesArray(after.leaves), Bind(Self.name),
                    .int64Array(before.offsets),
                ])
            guard moved.affected == 1 else { throw OfficeError.leaseLost(Self.name) }
        }
    }

    /// What was put aside while this database did not decide.
    private func takeDue(_ parser: JSONParser, _ connection: Connection, _ lease: Lease) throws {
        while thread.goesOn {
            let isMore = try connection.transaction {
                try lease.fence()
                let due = try FollowedFacts.due(connection, parser, limit: Self.dueBatch)
                try CarefulFollowing(connection: connection, log: log.identity).takeDue(due)
                return !due.isEmpty
            }
            guard isMore else { return }
        }
    }

    private static let dueBatch: Int64 = 100

    /// The event, when a stream or a reaction may want it. What tills say most, a plain receipt, is told by a look at
    /// its parsed form; what cannot be read concerns nobody here and limits completeness elsewhere.
    private static func relevant(_ bytes: [UInt8], _ parser: JSONParser) -> Event? {
        (try? parser.parse(bytes) { root -> Event? in
            let isOurs = root["writer"]?.string?.hasPrefix(Envelope.officePrefix) ?? false
            guard isOurs || Reactions.mayConcern(root) else { return nil }
            return try Event(root)
        }) ?? nil
    }
}
