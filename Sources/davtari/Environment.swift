import Foundation
import Log

/// Where the database and the log are: flags first, then the environment.
struct Environment {
    static let options: Set<String> = ["postgres", "log", "brokers", "topic", "replication"]
    static let usage = """
        --postgres CONNINFO   the database (or DAVTARI_POSTGRES)
        --log postgres|kafka  the log's home (or DAVTARI_LOG; postgres)
        --brokers HOST:PORT   Kafka's bootstrap servers (or DAVTARI_BROKERS)
        --topic NAME          Kafka's topic (or DAVTARI_TOPIC; davtari)
        --replication N       copies of each partition when the topic is made (or DAVTARI_REPLICATION; the broker's default)
        """

    let conninfo: String
    let arguments: Arguments

    init(_ arguments: Arguments) throws(UsageError) {
        self.arguments = arguments
        guard let conninfo = Self.value(arguments, "postgres") else {
            throw UsageError("say which database: --postgres CONNINFO, or DAVTARI_POSTGRES")
        }
        self.conninfo = conninfo
    }

    static func value(_ arguments: Arguments, _ name: String) -> String? {
        arguments.option(name) ?? ProcessInfo.processInfo.environment["DAVTARI_\(name.uppercased())"]
    }

    /// Opens the log that the flags name.
    func openLog() throws -> any EventLog {
        switch Self.value(arguments, "log") ?? "postgres" {
        case "postgres": return try PostgresLog(conninfo)
        case "kafka":
            guard let brokers = Self.value(arguments, "brokers") else {
                throw UsageError("the log in Kafka needs --brokers HOST:PORT, or DAVTARI_BROKERS")
            }
            let replication = Self.value(arguments, "replication").flatMap(Int.init)
            return try KafkaLog(
                brokers: brokers, topic: Self.value(arguments, "topic") ?? "davtari", create: true,
                replicationFactor: replication)
        case let other: throw UsageError("the log's home is postgres or kafka, not “\(other)”")
        }
    }
}
