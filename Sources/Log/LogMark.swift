/// How far somebody has followed a log, and by what they know it again: the last record that they took of each partition.
///
/// A log must not go back. One that was restored from the past, or whose topic was deleted and made anew, has the same
/// name and may reach as far; whoever went on from their old offset would miss what stands before it.
package struct LogMark: Sendable, Equatable {
    package private(set) var position: Position
    /// `Leaf.hash` of the record before the position; empty where none was taken, or none was noted.
    package private(set) var leaves: [[UInt8]]

    package init(partitions: Int) { self.init(position: Position(partitions: partitions), leaves: []) }

    /// - Parameter leaves: fewer than partitions where not all were noted.
    package init(position: Position, leaves: [[UInt8]]) {
        self.position = position
        self.leaves = leaves + Array(repeating: [], count: max(0, position.offsets.count - leaves.count))
    }

    /// Goes past a record, the last of its partition that was taken; those before it need not be told.
    package mutating func pass(_ partition: Int, _ offset: Int64, recordedAt: Int64, bytes: [UInt8]) {
        position[partition] = offset + 1
        leaves[partition] = Leaf.hash(recordedAt, bytes)
    }

    static func differs(_ partition: Int, _ offset: Int64, _ who: String) -> String {
        "the record at \(partition):\(offset) is not the one that \(who) has taken"
    }

    /// The same for what a reader has given, each partition's in order.
    package mutating func pass(_ records: [LogRecord]) {
        var last: [Int: LogRecord] = [:]
        for record in records where record.offset >= position[record.partition] { last[record.partition] = record }
        for record in last.values {
            pass(record.partition, record.offset, recordedAt: record.recordedAt, bytes: record.bytes)
        }
    }
}

extension EventLog {
    /// Makes sure that the log still has what was taken of it. Whoever goes on from a mark asks first. Blocks the thread.
    ///
    /// - Parameter who: whose mark it is, for the error: `read model trade`.
    /// - Throws: `LogError.wentBack` where it has not.
    package func check(_ mark: LogMark, of who: String) throws(LogError) {
        let position = mark.position
        guard position.offsets.count == identity.partitions else {
            throw .wrongLog(
                "\(who) follows \(position.offsets.count) partitions, and the log has \(identity.partitions)")
        }
        let end = try end()
        for partition in position.offsets.indices where position[partition] > 0 {
            guard end[partition] >= position[partition] else {
                throw .wentBack(
                    "\(who) has taken partition \(partition) up to \(position[partition]), and the log ends at \(end[partition])"
                )
            }
            guard !mark.leaves[partition].isEmpty else { continue }
            let last = position[partition] - 1
            guard let record = try read(partition, from: last, limit: ReadLimit(records: 1)).first,
                record.offset == last, Leaf.hash(record.recordedAt, record.bytes) == mark.leaves[partition]
            else { throw .wentBack(LogMark.differs(partition, last, who)) }
        }
    }
}
