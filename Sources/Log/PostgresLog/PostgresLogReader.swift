import Foundation

/// Follows every partition by asking for the ends and reading what is new. Readers poll: a notification may be lost, an
/// end may not.
final class PostgresLogReader: LogReader {
    private let log: PostgresLog
    private var position: Position
    /// The end as it was last seen: asked for again once it is reached, and in a long catching-up now and then, so that a
    /// quiet partition is not left behind.
    private var end: Position
    private var lookAgain = ContinuousClock.now
    private var isClosed = false
    /// Between two looks at a log with nothing new.
    private static let pollMilliseconds = 10
    /// Between two looks in a log that is being caught up with.
    private static let lookMilliseconds = 100

    init(_ log: PostgresLog, _ position: Position) {
        (self.log, self.position) = (log, position)
        end = position
        log.recent.follow()
    }

    func next(limit: ReadLimit, waitMilliseconds: Int) throws(LogError) -> [LogRecord] {
        let deadline = ContinuousClock.now + .milliseconds(waitMilliseconds)
        while !isClosed {
            try log.check()
            if position.hasReached(end) || ContinuousClock.now >= lookAgain {
                end = try log.end()
                guard end.hasReached(position) else {
                    throw .wentBack("a reader stands at \(position), and the log ends at \(end)")
                }
                lookAgain = ContinuousClock.now + .milliseconds(Self.lookMilliseconds)
            }
            if !position.hasReached(end) {
                let records = try read(limit)
                if !records.isEmpty { return records }
                // The log was restored from the past meanwhile.
                lookAgain = .now
            }
            if ContinuousClock.now >= deadline { return [] }
            Thread.sleep(forTimeInterval: Double(Self.pollMilliseconds) / 1000)
        }
        throw .shutDown
    }

    /// Shares the limit between the partitions that have something new, so that none starves.
    private func read(_ limit: ReadLimit) throws(LogError) -> [LogRecord] {
        let partitions = position.offsets.indices.filter { position[$0] < end[$0] }
        var records: [LogRecord] = []
        var left = limit
        for (place, partition) in partitions.enumerated() {
            let sharers = partitions.count - place
            let share = ReadLimit(records: max(1, left.records / sharers), bytes: max(1, left.bytes / sharers))
            guard left.records > 0 else { break }
            var some = log.recent.read(partition, from: position[partition], limit: share)
            if some.isEmpty { some = try log.read(partition, from: position[partition], limit: share) }
            if let last = some.last { position[partition] = last.offset + 1 }
            left.records -= some.count
            left.bytes -= some.reduce(0) { $0 + $1.bytes.count }
            records += some
            if left.bytes <= 0 { break }
        }
        return records
    }

    func close() {
        if !isClosed { log.recent.unfollow() }
        isClosed = true
    }
}
