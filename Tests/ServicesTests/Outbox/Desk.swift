import Events
import Foundation
import JSON
import Log
import Logging
import Postgres
import Rules
import Synchronization
import TestSupport

@testable import Services

/// An office over a log that lives in another database, so that one may be restored without the other.
final class Desk {
    let log: any EventLog
    private let home: Home
    /// Where the log is: its database, or its topic.
    private let logPlace: String
    /// What relay and follower said, sentence by sentence.
    let told = Heard()
    private(set) var conninfo: String
    private(set) var office: Office
    private var pool: Pool
    private var relay: Relay?
    private var follower: Follower?
    /// Does not wait for an office that has just started.
    var isHurried = false {
        didSet { office = Office(pool: pool, log: log.identity, readySeconds: isHurried ? 0 : nil) }
    }

    /// The log's homes that this environment has; a Kafka that is missing says so aloud.
    enum Home: String, CaseIterable {
        case postgres, kafka
        static let all: [Home] = TestKafka.brokers == nil ? [.postgres] : allCases
    }

    /// Another office on the same log, in a database of its own.
    init(beside other: Desk, _ conninfo: String) throws {
        (home, logPlace) = (other.home, other.logPlace)
        log = try Self.open(home, logPlace, other.log.identity.partitions)
        self.conninfo = conninfo
        pool = Pool(conninfo, limit: 8)
        office = Office(pool: pool, log: log.identity)
        try office.migrate()
    }

    init(partitions: Int = 2, _ home: Home = .postgres) throws {
        self.home = home
        logPlace =
            switch home {
            case .postgres: try PrivatePostgres.freshDatabase()
            case .kafka: PrivatePostgres.freshSchemaName()
            }
        log = try Self.open(home, logPlace, partitions)
        conninfo = try PrivatePostgres.freshDatabase()
        pool = Pool(conninfo, limit: 8)
        office = Office(pool: pool, log: log.identity)
        try office.migrate()
    }

    private static func open(_ home: Home, _ place: String, _ partitions: Int) throws -> any EventLog {
        switch home {
        case .postgres: try PostgresLog(place, partitions: partitions)
        case .kafka:
            try KafkaLog(brokers: TestKafka.brokers ?? "", topic: place, partitions: partitions, create: true)
        }
    }

    /// Loses all that the log has: from now on there is another under its name, which is returned, empty.
    func makeLogAnew() throws -> any EventLog {
        switch home {
        case .postgres:
            try Connection(logPlace).script(
                "DELETE FROM log.log_record; UPDATE log.log_partition SET next_offset = 0, last_recorded_at = 0")
        case .kafka: try TestKafka.delete(topic: logPlace)
        }
        return try Self.open(home, logPlace, log.identity.partitions)
    }

    deinit {
        stop()
        log.shutdown()
    }

    /// - Parameter passing: where the relay may be made to die.
    func start(owner: String = "desk", passing: @escaping @Sendable (Relay.Step) throws -> Void = { _ in }) {
        let logger = Logger { [told] in told.add($0.text) }
        let relay = Relay(conninfo, log, owner: owner, restSeconds: 0.02, logger: logger, passing: passing)
        let follower = Follower(conninfo, log, owner: owner, logger: logger)
        follower.start()
        relay.start()
        (self.relay, self.follower) = (relay, follower)
    }

    func stop() {
        relay?.askToStop()
        follower?.stop()
        relay?.stop()
        (relay, follower) = (nil, nil)
    }

    // MARK: Restoring

    /// A copy of the database as it is now. Nothing may be connected, so everything stops.
    func backup() throws -> String {
        stop()
        pool.close()
        let name = try Connection(conninfo).query("SELECT current_database()").first!.text(0)
        let copy = try PrivatePostgres.freshDatabase(like: name)
        open(conninfo)
        return copy
    }

    /// Goes on with another database, as after a restore.
    func open(_ conninfo: String) {
        stop()
        pool.close()
        self.conninfo = conninfo
        pool = Pool(conninfo, limit: 8)
        office = Office(pool: pool, log: log.identity)
    }

    /// Goes on with an empty database.
    func openNew() throws {
        open(try PrivatePostgres.freshDatabase())
        try office.migrate()
    }

