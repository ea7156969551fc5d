import CLibrdkafka
import Foundation
import Synchronization

/// What became of a produced message.
package struct KafkaDelivery: Sendable {
    /// The number it was produced with.
    package var tag: UInt
    /// nil where the broker knows that it has the message, and no longer says where.
    package var offset: Int64?
    package var error: KafkaError?
    package init(tag: UInt, offset: Int64?, error: KafkaError?) {
        (self.tag, self.offset, self.error) = (tag, offset, error)
    }
}

/// Writes to one topic, at once or not at all: nothing here waits, except where it says so.
///
/// What became of the messages is told on one thread of the producer's own.
package final class KafkaProducer: Sendable {
    package let client: KafkaClient
    private let topic: String
    private let lines: Lines

    /// Called on the delivery thread, which may wait a little: until it returns, later reports wait too.
    package struct Handlers: Sendable {
        package var delivered: @Sendable ([KafkaDelivery]) -> Void
        /// The producer can do nothing more; what was produced is still reported.
        package var broken: @Sendable (KafkaError) -> Void
        package init(
            delivered: @escaping @Sendable ([KafkaDelivery]) -> Void,
            broken: @escaping @Sendable (KafkaError) -> Void
        ) { (self.delivered, self.broken) = (delivered, broken) }
    }

    package init(
        topic: String, settings: KafkaSettings, thread name: String, handlers: Handlers
    ) throws(KafkaError) {
        client = try KafkaClient(.producer, settings, events: RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR)
        lines = try Lines(client, topic: topic)
        self.topic = topic
        let thread = Thread { [lines] in lines.reportUntilClosed(to: handlers) }
        thread.name = name
        thread.start()
    }

    deinit { close() }

    /// Puts a message into the queue. nil: it will be reported by its tag; an error: it will not.
    ///
    package func produce(
        partition: Int, key: String, value: [UInt8], timestampMilliseconds: Int64,
        header: (name: String, value: String), tag: UInt
    ) -> KafkaError? {
        var key = key
        let code = key.withUTF8 { key in
            value.withUnsafeBytes { value in
                davtari_rdkafka_produce(
                    client.pointer, lines.topic, Int32(partition), key.baseAddress, key.count, value.baseAddress,
                    value.count, timestampMilliseconds, header.name, header.value, tag)
            }
        }
        return code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError(code)
    }

    /// Learns where the partitions are, without which a first message cannot be sent. Blocks.
    package func learnTopic(milliseconds: Int) throws(KafkaError) {
        _ = try client.shape(of: topic, milliseconds: milliseconds)
    }

    /// The next offset of a partition. Blocks.
    package func end(_ partition: Int, milliseconds: Int) throws(KafkaError) -> Int64 {
        try client.ends(topic, partition..<partition + 1, milliseconds: milliseconds)[0]
    }

    /// Waits until everything produced is reported; gives up on what is not by then. Blocks.
    package func flush(milliseconds: Int) {
        if rd_kafka_flush(client.pointer, Int32(milliseconds)) != RD_KAFKA_RESP_ERR_NO_ERROR {
            rd_kafka_purge(client.pointer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
            rd_kafka_flush(client.pointer, 1000)
        }
    }

    /// Lets the delivery thread end once everything is reported.
    package func close() { lines.close() }

    /// For tests: what librdkafka does when it cannot keep the promises of an idempotent producer.
    package func breakForTest() {
        rd_kafka_test_fatal_error(client.pointer, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, "asked for by a test")
    }
}

/// What the producer and its delivery thread share; freed when both are done with it.
///
/// `@unchecked Sendable`: the pointers never change, and librdkafka's topics and queues may be used by many threads.
private final class Lines: @unchecked Sendable {
    let topic: OpaquePointer
    private let client: KafkaClient
    private let queue: OpaquePointer
    private let isClosed = Atomic(false)

    init(_ client: KafkaClient, topic name: String) throws(KafkaError) {
        guard let topic = rd_kafka_topic_new(client.pointer, name, nil) else {
            throw KafkaError(rd_kafka_last_error())
        }
        (self.client, self.topic, queue) = (client, topic, rd_kafka_queue_get_main(client.pointer))
    }

    deinit {
        rd_kafka_queue_destroy(queue)
        rd_kafka_topic_destroy(topic)
    }

    func close() {
        isClosed.store(true, ordering: .releasing)
        rd_kafka_queue_yield(queue)
    }

    func reportUntilClosed(to handlers: KafkaProducer.Handlers) {
        while true {
            let closing = isClosed.load(ordering: .acquiring)
            if let event = rd_kafka_queue_poll(queue, closing ? 50 : 1000) {
                report(event, to: handlers)
                rd_kafka_event_destroy(event)
            } else if closing && rd_kafka_outq_len(client.pointer) == 0 {
                return
            }
        }
    }

    private func report(_ event: OpaquePointer, to handlers: KafkaProducer.Handlers) {
        switch rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_DR:
            handlers.delivered(Self.deliveries(in: event))
        case RD_KAFKA_EVENT_ERROR where rd_kafka_event_error_is_fatal(event) != 0:
            let text = rd_kafka_event_error_string(event).map { String(cString: $0) }
            handlers.broken(KafkaError(rd_kafka_event_error(event), text))
        default: break  // Trouble that librdkafka mends by itself, and has said in a line of its log.
        }
    }

    private static func deliveries(in event: OpaquePointer) -> [KafkaDelivery] {
        let count = rd_kafka_event_message_count(event)
        return withUnsafeTemporaryAllocation(of: UnsafePointer<rd_kafka_message_t>?.self, capacity: count) { messages in
            let taken = rd_kafka_event_message_array(event, messages.baseAddress, count)
            return messages[..<taken].map { message in
                let (code, offset) = (message!.pointee.err, message!.pointee.offset)
                return KafkaDelivery(
                    tag: davtari_rdkafka_tag(message), offset: offset >= 0 ? offset : nil,
                    error: code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError(code))
            }
        }
    }
}
