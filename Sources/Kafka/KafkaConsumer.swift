import CLibrdkafka

package struct KafkaMessage: Sendable {
    package var partition: Int
    package var offset: Int64
    /// Milliseconds since 1970.
    package var timestamp: Int64
    package var key: String
    package var value: [UInt8]
}

/// What a consumer finds in its queue.
package enum KafkaArrival: Sendable {
    case message(KafkaMessage)
    /// The end of a partition, told where the setting `enable.partition.eof` asks for it.
    case end(partition: Int)
    /// About one partition, or about the whole.
    case trouble(KafkaError, partition: Int, offset: Int64)
}

/// Reads partitions that are assigned by hand. For one thread at a time; only `wake` may come from another.
///
/// `@unchecked Sendable`: `wake` touches only the queue, whose pointer never changes; the rest is handed from thread
/// to thread by whoever owns it.
package final class KafkaConsumer: @unchecked Sendable {
    package let client: KafkaClient
    private let queue: OpaquePointer
    private let batch: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    /// The part of the batch that is filled and not yet taken.
    private var here = 0..<0
    /// What is assigned, by topic.
    private var assigned: [String: Range<Int>] = [:]
    private var bytesSinceNudge = 0

    /// Messages are taken out of librdkafka's queue by this many: one lock serves all.
    private static let batchSize = 1000
    /// A fraction of what may be queued.
    private static let nudgeBytes = 2 << 20
    private static let nudgeMilliseconds = 200

    package init(settings: KafkaSettings) throws(KafkaError) {
        client = try KafkaClient(.consumer, settings)
        // Without this, errors of the instance as a whole would wait in a queue that nobody reads.
        rd_kafka_poll_set_consumer(client.pointer)
        queue = rd_kafka_queue_get_consumer(client.pointer)
        batch = .allocate(capacity: Self.batchSize)
        batch.initialize(repeating: nil)
    }

    deinit {
        forgetBatch()
        batch.deallocate()
        rd_kafka_queue_destroy(queue)
    }

    /// Begins at these places, and forgets what was read ahead from others.
    package func assign(_ places: [KafkaPlace]) throws(KafkaError) {
        forgetBatch()
        let list = rd_kafka_topic_partition_list_new(Int32(places.count))!
        defer { rd_kafka_topic_partition_list_destroy(list) }
        for place in places {
            rd_kafka_topic_partition_list_add(list, place.topic, Int32(place.partition)).pointee.offset = place.offset
        }
        let code = rd_kafka_assign(client.pointer, places.isEmpty ? nil : list)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code) }
        assigned = Dictionary(places.map { ($0.topic, $0.partition..<$0.partition + 1) }) {
            min($0.lowerBound, $1.lowerBound)..<max($0.upperBound, $1.upperBound)
        }
    }

    /// Whether something can be taken, waiting for it up to `milliseconds`.
    package func waitForArrival(milliseconds: Int) -> Bool {
        if !here.isEmpty { return true }
        fill(upTo: batch.count, milliseconds: 0)
        // Asked for more than one, librdkafka would wait out the time for the last of them.
        if here.isEmpty && milliseconds > 0 { fill(upTo: 1, milliseconds: milliseconds) }
        return !here.isEmpty
    }

    /// The length of what `take` gives next.
    package var nextByteCount: Int { here.isEmpty ? 0 : batch[here.lowerBound]!.pointee.len }

    /// What came first. Only when `waitForArrival` has said that there is something.
    package func take() -> KafkaArrival {
        let message = batch[here.lowerBound]!
        here.removeFirst()
        defer { rd_kafka_message_destroy(message) }
        return KafkaArrival(message)
    }

    /// Has a waiting `waitForArrival` return. From any thread.
    package func wake() { rd_kafka_queue_yield(queue) }

    private func fill(upTo count: Int, milliseconds: Int) {
        let got = rd_kafka_consume_batch_queue(queue, Int32(clamping: milliseconds), batch.baseAddress, count)
        here = 0..<max(0, got)
        for place in here { bytesSinceNudge += batch[place]!.pointee.len }
        if bytesSinceNudge >= Self.nudgeBytes { nudge() }
    }

    /// Has librdkafka look whether there is room in its queue again. A broker's thread that found it full sleeps until it has
    /// something else to do, up to a second (`fetch.queue.backoff.ms`, which shortens that, came with version 2.2), and a
    /// fast replay would wait for it most of the time. So it is given something: to ask for the partitions' ends.
    private func nudge() {
        bytesSinceNudge = 0
        // What goes wrong here goes wrong with the next fetch too, which tells it.
        for (topic, partitions) in assigned {
            _ = try? client.ends(topic, partitions, milliseconds: Self.nudgeMilliseconds)
        }
    }

    private func forgetBatch() {
        for index in here { rd_kafka_message_destroy(batch[index]) }
        here = 0..<0
    }
}

extension KafkaArrival {
    fileprivate init(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        let found = message.pointee
        switch found.err {
        case RD_KAFKA_RESP_ERR_NO_ERROR:
            self = .message(
                KafkaMessage(
                    partition: Int(found.partition), offset: found.offset,
                    timestamp: rd_kafka_message_timestamp(message, nil),
                    key: String(
                        decoding: UnsafeRawBufferPointer(start: found.key, count: found.key_len), as: UTF8.self),
                    value: [UInt8](UnsafeRawBufferPointer(start: found.payload, count: found.len))))
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            self = .end(partition: Int(found.partition))
        default:
            let text = rd_kafka_message_errstr(message).map { String(cString: $0) }
            self = .trouble(KafkaError(found.err, text), partition: Int(found.partition), offset: found.offset)
        }
    }
}
