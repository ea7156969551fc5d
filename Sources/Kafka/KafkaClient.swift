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

    enum Kind { case producer, consumer }

    /// - Parameter events: what is put into the instance's queue as an event instead of given to a callback.
    init(_ kind: Kind, _ settings: KafkaSettings, events: Int32 = 0) throws(KafkaError) {
        let configuration = try settings.makeConfiguration()
        rd_kafka_conf_set_events(configuration, events)
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

    /// The error after which this instance does nothing more, if it has come to that.
    package var fatalError: KafkaError? {
        let (code, text) = withErrorText { rd_kafka_fatal_error(pointer, $0, $1) }
        return code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError(code, text)
    }

    /// The first and the next offset of the partition of `place`, asked of its leader. Blocks.
    ///
    /// A partition that has no leader just now, as after its creation, is asked again until the time is up.
    package func offsets(_ place: KafkaPlace, milliseconds: Int) throws(KafkaError) -> Range<Int64> {
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        while true {
            var (low, high) = (Int64(0), Int64(0))
            let left = Int32(max(1, (deadline - .now) / .milliseconds(1)))
            let code = rd_kafka_query_watermark_offsets(
                pointer, place.topic, Int32(place.partition), &low, &high, left)
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { return low..<max(low, high) }
            let error = KafkaError(code)
            guard error.isTransient && .now < deadline else { throw error }
            usleep(20_000)
        }
    }
}
