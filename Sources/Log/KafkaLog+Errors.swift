import Kafka

extension LogError {
    init(_ error: KafkaError) {
        switch error.code {
        case .invalidTimestamp: self = .clockAhead("the broker answers: \(error)")
        // A repeat mends none of these.
        case .topicNotAllowed, .clusterNotAllowed, .notAuthentic, .tooLarge, .invalidArgument, .invalidConfiguration,
            .invalidReplicationFactor:
            self = .refused("\(error)")
        default: self = .unavailable("\(error)")
        }
    }

    /// Gives what is wrong with Kafka in the log's words.
    static func translating<T>(_ body: () throws(KafkaError) -> T) throws(LogError) -> T {
        do throws(KafkaError) { return try body() } catch { throw LogError(error) }
    }

    /// The same for someone who starts the log and can do something about it: where it was looked for, and what to do.
    func opening(at brokers: String) -> LogError {
        guard case .unavailable(let why) = self else { return self }
        return .unavailable(
            "\(why). See that Kafka runs at \(brokers), that this machine reaches it and may sign in to it, or name other brokers"
        )
    }
}
