import Foundation

/// The Kafka that tests may use, if the environment names one.
package enum TestKafka {
    /// `DAVTARI_TEST_KAFKA`: one or more `host:port`.
    package static let brokers: String? = {
        let brokers = ProcessInfo.processInfo.environment["DAVTARI_TEST_KAFKA"] ?? ""
        if brokers.isEmpty { print("SKIPPED: the Kafka home of the log: DAVTARI_TEST_KAFKA is not set") }
        return brokers.isEmpty ? nil : brokers
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
