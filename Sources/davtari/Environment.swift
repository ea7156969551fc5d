import Foundation
import Log

/// Where the database and the log are: flags first, then the environment.
struct Environment {
    static let options: Set<String> = [
        "postgres", "log", "brokers", "topic", "partitions", "replication", "kafka", "kafka-file",
    ]
    static let usage = """
        --postgres CONNINFO   the database (or DAVTARI_POSTGRES)
        --log postgres|kafka  the log's home (or DAVTARI_LOG; postgres)
        --partitions N        how many the log has: given when it is made, the same for ever (or DAVTARI_PARTITIONS; 8)
        --brokers HOST:PORT   Kafka's bootstrap servers (or DAVTARI_BROKERS)
        --topic NAME          Kafka's topic (or DAVTARI_TOPIC; davtari)
        --replication N       copies of each partition when the topic is made (or DAVTARI_REPLICATION; the broker's default)
        --kafka NAME=VALUE    a property of librdkafka, as security.protocol=SASL_SSL; may be given often
                              (or DAVTARI_KAFKA_NAME, with _ for each dot: DAVTARI_KAFKA_SECURITY_PROTOCOL=SASL_SSL)
        --kafka-file FILE     the same in a file, NAME=VALUE a line: for passwords, which no flag takes (or DAVTARI_KAFKA_FILE)
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
        let partitions = try number("partitions")
        switch Self.value(arguments, "log") ?? "postgres" {
        case "postgres": return try PostgresLog(conninfo, partitions: partitions)
        case "kafka":
            guard let brokers = Self.value(arguments, "brokers") else {
                throw UsageError("the log in Kafka needs --brokers HOST:PORT, or DAVTARI_BROKERS")
            }
            return try KafkaLog(
                brokers: brokers, topic: Self.value(arguments, "topic") ?? "davtari", partitions: partitions,
                create: true,
                replicationFactor: try number("replication"), properties: try KafkaProperties.read(arguments))
        case let other: throw UsageError("the log's home is postgres or kafka, not “\(other)”")
        }
    }

    private func number(_ name: String) throws(UsageError) -> Int? {
        guard let text = Self.value(arguments, name) else { return nil }
        guard let number = Int(text), (1...Self.most).contains(number) else {
            throw UsageError("--\(name) takes a number from 1 to \(Self.most), not “\(text)”")
        }
        return number
    }

    /// A reader holds something for each partition, and asks for the end of each.
    private static let most = 1_000
}
