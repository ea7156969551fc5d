import Crypto
import Events
import Foundation
import JSON
import Log
import Postgres

/// Where commands are decided: each in one transaction that loads streams, decides, stores their new state and puts the
/// facts into the outbox. Calls block.
package final class Office: Sendable {
    /// Lost races with other commands; each time one of them went ahead.
    private static let attempts = 10
    /// How long an answer waits for the relay, so that it can say the position behind its facts.
    private static let positionSeconds = 2.0
    private static let positionPollSeconds = 0.003
    /// How long a command waits for an office that has just started.
    private static let usualReadySeconds = 5.0

    let pool: Pool
    let log: LogIdentity
    private let readySeconds: Double
    let clock: @Sendable () -> Instant

    package init(
        pool: Pool, log: LogIdentity, readySeconds: Double? = nil, clock: @escaping @Sendable () -> Instant = { .now }
    ) {
        (self.pool, self.log, self.clock) = (pool, log, clock)
        self.readySeconds = readySeconds ?? Self.usualReadySeconds
    }

    /// Makes the tables that are missing.
    package func migrate() throws { try Self.migrate(pool) }

    package static func migrate(_ pool: Pool) throws {
        try pool.withConnection { connection in
            try connection.makingTables { try connection.makeSchema("commands", CommandsSchema.sql) }
        }
    }

    /// Decides a command, or gives the answer that its key was given before.
    func perform(_ command: Command) throws -> CommandAnswer {
        try waitUntilReady()
        return try retrying { try performOnce(command) }
    }

    /// Again where a race with other commands was lost.
    func retrying<R>(_ body: () throws -> R) throws -> R {
        for _ in 1..<Self.attempts {
            do { return try body() } catch let error as PostgresError where error.isSerializationFailure { continue }
        }
        return try body()
    }

    private func performOnce(_ command: Command) throws -> CommandAnswer {
        var answer = try pool.withConnection { connection in
            try connection.transaction {
                guard try OfficeEpoch.decides(connection) else { throw OfficeError.notReady }
                if let given = try Answers.begin(command, connection) { return given }
                try AccountFacts.carryDue(connection, log)
                let work = Work(connection, now: clock(), isAsked: true)
                let effect = try command.run(work)
                let facts = try work.decided.isEmpty ? [] : Outbox.append(work.decided, at: clock(), log, connection)
                try work.save(facts)
                let answer = CommandAnswer(effect, facts)
                try Answers.finish(command, answer, connection)
                return answer
            }
        }
        answer.position = try position(behind: answer.facts)
        return answer
    }

    func waitUntilReady() throws {
        let deadline = ContinuousClock.now + .seconds(readySeconds)
        while try !pool.withConnection(isReady) {
            guard ContinuousClock.now < deadline else { throw OfficeError.notReady }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    /// Whether this database decides now.
    ///
    /// - Throws: `OfficeError.refusing` where it will not by waiting.
    private func isReady(_ connection: Connection) throws -> Bool {
        if let reason = try Restore.refusal(connection) { throw OfficeError.refusing(reason) }
        switch try OfficeEpoch.standing(connection) {
        case .decides: return try Restore.isVerified(connection)
        case .superseded(let reason): throw OfficeError.refusing(reason)
        case .idle: try OfficeEpoch.want(connection)
        case .claimed, .claiming, .mayClaim: break
        }
        return false
    }

    /// The position behind facts; nil when they are not all in the log soon. They are safe in the outbox all the same.
    private func position(behind facts: [FactID]) throws -> Position? {
        guard !facts.isEmpty else { return nil }
        let last = Dictionary(facts.map { ($0.writer, $0.sequence) }, uniquingKeysWith: max)
        let writers = last.keys.sorted()
        let deadline = ContinuousClock.now + .seconds(Self.positionSeconds)
        repeat {
            let rows = try pool.withConnection { connection in
                try connection.prepared(
                    "office_moved",
                    """
                    SELECT w.log_partition, w.log_end FROM davtari.outbox_writer w
                    JOIN unnest($1::text[], $2::int8[]) AS k(writer, number) ON w.writer = k.writer AND w.moved >= k.number
                    """, [.textArray(writers), .int64Array(writers.map { last[$0] ?? 0 })])
            }
            if rows.count == writers.count {
                var position = Position(partitions: log.partitions)
                for row in rows { position[try row.int(0)] = max(position[try row.int(0)], try row.int64(1)) }
                return position
            }
            Thread.sleep(forTimeInterval: Self.positionPollSeconds)
        } while ContinuousClock.now < deadline
        return nil
    }

    /// Reads something of the office's own in one snapshot.
    package func read<R>(_ body: (Connection) throws -> R) throws -> R {
        try pool.withConnection { connection in
            try connection.transaction(.repeatableReadReadOnly) { try body(connection) }
        }
    }
}
