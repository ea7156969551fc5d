import Log
import TestSupport
import Testing

/// A home of the log, for the suite that every home passes.
struct LogHome: Sendable, CustomTestStringConvertible {
    var name: String
    var make: @Sendable (LogOpening) throws -> any EventLog
    /// Ends the server and starts it again; nil where the environment does not say how.
    var restart: (@Sendable () throws -> Void)?

    var testDescription: String { name }
}

/// Which log is opened, and how. Two openings of one name in one home are two gateways on one log.
struct LogOpening: Sendable {
    var name = "contract" + String(UInt64.random(in: .min ... .max), radix: 36)
    /// nil: as it is, and the default when it is new.
    var partitions: Int?
    /// The most appends that wait; nil: the home's default.
    var queueLimit: Int?
}

extension LogHome {
    /// Every home that this environment has. A home that is missing says so aloud, once.
    static let all: [LogHome] = [kafka, postgres].compactMap { $0 }

    private static var kafka: LogHome? {
        guard let brokers = TestKafka.brokers else { return nil }
        return LogHome(
            name: "Kafka",
            make: { opening in
                try KafkaLog(
                    brokers: brokers, topic: opening.name, partitions: opening.partitions, create: true,
                    queueLimit: opening.queueLimit ?? KafkaLog.defaultQueueLimit)
            },
            restart: TestKafka.restart)
    }

    /// One database for all logs, a schema for each. Where it cannot start, every test says why.
    private static let database = Result { try PrivatePostgres.freshDatabase(kept: true) }

    private static let postgres = LogHome(
        name: "Postgres",
        make: { opening in
            try PostgresLog(
                database.get(), schema: opening.name, partitions: opening.partitions,
                queueLimit: opening.queueLimit ?? 10_000)
        })
}
