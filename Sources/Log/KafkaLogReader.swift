import Kafka

/// Follows every partition of a `KafkaLog`. Trouble that librdkafka mends by itself looks like a quiet log.
final class KafkaLogReader: LogReader {
    private let consumer: KafkaConsumer
    private let log: KafkaLogReaders
    private var failure: LogError?

    init(_ consumer: KafkaConsumer, of log: KafkaLogReaders) {
        (self.consumer, self.log) = (consumer, log)
    }

    deinit { close() }

    func next(limit: ReadLimit, waitMilliseconds: Int) throws(LogError) -> [LogRecord] {
        if log.isShutDown { throw .shutDown }
        if let failure { throw failure }
        var records: [LogRecord] = []
        var bytes = 0
        let deadline = ContinuousClock.now + .milliseconds(waitMilliseconds)
        while records.count < limit.records {
            guard consumer.waitForArrival(milliseconds: records.isEmpty ? deadline.millisecondsLeft : 0) else {
                if log.isShutDown { throw .shutDown }
                break
            }
            guard records.isEmpty || bytes + consumer.nextByteCount <= limit.bytes else { break }
            switch consumer.take() {
            case .message(let message):
                bytes += message.value.count
                records.append(LogRecord(message))
            case .end: break
            case .trouble(let error, let partition, let offset):
                failure = failure ?? Self.failure(error, partition, offset)
            }
            // What was read before is given first; the next call throws.
            if let failure, records.isEmpty { throw failure }
            if failure != nil { break }
        }
        return records
    }

    func close() { log.forget(consumer) }

    private static func failure(_ error: KafkaError, _ partition: Int, _ offset: Int64) -> LogError? {
        if error.code == .noSuchOffset { return .outOfRange(partition: partition, offset: offset) }
        return error.isTransient ? nil : LogError(error)
    }
}

extension LogRecord {
    init(_ message: KafkaMessage) {
        self.init(
            partition: message.partition, offset: message.offset, recordedAt: message.timestamp, key: message.key,
            bytes: message.value)
    }
}

extension ContinuousClock.Instant {
    /// From now until this, never below zero.
    var millisecondsLeft: Int { Int(max(.zero, self - .now) / .milliseconds(1)) }
}
