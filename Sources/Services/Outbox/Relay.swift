import Crypto
import Events
import Foundation
import Log
import Logging
import Postgres

/// Carries decided facts from the outbox to the log, each writer's in order, at least once; folds skip repeats by number.
///
/// Before the first it makes sure that this database was not restored from the past, and that nobody else has taken a
/// number of its writers: see `Restore`.
package final class Relay: Sendable {
    /// Where a relay may die; tests make it.
    package enum Step: Sendable, CaseIterable { case read, appended, settling, settled }

    static let leaseName = "relay"
    private static let batch: Int64 = 500
    private static let tidyEvery = Duration.seconds(600)
    /// An hour that is over is told of soon enough.
    private static let tallyEvery = Duration.seconds(5)
    /// The outbox says when there is something; this is how soon a stop is heard.
    private static let waitMilliseconds = 100

    private let conninfo: String
    private let owner: String
    private let graceSeconds: Double
    private let log: any EventLog
    private let thread: LeasedThread
    /// Called between the steps; what it throws ends this round as a crash would.
    private let passing: @Sendable (Step) throws -> Void

    /// - Parameter graceSeconds: after another's epoch ended, until we decide. It follows the log twenty times a second, so
    ///   by then it has seen our claim and committed what it was at.
    package init(
        _ conninfo: String, _ log: any EventLog, owner: String, restSeconds: Double = 0.5, graceSeconds: Double = 1,
        logger: Logger,
        passing: @escaping @Sendable (Step) throws -> Void = { _ in }
    ) {
        (self.conninfo, self.owner, self.graceSeconds) = (conninfo, owner, graceSeconds)
        (self.log, self.passing) = (log, passing)
        thread = LeasedThread(Self.leaseName, conninfo, log, owner: owner, restSeconds: restSeconds, logger: logger)
    }

    package func start() { thread.start { [self] in try run($0, $1) } }
    /// Asks it to end after what is in hand; `stop` waits for that.
    package func askToStop() { thread.askToStop() }
    package func stop() { thread.stop() }

    private func run(_ connection: Connection, _ lease: Lease) throws {
        // What was in the log when we took over must be followed before it can be compared.
        let end = try log.end()
        while try !Restore.verify(connection, lease, log, end) {
            guard thread.goesOn else { return }
            try lease.keep()
            Thread.sleep(forTimeInterval: 0.02)
        }
        try connection.listen(to: Outbox.channel)
        var tidied = ContinuousClock.now
        var tallied = tidied - Self.tallyEvery
        try Answers.forgetOld(connection)
        var becoming = Becoming()
        while thread.goesOn {
            // Whatever is appended here is meant to be ours alone: see `Restore`.
            guard try Restore.isVerified(connection) else { return }
            if try move(connection, lease) || AccountFacts.carry(connection, lease, log.identity) { continue }
            if ContinuousClock.now - tallied > Self.tallyEvery {
                try AccessTally.settle(connection, lease)
                tallied = .now
            }
            try become(&becoming, connection, lease)
            try lease.keep()
            if ContinuousClock.now - tidied > Self.tidyEvery {
                try Answers.forgetOld(connection)
                tidied = .now
            }
            _ = try connection.notifications(waitMilliseconds: Self.waitMilliseconds)
        }
    }

    /// How far this database is on its way to decide.
    private struct Becoming {
        /// When the claim came back, and up to where the log is to be followed before the first decision.
        var claimedAt: ContinuousClock.Instant?
        var end: Position?
        var isToldSuperseded = false
    }

    /// The next step on the way to be the office, where there is one.
    private func become(_ becoming: inout Becoming, _ connection: Connection, _ lease: Lease) throws {
        switch try OfficeEpoch.standing(connection) {
        case .mayClaim:
            try OfficeEpoch.claim(connection, lease, log.identity, instance: owner)
            becoming = Becoming()
        case .claimed(let epoch):
            let since = becoming.claimedAt ?? .now
            becoming.claimedAt = since
            guard epoch == 1 || ContinuousClock.now - since >= .seconds(graceSeconds) else { return }
            // Whatever the last office has decided before it knew lies before this.
            let end = try becoming.end ?? log.end()
            becoming.end = end
            guard try Follower.mark(connection, log.identity)?.position.hasReached(end) ?? false else { return }
            try OfficeEpoch.settle(connection, lease)
        case .superseded(let reason):
            if !becoming.isToldSuperseded { Lease.note(OfficeError.refusing(reason), for: Self.leaseName, conninfo) }
            becoming.isToldSuperseded = true
        case .decides, .claiming, .idle: becoming = Becoming()
        }
    }

    /// One batch; false when all of the outbox is in the log.
    private func move(_ connection: Connection, _ lease: Lease) throws -> Bool {
        let rows = try connection.prepared(
            "outbox_read",
            """
            SELECT o.writer, o.writerseq, o.key, o.bytes, w.log_partition
            FROM davtari.outbox o JOIN davtari.outbox_writer w USING (writer) WHERE o.writerseq > w.moved
            ORDER BY o.writer, o.writerseq LIMIT $1
            """, [Bind(Self.batch)])
        guard !rows.isEmpty else { return false }
        try passing(.read)
        var batches: [String: Batch] = [:]
        for row in rows {
            let writer = try row.text(0)
            let partition = try row.int(4)
            batches[writer, default: Batch(writer: writer, partition: partition)].add(
                try row.int64(1), NewRecord(key: try row.text(2), bytes: try row.bytes(3)))
        }
        for batch in batches.values.sorted(by: { $0.writer < $1.writer }) { try move(batch, connection, lease) }
        return true
    }

    private struct Batch {
        let writer: String
        let partition: Int
        private(set) var last: Int64 = 0
        private(set) var records: [NewRecord] = []

        init(writer: String, partition: Int) { (self.writer, self.partition) = (writer, partition) }

        mutating func add(_ number: Int64, _ record: NewRecord) {
            last = number
            records.append(record)
        }
    }

    private func move(_ batch: Batch, _ connection: Connection, _ lease: Lease) throws {
        let placements = try log.append(batch.records, to: batch.partition)
        try passing(.appended)
        // Where the log does not say where, its end lies behind.
        let end = try placements.last?.offset.map { $0 + 1 } ?? log.end()[batch.partition]
        try connection.transaction {
            try lease.fence()
            _ = try connection.prepared(
                "outbox_moved",
                "UPDATE davtari.outbox_writer SET moved = greatest(moved, $2), log_end = greatest(log_end, $3) WHERE writer = $1",
                [Bind(batch.writer), Bind(batch.last), Bind(end)])
            try passing(.settling)
        }
        try passing(.settled)
    }
}
