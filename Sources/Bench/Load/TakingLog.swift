import Log

/// Takes everything at once and keeps nothing: what is left is the door's own work.
final class TakingLog: EventLog {
    let identity = LogIdentity(id: "none", partitions: LogIdentity.defaultPartitions)
    let home = "nowhere"
    let patience = Duration.seconds(2)

    func append(
        _ records: [NewRecord], to partition: Int, done: @escaping @Sendable (Result<[Placement], LogError>) -> Void
    ) {
        done(.success(records.map { _ in Placement(partition: partition, offset: 1, recordedAt: 1_770_000_000_000) }))
    }

    func read(_ partition: Int, from offset: Int64, limit: ReadLimit) throws(LogError) -> [LogRecord] { [] }
    func end() throws(LogError) -> Position { Position(partitions: identity.partitions) }
    func follow(from position: Position) throws(LogError) -> any LogReader { throw .shutDown }
    func shutdown() {}
}
