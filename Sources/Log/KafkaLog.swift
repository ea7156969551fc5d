import Foundation
import Kafka

/// The log of a chain, in Apache Kafka: one topic with the events, and a second, `NAME.meta`, that says which log it is.
///
/// Kafka's key is the partition key, the record's timestamp its `recordedAt`. Everything is appended with `acks=all`
/// by an idempotent producer.
package final class KafkaLog: EventLog {
    package let identity: LogIdentity
    package let home = "Kafka"
    /// A customer stands before the till. Brokers that are there confirm within milliseconds, and a new leader is found within
    /// a second or two; what they confirm later is kept all the same.
    package let patience = Duration.seconds(2)
    let topic: String
    let readers: KafkaLogReaders
    private let appender: KafkaLogAppender

    /// The most appends that wait for the broker; with one more, `append` answers `.busy`.
    package static let defaultQueueLimit = 100_000
    /// The most bytes that wait for the broker, whatever their number.
    private static let queueByteLimit = 256 << 20
    /// Past this, an append that the broker has not confirmed is `.unavailable`, and is not tried any more.
    static let deliveryMilliseconds = 10_000
    /// How long a reading call waits for the broker.
    static let answerMilliseconds = 10_000

    /// Opens a log. Blocks the thread until the brokers have said which log this is.
    ///
    /// - Parameters:
    ///   - brokers: one or more `host:port`, with commas between.
    ///   - partitions: how many the log must have; nil where any number will do, and `LogIdentity.defaultPartitions` at
    ///     creation.
    ///   - create: whether to create the log when there is none.
    ///   - replicationFactor: copies of each partition at creation; nil for the brokers' own default. From three on, a
    ///     record counts as durable when two have it.
    ///   - queueLimit: the most appends that wait.
    ///   - properties: more of librdkafka's, by their names: what security needs (`security.protocol`, `sasl.…`), or a tuning
    ///     of ours in another way. Those that the log's promises rest on (`KafkaLog.kept`) are refused.
    ///   - clock: milliseconds since 1970.
    package init(
        brokers: String, topic: String, partitions: Int? = nil, create: Bool, replicationFactor: Int? = nil,
        queueLimit: Int = defaultQueueLimit, properties: KafkaSettings = [:],
        clock: @escaping @Sendable () -> Int64 = KafkaLog.now
    ) throws(LogError) {
        try Self.check(properties)
        let settings = Self.common(brokers).with(properties)
        let opening = KafkaLogOpening(topic: topic, settings: Self.producing.with(settings), clock: clock)
        readers = KafkaLogReaders(settings: settings)
        self.topic = topic
        do throws(LogError) {
            identity = try opening.identity(
                wanted: partitions, create: create, replicationFactor: replicationFactor, readers: readers)
        } catch {
            throw error.opening(at: brokers)
        }
        appender = try LogError.translating { () throws(KafkaError) in
            try KafkaLogAppender(
                topic: topic, settings: Self.producing.with(settings), queueLimit: queueLimit,
                byteLimit: Self.queueByteLimit, clock: clock)
        }
    }

    deinit { shutdown() }

    package func append(
        _ records: [NewRecord], to partition: Int, done: @escaping @Sendable (Result<[Placement], LogError>) -> Void
    ) {
        precondition(records.count <= NewRecord.countLimit, "an append takes at most \(NewRecord.countLimit) records")
        guard (0..<identity.partitions).contains(partition) else {
            return done(.failure(.wrongLog("\(topic) has \(identity.partitions) partitions, and no \(partition)")))
        }
        if let longest = records.map(\.bytes.count).max(), longest > NewRecord.byteLimit {
            return done(.failure(.tooLarge(bytes: longest, limit: NewRecord.byteLimit)))
        }
        if records.isEmpty { return done(readers.isShutDown ? .failure(.shutDown) : .success([])) }
        appender.append(records, to: partition, done: done)
    }

    package func shutdown() {
        appender.shutdown(milliseconds: Self.deliveryMilliseconds + 1000)
        readers.shutdown()
    }

    /// For tests: breaks the producer for good, as a broker can that has forgotten its sequences.
    package func breakProducerForTest() { appender.breakProducerForTest() }

    package static let now: @Sendable () -> Int64 = { Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)) }

    /// Nobody but this log may set these: what is durable, what counts once and where a reader begins rest on them.
    package static let kept: Set<String> = [
        "bootstrap.servers", "metadata.broker.list", "acks", "request.required.acks", "enable.idempotence",
        "transactional.id", "message.timeout.ms", "delivery.timeout.ms", "message.max.bytes", "group.id",
        "queue.buffering.max.messages", "queue.buffering.max.kbytes", "enable.auto.commit", "auto.commit.enable",
        "enable.auto.offset.store", "auto.offset.reset", "enable.partition.eof", "check.crcs",
    ]

    private static func check(_ properties: KafkaSettings) throws(LogError) {
        if let name = properties.names.first(where: kept.contains) {
            throw .refused("\(name) is kept: what the log promises rests on it")
        }
        try LogError.translating { () throws(KafkaError) in try properties.check() }
    }

    /// Reconnects soon after a broker's restart; its lines tell errors, not chatter.
    private static func common(_ brokers: String) -> KafkaSettings {
        [
            "bootstrap.servers": brokers, "client.id": "davtari", "socket.nagle.disable": "true",
            "socket.keepalive.enable": "true", "reconnect.backoff.max.ms": "1000", "log.connection.close": "false",
            "log_level": "3",
        ]
    }

    /// The queue's limits are ours (`KafkaLogAppends`), so librdkafka's stand where they never meet an append halfway.
    private static let producing: KafkaSettings = [
        "acks": "all", "enable.idempotence": "true", "linger.ms": "1", "compression.type": "lz4",
        "message.timeout.ms": "\(deliveryMilliseconds)", "message.max.bytes": "\(NewRecord.byteLimit + 65_536)",
        "queue.buffering.max.messages": "0", "queue.buffering.max.kbytes": "\(2 * queueByteLimit >> 10)",
    ]
}
