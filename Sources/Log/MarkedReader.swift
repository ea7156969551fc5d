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
    /// A record of each partition that stood in the log when it was last looked at, and the last that was read since.
    private var anchors: [LogRecord?]
    private var last: [LogRecord?]
    private var lookAgain = ContinuousClock.now + MarkedReader.lookEvery
    private var lookedAt = 0

    /// Each look reads one record, of one partition after the other: what was made anew differs in all of them.
    private static let lookEvery = Duration.seconds(1)

    /// - Parameter who: whose mark it is, for the error.
    package init(_ log: any EventLog, from mark: LogMark, of who: String) throws(LogError) {
        try log.check(mark, of: who)
        (self.log, self.who, leaves, start) = (log, who, mark.leaves, mark.position)
        last = Array(repeating: nil, count: mark.position.offsets.count)
        anchors = last
        reader = try log.follow(from: mark.position)
    }

    /// As `LogReader.next`.
    ///
    /// - Throws: `LogError.wentBack` where the log is no longer the one that was read.
    package func next(limit: ReadLimit, waitMilliseconds: Int) throws(LogError) -> [LogRecord] {
        let records = try reader.next(limit: limit, waitMilliseconds: waitMilliseconds)
        // Before they are given: they may be another log's.
        if ContinuousClock.now >= lookAgain {
            try look()
            lookAgain = .now + Self.lookEvery
        }
        for record in records { last[record.partition] = record }
        return records
    }

    package func close() { reader.close() }

    /// What cannot be reached just now can be looked at later.
    private func look() throws(LogError) {
        guard let partition = nextKnown() else { return }
        lookedAt = partition
        guard anchors[partition] != nil || !leaves[partition].isEmpty else {
            anchors[partition] = last[partition]
            return
        }
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
