import Foundation
import Log

/// A log of the run's own: a topic with a fresh name, or a schema in one of the run's databases.
package enum LogHome {
    case postgres(conninfo: String)
    case kafka(brokers: String, topic: String)

    /// Opens the log, making it when it is new.
    package func open() throws -> any EventLog {
        switch self {
        case .postgres(let conninfo): try PostgresLog(conninfo)
        case .kafka(let brokers, let topic): try KafkaLog(brokers: brokers, topic: topic, create: true)
        }
    }

    /// The words that lead `davtari` to the same log, the read models' database being another matter.
    package var words: [String] {
        switch self {
        case .postgres: ["--log", "postgres"]
        case .kafka(let brokers, let topic): ["--log", "kafka", "--brokers", brokers, "--topic", topic]
        }
    }

    package static func freshTopic(_ brokers: String, _ label: String) -> LogHome {
        let second = Int(Date().timeIntervalSince1970)
        let process = ProcessInfo.processInfo.processIdentifier
        return .kafka(brokers: brokers, topic: "davtari-bench-\(label)-\(second)-\(process)")
    }

    /// Deletes the log's topics. One that cannot be deleted, as where rights lack, stays and is named.
    package func remove() {
        guard case .kafka(let brokers, let topic) = self else { return }
        do { try RawKafka.delete(brokers, topics: [topic, topic + ".meta"]) } catch {
            FileHandle.standardError.write(Data("bench: the topic \(topic) stays: \(error)\n".utf8))
        }
    }
}
