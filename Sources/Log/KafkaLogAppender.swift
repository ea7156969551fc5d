import Foundation
import Kafka
import Synchronization

/// The writing half of a `KafkaLog`: one idempotent producer, replaced when it breaks, and the appends that wait.
final class KafkaLogAppender: Sendable {
    private let topic: String
    private let settings: KafkaSettings
    private let clock: @Sendable () -> Int64
    private let appends: Mutex<KafkaLogAppends>
    private let producer = Mutex<KafkaProducer?>(nil)

    /// The only header: what the bytes are (CloudEvents 1.0, Kafka Protocol Binding 3.2.1 and 3.3).
    private static let header = (name: "content-type", value: "application/cloudevents+json")
    /// How long an append without an offset waits to hear of its partition's end.
    private static let locatingMilliseconds = 1000
    /// The pause after a new producer could not be made, as where threads have run out.
    private static let remakingSeconds = 1.0
    /// How long a new producer may take to learn where the partitions are.
    private static let learningMilliseconds = 5000

    init(
        topic: String, settings: KafkaSettings, queueLimit: Int, byteLimit: Int,
        clock: @escaping @Sendable () -> Int64
    ) throws(KafkaError) {
        (self.topic, self.settings, self.clock) = (topic, settings, clock)
        appends = Mutex(KafkaLogAppends(limit: queueLimit, byteLimit: byteLimit))
        let first = try makeProducer()
        producer.withLock { $0 = first }
        do { try first.learnTopic(milliseconds: Self.learningMilliseconds) } catch {
            first.close()
            throw error
        }
    }

    func append(_ records: [NewRecord], to partition: Int, done: @escaping KafkaLogAppends.Done) {
        guard let producer = producer.withLock({ $0 }) else { return done(.failure(.shutDown)) }
        let recordedAt = clock()
        let number: UInt
        do throws(LogError) {
            number = try appends.withLock { appends throws(LogError) in
                try appends.begin(records, in: partition, at: recordedAt, done: done)
            }
        } catch { return done(.failure(error)) }
        for (index, record) in records.enumerated() {
            let refused = producer.produce(
                partition: partition, key: record.key, value: record.bytes, timestampMilliseconds: recordedAt,
                header: Self.header, tag: KafkaLogAppends.tag(number, index))
            if let refused {
                // Those after it are not sent: an append is written from its beginning, without a hole.
                for left in index..<records.count { settle(number, left, refused) }
                return
            }
        }
    }

    /// Lets what waits become durable, bounded, and refuses everything after. Blocks.
    func shutdown(milliseconds: Int) {
        let last = producer.withLock { producer in
            defer { producer = nil }
            return producer
        }
        guard let last else { return }
        last.flush(milliseconds: milliseconds)
        last.close()
        let left = appends.withLock { $0.close(.unavailable("shut down before the broker answered")) }
        for answer in left { answer.tell() }
    }

    /// For tests: see `KafkaProducer.breakForTest`.
    func breakProducerForTest() { producer.withLock { $0 }?.breakForTest() }

    private func settle(_ number: UInt, _ index: Int, _ error: KafkaError) {
        appends.withLock { $0.settle(KafkaLogAppends.tag(number, index), .failure(LogError(error))) }?.tell()
    }

    /// Holds on to this object from its delivery thread; `shutdown` ends the thread.
    private func makeProducer() throws(KafkaError) -> KafkaProducer {
        try KafkaProducer(
            topic: topic, settings: settings, thread: "log-delivery",
            handlers: .init(delivered: { self.delivered($0) }, broken: { _ in self.replaceProducer() }))
    }

    private func delivered(_ deliveries: [KafkaDelivery]) {
        let answers = appends.withLock { appends in
            deliveries.compactMap { delivery in
                appends.settle(
                    delivery.tag, delivery.error.map { .failure(LogError($0)) } ?? .success(delivery.offset))
            }
        }
        for answer in answers { located(answer).tell() }
    }

    /// Gives placements without an offset that of their partition's last record: whoever waits for that one waits long
    /// enough.
    private func located(_ answer: KafkaLogAppends.Answer) -> KafkaLogAppends.Answer {
        guard case .success(var placements) = answer.result, placements.contains(where: { $0.offset == nil }),
            let producer = producer.withLock({ $0 }),
            let end = try? producer.end(placements[0].partition, milliseconds: Self.locatingMilliseconds)
        else { return answer }
        for index in placements.indices where placements[index].offset == nil { placements[index].offset = end - 1 }
        return .init(result: .success(placements), done: answer.done)
    }

    /// An idempotent producer that cannot keep its promises does nothing more (librdkafka's INTRODUCTION.md, "Fatal
    /// producer errors"). What it had is reported as failed or written; a new one takes what comes next, and a repeat
    /// is recognised by its `writerseq`.
    private func replaceProducer() {
        var next: KafkaProducer?
        while next == nil {
            guard producer.withLock({ $0 != nil }) else { return }
            next = try? makeProducer()
            if next == nil { Thread.sleep(forTimeInterval: Self.remakingSeconds) }
        }
        guard let next else { return }
        try? next.learnTopic(milliseconds: Self.learningMilliseconds)
        let old = producer.withLock { producer in
            let old = producer
            if old != nil { producer = next }
            return old
        }
        (old ?? next).close()
    }
}
