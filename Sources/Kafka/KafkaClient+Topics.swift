import CLibrdkafka

/// What a topic looks like to the cluster.
package struct KafkaTopicShape: Sendable, Equatable {
    package var partitions: Int
    /// Copies of the partition that has the fewest.
    package var replicas: Int
    /// Whether every partition has a leader, so that it can be written and read.
    package var isLed: Bool
}

package struct KafkaNewTopic: Sendable {
    package var name: String
    package var partitions: Int
    /// nil: the brokers' own default.
    package var replicas: Int?
    package var settings: [String: String]
    package init(name: String, partitions: Int, replicas: Int?, settings: [String: String]) {
        (self.name, self.partitions, self.replicas, self.settings) = (name, partitions, replicas, settings)
    }
}

extension KafkaClient {
    /// nil where there is no such topic. Blocks.
    package func shape(of topic: String, milliseconds: Int) throws(KafkaError) -> KafkaTopicShape? {
        let handle = rd_kafka_topic_new(pointer, topic, nil)
        guard let handle else { throw KafkaError(rd_kafka_last_error()) }
        defer { rd_kafka_topic_destroy(handle) }
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(pointer, 0, handle, &answer, Int32(milliseconds))
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else { throw KafkaError(code) }
        defer { rd_kafka_metadata_destroy(answer) }
        guard answer.pointee.topic_cnt > 0 else { return nil }
        let found = answer.pointee.topics[0]
        switch found.err {
        case RD_KAFKA_RESP_ERR_NO_ERROR, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE: break
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART: return nil
        default: throw KafkaError(found.err)
        }
        let partitions = UnsafeBufferPointer(start: found.partitions, count: Int(found.partition_cnt))
        return KafkaTopicShape(
            partitions: partitions.count,
            replicas: partitions.map { Int($0.replica_cnt) }.min() ?? 0,
            isLed: !partitions.isEmpty && partitions.allSatisfy { $0.leader >= 0 })
    }

    /// Has the cluster create a topic. Blocks. A topic that exists already is `.topicExists`.
    package func create(_ topic: KafkaNewTopic, milliseconds: Int) throws(KafkaError) {
        let (wanted, text) = withErrorText {
            rd_kafka_NewTopic_new(topic.name, Int32(topic.partitions), Int32(topic.replicas ?? -1), $0, $1)
        }
        guard let wanted else { throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, text) }
        defer { rd_kafka_NewTopic_destroy(wanted) }
        for (name, value) in topic.settings {
            let code = rd_kafka_NewTopic_set_config(wanted, name, value)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code) }
        }
        let queue = rd_kafka_queue_new(pointer)
        defer { rd_kafka_queue_destroy(queue) }
        let options = rd_kafka_AdminOptions_new(pointer, RD_KAFKA_ADMIN_OP_CREATETOPICS)
        defer { rd_kafka_AdminOptions_destroy(options) }
        // How long the controller may take, and how long its answer may: the second bounds the first.
        _ = withErrorText { rd_kafka_AdminOptions_set_operation_timeout(options, Int32(milliseconds), $0, $1) }
        _ = withErrorText { rd_kafka_AdminOptions_set_request_timeout(options, Int32(milliseconds), $0, $1) }
        var topics: [OpaquePointer?] = [wanted]
        rd_kafka_CreateTopics(pointer, &topics, 1, options, queue)
        guard let event = rd_kafka_queue_poll(queue, Int32(milliseconds) + 1000) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT)
        }
        defer { rd_kafka_event_destroy(event) }
        try Self.check(event)
    }

    /// Has the cluster delete a topic with all that is in it. Blocks. The product deletes nothing; tests do.
    package func delete(_ topic: String, milliseconds: Int) throws(KafkaError) {
        let queue = rd_kafka_queue_new(pointer)
        defer { rd_kafka_queue_destroy(queue) }
        var topics: [OpaquePointer?] = [rd_kafka_DeleteTopic_new(topic)]
        defer { rd_kafka_DeleteTopic_destroy(topics[0]) }
        rd_kafka_DeleteTopics(pointer, &topics, 1, nil, queue)
        guard let event = rd_kafka_queue_poll(queue, Int32(milliseconds)) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT)
        }
        defer { rd_kafka_event_destroy(event) }
        let code = rd_kafka_event_error(event)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code) }
    }

    private static func check(_ event: OpaquePointer) throws(KafkaError) {
        let code = rd_kafka_event_error(event)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw KafkaError(code, rd_kafka_event_error_string(event).map { String(cString: $0) })
        }
        var count = 0
        let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
        for index in 0..<count {
            let code = rd_kafka_topic_result_error(results![index])
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                throw KafkaError(code, rd_kafka_topic_result_error_string(results![index]).map { String(cString: $0) })
            }
        }
    }
}
