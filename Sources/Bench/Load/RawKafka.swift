import CLibrdkafka
import Foundation

/// librdkafka as it is, without the house around it: what it can at most read, and the topics that a run leaves behind.
enum RawKafka {
    private static let waitMilliseconds: Int32 = 10_000

    /// Reads partitions of a topic from their beginnings, looking at nothing.
    ///
    /// - Parameter records: how many there are; it ends behind the last.
    /// - Returns: the seconds from the first request to the last record.
    static func consume(_ brokers: String, topic: String, partitions: Int, records: Int) throws -> Double {
        let client = try client(
            RD_KAFKA_CONSUMER,
            [
                "bootstrap.servers": brokers, "group.id": "davtari-bench", "enable.auto.commit": "false",
                "auto.offset.reset": "error", "queued.min.messages": "1000000",
                "queued.max.messages.kbytes": "262144", "fetch.message.max.bytes": "8388608",
                "socket.nagle.disable": "true", "log_level": "3",
            ])
        defer { rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE) }
        rd_kafka_poll_set_consumer(client)
        let queue = rd_kafka_queue_get_consumer(client)
        defer { rd_kafka_queue_destroy(queue) }
        let list = rd_kafka_topic_partition_list_new(Int32(partitions))!
        defer { rd_kafka_topic_partition_list_destroy(list) }
        for partition in 0..<partitions {
            rd_kafka_topic_partition_list_add(list, topic, Int32(partition)).pointee.offset = 0
        }
        let began = ContinuousClock.now
        try check(rd_kafka_assign(client, list))
        var left = records
        var batch = [UnsafeMutablePointer<rd_kafka_message_t>?](repeating: nil, count: 1_000)
        while left > 0 {
            let got = rd_kafka_consume_batch_queue(queue, 100, &batch, batch.count)
            for message in batch.prefix(max(0, got)) {
                if message!.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR { left -= 1 }
                rd_kafka_message_destroy(message)
            }
            guard ContinuousClock.now - began < .seconds(600) else {
                throw BenchError("\(left) records of \(topic) did not come")
            }
        }
        return (ContinuousClock.now - began) / .seconds(1)
    }

    /// Produces the same messages again and again, with so many that are not yet acknowledged; each acknowledgement lets one
    /// more go, as a till's answer does.
    ///
    /// - Returns: acknowledged messages a second.
    static func produce(
        _ brokers: String, topic: String, partitions: Int, _ messages: [[UInt8]], inFlight: Int, seconds: Double
    ) throws -> Double {
        let client = try client(
            RD_KAFKA_PRODUCER,
            [
                "bootstrap.servers": brokers, "enable.idempotence": "true", "acks": "all", "linger.ms": "1",
                "compression.type": "lz4", "log_level": "3",
            ])
        defer { rd_kafka_destroy(client) }
        let queue = rd_kafka_queue_get_main(client)
        defer { rd_kafka_queue_destroy(queue) }
        let handle = rd_kafka_topic_new(client, topic, nil)
        defer { rd_kafka_topic_destroy(handle) }
        var (sent, acknowledged) = (0, 0)
        let began = ContinuousClock.now
        while (ContinuousClock.now - began) / .seconds(1) < seconds {
            while sent - acknowledged < inFlight {
                let code = messages[sent % messages.count].withUnsafeBytes { bytes in
                    rd_kafka_produce(
                        handle, Int32(sent % partitions), RD_KAFKA_MSG_F_COPY,
                        UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count, nil, 0, nil)
                }
                guard code == 0 else {
                    try check(rd_kafka_last_error())
                    continue
                }
                sent += 1
            }
            guard let event = rd_kafka_queue_poll(queue, 100) else { continue }
            defer { rd_kafka_event_destroy(event) }
            if rd_kafka_event_type(event) == RD_KAFKA_EVENT_DR { acknowledged += rd_kafka_event_message_count(event) }
        }
        return Double(acknowledged) / ((ContinuousClock.now - began) / .seconds(1))
    }

    /// Deletes topics of the run's own making.
    static func delete(_ brokers: String, topics: [String]) throws {
        let client = try client(RD_KAFKA_PRODUCER, ["bootstrap.servers": brokers, "log_level": "3"])
        defer { rd_kafka_destroy(client) }
        let queue = rd_kafka_queue_new(client)
        defer { rd_kafka_queue_destroy(queue) }
        var names: [OpaquePointer?] = topics.map { rd_kafka_DeleteTopic_new($0) }
        defer { for name in names { rd_kafka_DeleteTopic_destroy(name) } }
        rd_kafka_DeleteTopics(client, &names, names.count, nil, queue)
        guard let event = rd_kafka_queue_poll(queue, waitMilliseconds) else {
            throw BenchError("the brokers do not answer")
        }
        defer { rd_kafka_event_destroy(event) }
        try check(rd_kafka_event_error(event))
        var count = 0
        let results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count)
        for index in 0..<count { try check(rd_kafka_topic_result_error(results![index])) }
    }

    private static func client(_ type: rd_kafka_type_t, _ settings: [String: String]) throws -> OpaquePointer {
        let configuration = rd_kafka_conf_new()
        rd_kafka_conf_set_events(configuration, RD_KAFKA_EVENT_DR)
        return try withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { text in
            for (name, value) in settings {
                guard rd_kafka_conf_set(configuration, name, value, text.baseAddress, text.count) == RD_KAFKA_CONF_OK
                else { throw BenchError(String(cString: text.baseAddress!)) }
            }
            guard let client = rd_kafka_new(type, configuration, text.baseAddress, text.count) else {
                throw BenchError(String(cString: text.baseAddress!))
            }
            return client
        }
    }

    private static func check(_ code: rd_kafka_resp_err_t) throws {
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw BenchError(String(cString: rd_kafka_err2str(code))) }
    }
}