    // MARK: Commanding

    /// Appends what a till has sent, to its store's partition.
    func post(_ bytes: [UInt8], store: String = "S01") throws {
        _ = try log.append(
            [NewRecord(key: store, bytes: bytes)], to: log.identity.partition(of: .store(store)))
    }

    @discardableResult
    func command(
        _ method: String, _ path: String, _ body: JSON, key: String? = nil, precondition: Precondition = .none,
        onHand: Int64 = 0, dispatchedCosts: [Int64: Int64] = [:], isTill: Bool = false
    ) throws -> CommandAnswer {
        let found = Actions.at(path.split(separator: "/").map(String.init)).first { $0.action.method == method }
        guard let (action, ids) = found else { throw NeverCame(description: "no action \(method) \(path)") }
        let principal: Principal =
            isTill
            ? .till("token:test", stores: ["S01"], writers: [])
            : .office("token:test", stores: [], writers: [], areas: nil)
        let handler = CommandHandler(
            office,
            Lookups(
                onHand: { _, _ in onHand }, dispatchedCosts: { _ in dispatchedCosts },
                receipt: { [log] id in try Self.receipt(id, log) }))
        return try handler.perform(
            try handler.admit(principal, to: action, at: ids), body.bytes, precondition, key: key)
    }

    /// Lists a product or changes its price, whatever version is there.
    @discardableResult
    func list(_ product: String, price: Int64, key: String? = nil) throws -> CommandAnswer {
        let body: JSON = ["name": ["en": .string(product)], "listPrice": ["amount": .int(price), "per": 1_000]]
        let isThere = try office.read { try StreamTable.peek($0, ProductDecider.self, product) } != nil
        return try command("PUT", "products/\(product)", body, key: key, precondition: isThere ? .exists : .none)
    }

    // MARK: Looking

    private static func receipt(_ id: FactID, _ log: any EventLog) throws -> (store: String, receipt: Receipt)? {
        guard let event = try records(log).first(where: { $0.id == id }), let store = event.envelope.store,
            case .receiptCompleted(let receipt) = event.fact
        else { return nil }
        return (store, receipt)
    }

    /// Every record of the log, partition by partition.
    func records() throws -> [Event] { try Self.records(log) }

    private static func records(_ log: any EventLog) throws -> [Event] {
        let end = try log.end()
        return try (0..<log.identity.partitions).flatMap { partition in
            try log.read(partition, from: 0, limit: ReadLimit(records: 10_000)).map {
                try Event.read($0.bytes, with: JSONParser())
            }.prefix(Int(end[partition]))
        }
    }

    /// What a fold sees: the first version of each number, in the log's order. Who became the office is left out.
    func folded() throws -> [Event] {
        var seen: Set<FactID> = []
        return try records().filter { seen.insert($0.id).inserted && !Self.isOpening($0) }
    }

    static func isOpening(_ event: Event) -> Bool { if case .officeOpened = event.fact { true } else { false } }

    /// Who became the office, in the log's order.
    func openings() throws -> [OfficeOpened] {
        var seen: Set<FactID> = []
        return try records().compactMap { event in
            guard case .officeOpened(let fact) = event.fact, seen.insert(event.id).inserted else { return nil }
            return fact
        }
    }

    func outboxCount() throws -> Int {
        try Connection(conninfo).query("SELECT count(*) FROM davtari.outbox").first!.int(0)
    }

    func price(_ product: String) throws -> Int64? {
        try office.read { try StreamTable.peek($0, ProductDecider.self, product)?.state.latest?.listPrice?.amount }
    }
}

/// Sentences from other threads.
final class Heard: Sendable {
    private let sentences = Mutex<[String]>([])
    func add(_ sentence: String) { sentences.withLock { $0.append(sentence) } }
    var all: [String] { sentences.withLock { $0 } }
}

struct NeverCame: Error, CustomStringConvertible { let description: String }

/// Asks again and again; the end of hope is no measure of speed.
func eventually(_ what: String, _ holds: () throws -> Bool) throws {
    for _ in 0..<2_000 {
        if try holds() { return }
        Thread.sleep(forTimeInterval: 0.02)
    }
    throw NeverCame(description: "never came: \(what)")
}
