import Crypto
import Events
import Foundation
import Log
import Postgres

/// Carries decided facts from the outbox to the log, each writer's in order, at least once; folds skip repeats by number.
///
/// Before the first it makes sure that this database was not restored from the past: see `Restore`.
package final class Relay: Sendable {
    /// Where a relay may die; tests make it.
    package enum Step: Sendable, CaseIterable { case read, appended, settling, settled }

    static let leaseName = "relay"
    private static let batch: Int64 = 500
    private static let tidyEvery = Duration.seconds(600)
    /// The outbox says when there is something; this is how soon a stop is heard.
    private static let waitMilliseconds = 100

    private let conninfo: String
    private let log: any EventLog
    private let thread: LeasedThread
    /// Called between the steps; what it throws ends this round as a crash would.
    private let passing: @Sendable (Step) throws -> Void

    package init(
        _ conninfo: String, _ log: any EventLog, owner: String, restSeconds: Double = 0.5,
        report: @escaping @Sendable (String) -> Void,
        passing: @escaping @Sendable (Step) throws -> Void = { _ in }
    ) {
        (self.conninfo, self.log, self.passing) = (conninfo, log, passing)
        thread = LeasedThread(Self.leaseName, conninfo, owner: owner, restSeconds: restSeconds, report: report)
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
        try Answers.forgetOld(connection)
        while thread.goesOn {
            if try move(connection, lease) { continue }
            if try lease.keep(), try !Restore.isVerified(connection) { return }
            if ContinuousClock.now - tidied > Self.tidyEvery {
                try Answers.forgetOld(connection)
                tidied = .now
            }
            _ = try connection.notifications(waitMilliseconds: Self.waitMilliseconds)
        }
    }

    /// One batch; false when the outbox is empty.
    private func move(_ connection: Connection, _ lease: Lease) throws -> Bool {
        let rows = try connection.prepared(
            "outbox_read",
            """
            SELECT o.writer, o.writerseq, o.key, o.bytes, w.log_partition
            FROM davtari.outbox o JOIN davtari.outbox_writer w USING (writer) WHERE w.writes
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
                "outbox_done", "DELETE FROM davtari.outbox WHERE writer = $1 AND writerseq <= $2",
                [Bind(batch.writer), Bind(batch.last)])
            _ = try connection.prepared(
                "outbox_moved",
                "UPDATE davtari.outbox_writer SET moved = greatest(moved, $2), log_end = greatest(log_end, $3) WHERE writer = $1",
                [Bind(batch.writer), Bind(batch.last), Bind(end)])
            try passing(.settling)
        }
        try passing(.settled)
    }
}
