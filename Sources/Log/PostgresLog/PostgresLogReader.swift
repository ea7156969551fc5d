import Foundation

/// Follows every partition by asking for the ends and reading what is new. Readers poll: a notification may be lost, an
/// end may not.
final class PostgresLogReader: LogReader {
    private let log: PostgresLog
    private var position: Position
    private var isClosed = false
    /// Between two looks at a log with nothing new.
    private static let pollMilliseconds = 10

    init(_ log: PostgresLog, _ position: Position) { (self.log, self.position) = (log, position) }

    func next(limit: ReadLimit, waitMilliseconds: Int) throws(LogError) -> [LogRecord] {
        let deadline = Date().addingTimeInterval(Double(waitMilliseconds) / 1000)
        while !isClosed {
            let end = try log.end()
            if position.hasReached(end) {
                if Date() >= deadline { return [] }
                Thread.sleep(forTimeInterval: Double(Self.pollMilliseconds) / 1000)
                continue
            }
            return try read(upTo: end, limit)
        }
        throw .shutDown
    }

    /// Shares the limit between the partitions that have something new, so that none starves.
    private func read(upTo end: Position, _ limit: ReadLimit) throws(LogError) -> [LogRecord] {
        let partitions = position.offsets.indices.filter { position[$0] < end[$0] }
        var records: [LogRecord] = []
        var left = limit
        for (place, partition) in partitions.enumerated() {
            let sharers = partitions.count - place
            let share = ReadLimit(records: max(1, left.records / sharers), bytes: max(1, left.bytes / sharers))
            guard left.records > 0 else { break }
            let some = try log.read(partition, from: position[partition], limit: share)
            if let last = some.last { position[partition] = last.offset + 1 }
            left.records -= some.count
            left.bytes -= some.reduce(0) { $0 + $1.bytes.count }
            records += some
            if left.bytes <= 0 { break }
        }
        return records
    }

    func close() { isClosed = true }
}
