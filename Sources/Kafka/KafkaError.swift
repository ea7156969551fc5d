import CLibrdkafka

/// What librdkafka or a broker says is wrong.
package struct KafkaError: Error, Sendable, Equatable, CustomStringConvertible {
    package let code: Code
    package let description: String

    package struct Code: Sendable, Equatable {
        let raw: rd_kafka_resp_err_t

        package static let fatal = Code(raw: RD_KAFKA_RESP_ERR__FATAL)
        package static let notAuthentic = Code(raw: RD_KAFKA_RESP_ERR__AUTHENTICATION)
        package static let noSuchOffset = Code(raw: RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
        package static let invalidArgument = Code(raw: RD_KAFKA_RESP_ERR__INVALID_ARG)

        package static let topicExists = Code(raw: RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
        package static let topicNotAllowed = Code(raw: RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
        package static let clusterNotAllowed = Code(raw: RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED)
        package static let invalidTimestamp = Code(raw: RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP)
        package static let tooLarge = Code(raw: RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)
        package static let invalidConfiguration = Code(raw: RD_KAFKA_RESP_ERR_INVALID_CONFIG)
        package static let invalidReplicationFactor = Code(raw: RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR)
    }

    init(_ code: rd_kafka_resp_err_t, _ text: String? = nil) {
        self.code = Code(raw: code)
        description = text ?? Self.plainWords(code) ?? String(cString: rd_kafka_err2str(code))
    }

    /// librdkafka speaks of its own layers here ("Local: Broker transport failure").
    private static func plainWords(_ code: rd_kafka_resp_err_t) -> String? {
        switch code {
        case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN: "no Kafka broker can be reached"
        case RD_KAFKA_RESP_ERR__RESOLVE: "the name of no Kafka broker is known"
        case RD_KAFKA_RESP_ERR__TIMED_OUT: "no Kafka broker answered in time"
        default: nil
        }
    }

    /// Whether it passes by itself: a connection is made again, a partition gets its leader.
    package var isTransient: Bool {
        switch code.raw {
        case RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
            RD_KAFKA_RESP_ERR__RESOLVE, RD_KAFKA_RESP_ERR__WAIT_CACHE, RD_KAFKA_RESP_ERR__WAIT_COORD,
            RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
            RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
            RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NOT_COORDINATOR, RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH, RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH:
            true
        default: false
        }
    }
}

extension KafkaError {
    /// Whether a topic or a partition is said not to exist, which a restarting broker says of any.
    package var isUnknownPlace: Bool {
        switch code.raw {
        case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
            RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
            true
        default: false
        }
    }
}

/// Calls `body` with a buffer for librdkafka's error text, and gives what was written there.
func withErrorText<T>(_ body: (UnsafeMutablePointer<CChar>, Int) -> T) -> (T, String) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        buffer.initialize(repeating: 0)
        let result = body(buffer.baseAddress!, buffer.count)
        return (result, String(cString: buffer.baseAddress!))
    }
}
