import CLibrdkafka
import Glibc

/// An offset in a partition of a topic.
package struct KafkaPlace: Sendable {
    package var topic: String
    package var partition: Int
    package var offset: Int64
    package init(topic: String, partition: Int, offset: Int64) {
        (self.topic, self.partition, self.offset) = (topic, partition, offset)
    }
}

/// Owns one librdkafka instance: its threads, its connections, what it knows of the cluster.
///
/// `@unchecked Sendable`: an instance is made for use by many threads at once (rdkafka.h, "Thread-safety"), and
/// the pointer never changes.
package final class KafkaClient: @unchecked Sendable {
    let pointer: OpaquePointer
    private let lastWords = KafkaLastWords()

    enum Kind { case producer, consumer }

    /// - Parameter events: what is put into the instance's queue as an event instead of given to a callback.
    init(_ kind: Kind, _ settings: KafkaSettings, events: Int32 = 0) throws(KafkaError) {
        let configuration = try settings.makeConfiguration()
        rd_kafka_conf_set_events(configuration, events)
        lastWords.hear(configuration)
        let type = kind == .producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER
        let (made, text) = withErrorText { rd_kafka_new(type, configuration, $0, $1) }
        guard let made else {
            rd_kafka_conf_destroy(configuration)
            throw KafkaError(rd_kafka_last_error(), text)
        }
        pointer = made
    }

    deinit {
        // Leaving a group is what closing a consumer waits for, and partitions here are assigned by hand.
        rd_kafka_destroy_flags(pointer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// What librdkafka said of this instance's trouble last, as that a broker refused its password; nil while it had none.
    package var lastTrouble: String? { lastWords.text }

    /// The error after which this instance does nothing more, if it has come to that.
    package var fatalError: KafkaError? {
        let (code, text) = withErrorText { rd_kafka_fatal_error(pointer, $0, $1) }
        return code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError(code, text)
    }

    /// The next offsets of these partitions of a topic, asked of their leaders in one request each. Blocks.
    ///
    /// `rd_kafka_offsets_for_times` sends what it is given as the time, and to a broker the time -1 is a partition's
    /// end (Kafka's ListOffsets); `rd_kafka_query_watermark_offsets` would take two requests a partition. One that has
    /// no leader just now, as after its creation, is asked for again until the time is up.
    package func ends(_ topic: String, _ partitions: Range<Int>, milliseconds: Int) throws(KafkaError) -> [Int64] {
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        while true {
            let left = Int32(max(1, (deadline - .now) / .milliseconds(1)))
            let error: KafkaError
            switch askEnds(topic, partitions, milliseconds: left) {
            case .success(let ends): return ends
            case .failure(let failure): error = failure
            }
            guard (error.isTransient || error.isUnknownPlace) && .now < deadline else { throw error }
            usleep(20_000)
        }
    }

    private func askEnds(
        _ topic: String, _ partitions: Range<Int>, milliseconds: Int32
    ) -> Result<[Int64], KafkaError> {
        let list = rd_kafka_topic_partition_list_new(Int32(partitions.count))!
        defer { rd_kafka_topic_partition_list_destroy(list) }
        for partition in partitions {
            let element = rd_kafka_topic_partition_list_add(list, topic, Int32(partition))!
            element.pointee.offset = Int64(RD_KAFKA_OFFSET_END)
        }
        let code = rd_kafka_offsets_for_times(pointer, list, milliseconds)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { return .failure(KafkaError(code)) }
        var ends = [Int64](repeating: -1, count: partitions.count)
        for answer in UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt)) {
            guard answer.err == RD_KAFKA_RESP_ERR_NO_ERROR else { return .failure(KafkaError(answer.err)) }
            ends[Int(answer.partition) - partitions.lowerBound] = answer.offset
        }
        return ends.allSatisfy { $0 >= 0 }
            ? .success(ends) : .failure(KafkaError(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE))
    }
}
