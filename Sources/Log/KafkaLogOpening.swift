import Foundation
import Kafka

/// Finds out which log a topic is, creating it first when asked to.
///
/// The first record of `NAME.meta` says it: `{"log":"…","partitions":8}`. When two gateways create at once, each writes
/// one, and both believe the first.
struct KafkaLogOpening {
    let topic: String
    let settings: KafkaSettings
    let clock: @Sendable () -> Int64

    var metaTopic: String { topic + ".meta" }

    private struct Meta: Codable {
        var log: String
        var partitions: Int
    }

    /// How long the brokers may take to create a topic and give its partitions leaders.
    private static let creationMilliseconds = 30_000

    func identity(
        wanted: Int?, create: Bool, replicationFactor: Int?, readers: KafkaLogReaders
    ) throws(LogError) -> LogIdentity {
        if create {
            try createTopics(partitions: wanted ?? LogIdentity.defaultPartitions, replicas: replicationFactor, readers)
        }
        let shape = try readers.borrow { consumer throws(LogError) in try self.shape(of: topic, consumer.client) }
        guard let shape else { throw .wrongLog("there is no topic \(topic)") }
        var meta = try readMeta(readers)
        if meta == nil && create {
            try writeMeta(Meta(log: Self.randomID(), partitions: shape.partitions))
            meta = try readMeta(readers)
        }
        guard let meta else { throw .wrongLog("\(metaTopic) does not say which log \(topic) is: it was never created") }
        guard meta.partitions == shape.partitions else {
            throw .wrongLog(
                "\(topic) was created with \(meta.partitions) partitions and has \(shape.partitions) now: a key no longer "
                    + "finds its partition")
        }
        guard wanted == nil || wanted == meta.partitions else {
            throw .wrongLog("\(topic) has \(meta.partitions) partitions for ever, not \(wanted!)")
        }
        return LogIdentity(id: meta.log, partitions: meta.partitions)
    }
}

// MARK: - Topics

extension KafkaLogOpening {
    private func createTopics(partitions: Int, replicas: Int?, _ readers: KafkaLogReaders) throws(LogError) {
        try readers.borrow { consumer throws(LogError) in
            let client = consumer.client
            // The small one first: it tells how many copies the brokers make by themselves.
            let meta = try existing(metaTopic, partitions: 1, replicas: replicas, client)
            _ = try existing(topic, partitions: partitions, replicas: replicas ?? meta.replicas, client)
        }
    }

    private func existing(
        _ name: String, partitions: Int, replicas: Int?, _ client: KafkaClient
    ) throws(LogError) -> KafkaTopicShape {
        if let shape = try shape(of: name, client) { return shape }
        do throws(KafkaError) {
            try client.create(
                KafkaNewTopic(
                    name: name, partitions: partitions, replicas: replicas, settings: Self.topicSettings(replicas)),
                milliseconds: Self.creationMilliseconds)
        } catch {
            // Another gateway was faster, or an earlier attempt arrived after all.
            guard error.code == .topicExists else { throw LogError(error) }
        }
        let deadline = ContinuousClock.now + .milliseconds(Self.creationMilliseconds)
        while deadline.millisecondsLeft > 0 {
            if let shape = try shape(of: name, client), shape.isLed { return shape }
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw .unavailable("\(name) was created and has no leaders yet")
    }

    private func shape(of name: String, _ client: KafkaClient) throws(LogError) -> KafkaTopicShape? {
        do throws(KafkaError) {
            return try client.shape(of: name, milliseconds: KafkaLog.answerMilliseconds)
        } catch {
            // Who is refused by a broker hears of it only that none answered.
            guard error.isTransient, let reason = client.lastTrouble else { throw LogError(error) }
            throw .unavailable("\(error): \(reason)")
        }
    }

    /// Kept for ever, unchanged, with the writer's clock, refused when that is more than a minute ahead.
    private static func topicSettings(_ replicas: Int?) -> [String: String] {
        var settings = [
            "cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1",
            "message.timestamp.type": "CreateTime", "message.timestamp.after.max.ms": "60000",
            "max.message.bytes": "\(2 * NewRecord.byteLimit)", "unclean.leader.election.enable": "false",
        ]
        if let replicas, replicas >= 3 { settings["min.insync.replicas"] = "2" }
        return settings
    }
}

// MARK: - The record that says which log it is

extension KafkaLogOpening {
    private func readMeta(_ readers: KafkaLogReaders) throws(LogError) -> Meta? {
        try readers.borrow { consumer throws(LogError) in
            guard try shape(of: metaTopic, consumer.client) != nil else { return nil }
            let place = KafkaPlace(topic: metaTopic, partition: 0, offset: 0)
            guard let first = try consumer.read(place, limit: ReadLimit(records: 1)).first else { return nil }
            guard let meta = try? JSONDecoder().decode(Meta.self, from: Data(first.bytes)), meta.partitions > 0 else {
                throw .wrongLog(
                    "the first record of \(metaTopic) is not a log's: \(String(decoding: first.bytes, as: UTF8.self))")
            }
            return meta
        }
    }

    private func writeMeta(_ meta: Meta) throws(LogError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let bytes = try? encoder.encode(meta) else { throw .wrongLog("\(meta) cannot be written") }
        let appender = try LogError.translating { () throws(KafkaError) in
            try KafkaLogAppender(
                topic: metaTopic, settings: settings, queueLimit: 1, byteLimit: NewRecord.byteLimit, clock: clock)
        }
        defer { appender.shutdown(milliseconds: 0) }
        let answer = Waiting()
        appender.append([NewRecord(key: "log", bytes: [UInt8](bytes))], to: 0) { answer.finish($0) }
        _ = try answer.wait().get()
    }

    private static func randomID() -> String {
        (0..<2).map { _ in
            let word = String(UInt64.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 16 - word.count) + word
        }.joined()
    }
}
