/// The log: partitions of records in the order in which they became durable. DESIGN's two homes, Kafka and Postgres,
/// pass one contract suite (Tests/Contracts).
package protocol EventLog: AnyObject, Sendable {
    /// Who this log is and how many partitions it has; both fixed at its creation, for ever.
    var identity: LogIdentity { get }

    /// What people call the place where it lies.
    var home: String { get }

    /// How long somebody who posts waits for an append at most; then it is trouble, and asked again.
    var patience: Duration { get }

    /// Appends records to one partition, in their order, and calls `done` exactly once, from any thread, when they are
    /// durable or have failed. Never blocks.
    ///
    /// A failure does not say that nothing was written: the log is appended to at least once, and folds remove repeats
    /// by `writerseq`.
    func append(
        _ records: [NewRecord], to partition: Int, done: @escaping @Sendable (Result<[Placement], LogError>) -> Void)

    /// Records of a partition from `offset` on, oldest first, at most `limit`; empty at the end. Blocks the thread.
    func read(_ partition: Int, from offset: Int64, limit: ReadLimit) throws(LogError) -> [LogRecord]

    /// The end of every partition: the next offset to be given out. Blocks the thread.
    func end() throws(LogError) -> Position

    /// The same for who waits no longer than that for brokers that are away.
    func end(withinMilliseconds: Int) throws(LogError) -> Position

    /// A reader of every partition from `position` on, for one thread.
    func follow(from position: Position) throws(LogError) -> any LogReader

    /// Lets what was accepted become durable (bounded), then refuses everything.
    func shutdown()
}

/// Reads every partition of a log for one thread.
package protocol LogReader: AnyObject {
    /// What comes next, in order within each partition, at most `limit`; waits up to `waitMilliseconds` for the first
    /// record and returns none after that.
    func next(limit: ReadLimit, waitMilliseconds: Int) throws(LogError) -> [LogRecord]
    func close()
}

package struct LogIdentity: Sendable, Equatable {
    package let id: String
    package let partitions: Int
    package init(id: String, partitions: Int) { (self.id, self.partitions) = (id, partitions) }

    package static let defaultPartitions = 8

    /// CRC-32 of the key's UTF-8, modulo the count: the same in both homes.
    package func partition(of key: PartitionKey) -> Int { Int(CRC32.of(key.text.utf8) % UInt32(partitions)) }
}

/// What a partition is chosen by: a store's books lie together, the chain's own beside them.
package enum PartitionKey: Sendable, Hashable {
    case store(String)
    case chain

    package var text: String {
        switch self {
        case .store(let id): id
        case .chain: "chain"
        }
    }

    /// The longest name of a store.
    package static let storeBytes = 200

    /// Whether a store may be called so: no spaces and no slash, since it stands in addresses.
    package static func isStore(_ store: String) -> Bool {
        !store.isEmpty && store.utf8.count <= storeBytes && store != chain.text
            && store.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") }
    }
}

package struct NewRecord: Sendable {
    package var key: String
    package var bytes: [UInt8]
    package init(key: String, bytes: [UInt8]) { (self.key, self.bytes) = (key, bytes) }

    /// The longest event in bytes. Kafka's `message.max.bytes` is 1 MiB by default, with its own headers inside.
    package static let byteLimit = 1_000_000
    /// The most records one append takes.
    package static let countLimit = 1000
}

package struct Placement: Sendable, Equatable {
    package var partition: Int
    /// nil where the log made the record durable without saying where.
    package var offset: Int64?
    /// Milliseconds since 1970, stamped at append.
    package var recordedAt: Int64
    package init(partition: Int, offset: Int64?, recordedAt: Int64) {
        (self.partition, self.offset, self.recordedAt) = (partition, offset, recordedAt)
    }
}

package struct LogRecord: Sendable {
    package var partition: Int
    package var offset: Int64
    package var recordedAt: Int64
    package var key: String
    package var bytes: [UInt8]
    package init(partition: Int, offset: Int64, recordedAt: Int64, key: String, bytes: [UInt8]) {
        (self.partition, self.offset, self.recordedAt, self.key, self.bytes) = (
            partition, offset, recordedAt, key, bytes
        )
    }
}

package struct ReadLimit: Sendable {
    package var records: Int
    package var bytes: Int
    package init(records: Int = 1000, bytes: Int = 8 << 20) { (self.records, self.bytes) = (records, bytes) }
}

package enum LogError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The log cannot be reached or does not answer; a repeat mends it.
    case unavailable(String)
    /// A record is over `NewRecord.byteLimit`.
    case tooLarge(bytes: Int, limit: Int)
    /// More is waiting than the queue takes; a repeat after a moment mends it.
    case busy(waiting: Int, limit: Int)
    case shutDown
    /// This machine's clock runs ahead of what the log accepts.
    case clockAhead(String)
    /// Kafka, or its library, refuses settings, a password or a right; a repeat mends nothing.
    case refused(String)
    /// The log is not the one that was expected.
    case wrongLog(String)
    /// The log lost records that somebody has taken already, or others stand in their place; a repeat mends nothing.
    case wentBack(String)
    /// The offset is not in the log (any more).
    case outOfRange(partition: Int, offset: Int64)

    package var description: String {
        switch self {
        case .unavailable(let why): "the log is unavailable: \(why)"
        case .tooLarge(let bytes, let limit): "an event of \(bytes) bytes is over the limit of \(limit)"
        case .busy(let waiting, let limit): "\(waiting) appends are waiting, \(limit) is the limit"
        case .shutDown: "the log is shut down"
        case .clockAhead(let why): "the log refuses this machine's clock: \(why)"
        case .refused(let why): "Kafka cannot be used so: \(why)"
        case .wrongLog(let why): "this is not the expected log: \(why)"
        case .wentBack(let what):
            "the log went back: \(what). It was restored from the past, or made anew under its name. Bring the log back as it "
                + "was; where it is lost, start on an empty database, which is folded from what the log has"
        case .outOfRange(let partition, let offset): "partition \(partition) has no offset \(offset)"
        }
    }
}

extension EventLog {
    /// A database does not answer late; it answers or is gone.
    package func end(withinMilliseconds _: Int) throws(LogError) -> Position { try end() }

    /// `append` for a thread that may wait.
    package func append(_ records: [NewRecord], to partition: Int) throws(LogError) -> [Placement] {
        let box = Waiting()
        append(records, to: partition) { box.finish($0) }
        return try box.wait().get()
    }
}
