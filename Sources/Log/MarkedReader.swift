/// Follows a log from a mark: makes sure first that it is the log that was marked, and looks again while it reads.
///
/// A topic that is deleted and made anew under a running reader tells it nothing: the reader goes on from its old offset once
/// the new one reaches it.
package final class MarkedReader {
    private let log: any EventLog
    private let who: String
    private let reader: any LogReader
    private let leaves: [[UInt8]]
    private let start: Position
    /// Of each partition a record that the log is known by, and the last that was read since.
    private var anchors: [LogRecord?]
    private var last: [LogRecord?]
    /// When each partition was last seen to be the one that was read.
    private var seen: [ContinuousClock.Instant]
    private var lookAgain = ContinuousClock.now + MarkedReader.lookEvery
    private var lookedAt = 0

    /// Each look reads one record. What was looked at is given on for so long; and of what is quiet one partition after the
    /// other is looked at, since what was made anew differs in all of them.
    private static let lookEvery = Duration.seconds(1)

    /// - Parameter who: whose mark it is, for the error.
    package init(_ log: any EventLog, from mark: LogMark, of who: String) throws(LogError) {
        try log.check(mark, of: who)
        (self.log, self.who, leaves, start) = (log, who, mark.leaves, mark.position)
        last = Array(repeating: nil, count: mark.position.offsets.count)
        anchors = last
        seen = Array(repeating: .now, count: last.count)
        reader = try log.follow(from: mark.position)
    }

    /// As `LogReader.next`.
    ///
    /// - Throws: `LogError.wentBack` where the log is no longer the one that was read.
    package func next(limit: ReadLimit, waitMilliseconds: Int) throws(LogError) -> [LogRecord] {
        let records = try reader.next(limit: limit, waitMilliseconds: waitMilliseconds)
        let now = ContinuousClock.now
        // Before they are given: they may be another log's.
        for record in records where seen[record.partition] + Self.lookEvery <= now { try look(at: record.partition) }
        if now >= lookAgain {
            if let partition = nextKnown() { try look(at: partition) }
            lookAgain = .now + Self.lookEvery
        }
        for record in records {
            if anchors[record.partition] == nil, leaves[record.partition].isEmpty { anchors[record.partition] = record }
            last[record.partition] = record
        }
        return records
    }

    package func close() { reader.close() }

    /// What cannot be reached just now can be looked at later.
    private func look(at partition: Int) throws(LogError) {
        (lookedAt, seen[partition]) = (partition, .now)
        guard anchors[partition] != nil || !leaves[partition].isEmpty else { return }
        let offset = anchors[partition]?.offset ?? start[partition] - 1
        let found: LogRecord?
        do throws(LogError) {
            found = try log.read(partition, from: offset, limit: ReadLimit(records: 1)).first
        } catch {
            guard case .outOfRange = error else { return }
            found = nil
        }
        guard let found, found.offset == offset, isKnown(found) else {
            throw .wentBack(LogMark.differs(partition, offset, who))
        }
        // It is still the log that these were read from.
        anchors[partition] = last[partition] ?? anchors[partition]
    }

    private func nextKnown() -> Int? {
        (1...last.count).map { (lookedAt + $0) % last.count }.first { last[$0] != nil || !leaves[$0].isEmpty }
    }

    private func isKnown(_ found: LogRecord) -> Bool {
        if let anchor = anchors[found.partition] {
            return anchor.recordedAt == found.recordedAt && anchor.bytes == found.bytes
        }
        return Leaf.hash(found.recordedAt, found.bytes) == leaves[found.partition]
    }
}
