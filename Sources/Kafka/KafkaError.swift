import CLibrdkafka

/// What librdkafka or a broker says is wrong.
package struct KafkaError: Error, Sendable, Equatable, CustomStringConvertible {
    package let code: Code
    package let description: String

    package struct Code: Sendable, Equatable {
        let raw: rd_kafka_resp_err_t

        package static let fatal = Code(raw: RD_KAFKA_RESP_ERR__FATAL)
        package static let timedOut = Code(raw: RD_KAFKA_RESP_ERR__TIMED_OUT)
        package static let transport = Code(raw: RD_KAFKA_RESP_ERR__TRANSPORT)
        package static let allBrokersDown = Code(raw: RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
        package static let unresolvedName = Code(raw: RD_KAFKA_RESP_ERR__RESOLVE)
        package static let notAuthentic = Code(raw: RD_KAFKA_RESP_ERR__AUTHENTICATION)
        package static let noSuchOffset = Code(raw: RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
        package static let invalidArgument = Code(raw: RD_KAFKA_RESP_ERR__INVALID_ARG)

        package static let noSuchTopic = Code(raw: RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
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
        description = text ?? String(cString: rd_kafka_err2str(code))
    }

    /// Whether librdkafka mends it by itself, by reconnecting and asking again.
    package var isTransient: Bool {
        switch code {
        case .timedOut, .transport, .allBrokersDown, .unresolvedName: true
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
