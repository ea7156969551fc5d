import Foundation
import Kafka

/// The Kafka that tests may use, if the environment names one.
package enum TestKafka {
    /// `DAVTARI_TEST_KAFKA`: one or more `host:port`.
    package static let brokers: String? = {
        let brokers = ProcessInfo.processInfo.environment["DAVTARI_TEST_KAFKA"] ?? ""
        if brokers.isEmpty { print("SKIPPED: the Kafka home of the log: DAVTARI_TEST_KAFKA is not set") }
        return brokers.isEmpty ? nil : brokers
    }()

    /// The same brokers where one has to sign in over TLS, and the file of properties with which `davtari` does:
    /// `DAVTARI_TEST_KAFKA_TLS` and `DAVTARI_TEST_KAFKA_TLS_FILE`, as `Tests/kafka-tls` makes them.
    package static let signedIn: (brokers: String, file: String)? = {
        guard brokers != nil else { return nil }
        let environment = ProcessInfo.processInfo.environment
        guard let brokers = environment["DAVTARI_TEST_KAFKA_TLS"], let file = environment["DAVTARI_TEST_KAFKA_TLS_FILE"]
        else {
            print(
                "SKIPPED: Kafka with TLS and SASL: DAVTARI_TEST_KAFKA_TLS and DAVTARI_TEST_KAFKA_TLS_FILE are not set")
            return nil
        }
        return (brokers, file)
    }()

    /// `DAVTARI_TEST_KAFKA_RESTART`: a shell command that restarts the brokers and returns when they answer again.
    package static let restart: (@Sendable () throws -> Void)? = {
        guard brokers != nil else { return nil }
        guard let command = ProcessInfo.processInfo.environment["DAVTARI_TEST_KAFKA_RESTART"], !command.isEmpty else {
            print("note: no test restarts Kafka: DAVTARI_TEST_KAFKA_RESTART is not set")
            return nil
        }
        return { try run(command) }
    }()

    /// Deletes a topic, and waits until the brokers know of none under its name.
    package static func delete(topic: String) throws {
        let client = try KafkaConsumer(
            settings: KafkaSettings(["bootstrap.servers": brokers ?? "", "group.id": "davtari-tests"])
        ).client
        try client.delete(topic, milliseconds: 10_000)
        while try client.shape(of: topic, milliseconds: 10_000) != nil { Thread.sleep(forTimeInterval: 0.05) }
    }

    package struct CommandFailed: Error {
        package var command: String
        package var status: Int32
    }

    /// Not by Foundation's `Process`, which waits for everyone who inherited its socket, a started server too.
    private static func run(_ command: String) throws {
        let status = system(command)
        guard status == 0 else { throw CommandFailed(command: command, status: status) }
    }
}
