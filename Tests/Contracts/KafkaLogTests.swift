import Foundation
import Kafka
import Log
import Synchronization
import TestSupport
import Testing

extension Contracts {
    /// What only the Kafka home does.
    @Suite(.enabled(if: TestKafka.brokers != nil, "DAVTARI_TEST_KAFKA is not set"))
    struct `A log in Kafka` {
        private let brokers = TestKafka.brokers ?? ""
        private let name = LogOpening().name

        private func open(create: Bool = true, partitions: Int? = nil) throws -> KafkaLog {
            try KafkaLog(brokers: brokers, topic: name, partitions: partitions, create: create)
        }

        private func settings() -> KafkaSettings { ["bootstrap.servers": brokers, "group.id": "davtari"] }

        @Test func `is not made up where there is none`() throws {
            let error = #expect(throws: LogError.self) { try open(create: false) }
            #expect(error == .wrongLog("there is no topic \(name)"))
        }

        @Test func `is opened without being created where there is one`() throws {
            let first = try open(partitions: 3)
            defer { first.shutdown() }
            let second = try open(create: false)
            defer { second.shutdown() }
            #expect(second.identity == first.identity)
        }

        @Test func `takes over a topic that was laid out by hand`() throws {
            let consumer = try KafkaConsumer(settings: settings())
            let topic = KafkaNewTopic(name: name, partitions: 6, replicas: nil, settings: [:])
            try consumer.client.create(topic, milliseconds: 10_000)
            let log = try open()
            defer { log.shutdown() }
            #expect(log.identity.partitions == 6)
        }

        @Test func `is refused when its topic was given more partitions than it began with`() throws {
            let consumer = try KafkaConsumer(settings: settings())
            for topic in [name, name + ".meta"] {
                let topic = KafkaNewTopic(name: topic, partitions: 1, replicas: nil, settings: [:])
                try consumer.client.create(topic, milliseconds: 10_000)
            }
            let answered = DispatchSemaphore(value: 0)
            let producer = try KafkaProducer(
                topic: name + ".meta", settings: ["bootstrap.servers": brokers], thread: "test-delivery",
                handlers: .init(delivered: { _ in answered.signal() }, broken: { _ in }))
            let refused = producer.produce(
                partition: 0, key: "log", value: Array(#"{"log":"0123","partitions":8}"#.utf8),
                timestampMilliseconds: KafkaLog.now(), header: ("content-type", "application/json"), tag: 1)
            #expect(refused == nil)
            answered.wait()
            let error = #expect(throws: LogError.self) { try open() }
            guard case .wrongLog(let why)? = error else {
                Issue.record("refused with \(String(describing: error))")
                return
            }
            #expect(why.contains("8 partitions and has 1 now"))
        }

        @Test func `says so when this machine's clock runs ahead, and goes on when it does not`() throws {
            let clock = Ahead()
            let log = try KafkaLog(
                brokers: brokers, topic: name, create: true, clock: { KafkaLog.now() + clock.milliseconds })
            defer { log.shutdown() }
            clock.milliseconds = 5 * 60_000
            let error = #expect(throws: LogError.self) { try log.append(numbered([1]), to: 0) }
            guard case .clockAhead? = error else {
                Issue.record("refused with \(String(describing: error))")
                return
            }
            clock.milliseconds = 0
            #expect(try log.append(numbered([2]), to: 0).map(\.offset) == [0])
        }

        @Test func `tells a follower that stands past its end`() throws {
            let log = try open()
            defer { log.shutdown() }
            _ = try log.append(numbered(0..<3), to: 0)
            var position = Position(partitions: 8)
            position[0] = 40
            let reader = try log.follow(from: position)
            #expect(throws: LogError.outOfRange(partition: 0, offset: 40)) { try reader.take(1) }
            #expect(throws: LogError.outOfRange(partition: 0, offset: 40)) { try reader.take(1) }
        }

        @Test func `goes on with a new producer when its own has broken`() throws {
            let log = try open()
            defer { log.shutdown() }
            _ = try log.append(numbered([0]), to: 0)
            for round in 1...3 {
                log.breakProducerForTest()
                let deadline = ContinuousClock.now + .seconds(20)
                var placements: [Placement]?
                while placements == nil && ContinuousClock.now < deadline {
                    placements = try? log.append(numbered([round]), to: 0)
                }
                #expect(placements?.map(\.offset) == [Int64(round)])
            }
            #expect(try log.everything(in: 0).map(\.text) == ["0", "1", "2", "3"])
        }

        @Test func `cannot be opened without a broker, and says so in time`() throws {
            let started = ContinuousClock.now
            let error = #expect(throws: LogError.self) {
                try KafkaLog(brokers: "127.0.0.1:1", topic: name, create: true)
            }
            guard case .unavailable(let why)? = error else {
                Issue.record("it says \(String(describing: error))")
                return
            }
            #expect(why.hasPrefix("no Kafka broker can be reached: ") && why.contains("Connection refused"), "\(why)")
            #expect(why.contains("See that Kafka runs at 127.0.0.1:1, "), "\(why)")
            #expect(ContinuousClock.now - started < .seconds(20))
        }

        @Test func `refuses a property that librdkafka does not know`() throws {
            let error = #expect(throws: LogError.self) {
                try KafkaLog(brokers: brokers, topic: name, create: true, properties: ["no.such.property": "1"])
            }
            #expect("\(try #require(error))".contains("no.such.property"))
        }

        @Test(arguments: ["acks", "enable.idempotence", "message.timeout.ms", "auto.offset.reset", "bootstrap.servers"])
        func `lets nobody set what its promises rest on`(property: String) throws {
            let error = #expect(throws: LogError.self) {
                try KafkaLog(brokers: brokers, topic: name, create: true, properties: KafkaSettings([property: "0"]))
            }
            #expect(error == .refused("\(property) is kept: what the log promises rests on it"))
        }

        @Test func `names a secret that cannot be used, and not its value`() throws {
            let error = #expect(throws: LogError.self) {
                try KafkaLog(
                    brokers: brokers, topic: name, create: true,
                    properties: ["security.protocol": "SSL", "ssl.key.pem": "hunter2", "ssl.key.password": "hunter3"])
            }
            #expect(!"\(try #require(error))".contains("hunter"), "\(error!)")
            let settings: KafkaSettings = ["sasl.password": "hunter2"]
            #expect("\(settings)" == "sasl.password")
        }
    }
}

/// A clock that a test sets wrong.
private final class Ahead: Sendable {
    private let value = Mutex<Int64>(0)
    var milliseconds: Int64 {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
