import Events
import Foundation
import Gateway
import HTTP
import JSON
import Log
import Logging
import Postgres
import Projections
import Services
import Synchronization
import TestSupport
import Testing

/// A whole Davtari on a database of its own: the log, a gateway, a worker, and the tokens of those who speak to it.
final class House: @unchecked Sendable {
    // @unchecked: workers and gateways are added by the test's own thread; what others use is Sendable by itself.
    let conninfo: String
    let log: PostgresLog
    let gateway: Gateway
    let accounts: Accounts
    private(set) var worker: Worker?
    /// What workers said, sentence by sentence.
    let said = Said()
    /// What the first gateway said.
    let gatewaySaid = Said()
    /// Everything but the first gateway and its log.
    private var others: [(gateway: Gateway, log: PostgresLog)] = []
    private var workers = 0

    let till: String
    let office: String

    static let store = "S01"
    static let writer = "S01-t1"
    static let officeWriters = ["office", "office-2"]

    /// - Parameter isFolding: a worker runs from the beginning.
    init(partitions: Int = 4, isFolding: Bool = true) throws {
        conninfo = try LaidOut.database(partitions: partitions)
        log = try PostgresLog(conninfo, partitions: partitions)
        gateway = try Self.gateway(conninfo, log, gatewaySaid)
        accounts = Accounts(pool: Pool(conninfo, limit: 2), passwordCost: .least)
        till = try accounts.createToken(kind: .till, name: "till", stores: [Self.store], writers: [Self.writer])
        office = try accounts.createToken(kind: .office, name: "office", stores: [], writers: Self.officeWriters)
        if isFolding { startWorker() }
    }

    deinit {
        stopWorker()
        for other in others {
            other.gateway.stop()
            other.log.shutdown()
        }
        gateway.stop()
        log.shutdown()
    }

    private static func gateway(_ conninfo: String, _ log: any EventLog, _ said: Said? = nil) throws -> Gateway {
        var configuration = Configuration(conninfo: conninfo, instance: "story")
        if let said { configuration.logger = Logger { said.add($0.text) } }
        configuration.entrance = .address("127.0.0.1", port: 0)
        return try Gateway(configuration, log: log)
    }

    /// Another gateway, with its own connection to the same log, as on another machine.
    func secondGateway() throws -> Gateway {
        let log = try PostgresLog(conninfo)
        let gateway = try Self.gateway(conninfo, log)
        others.append((gateway, log))
        return gateway
    }

    // MARK: Workers

    func newWorker() -> Worker {
        workers += 1
        let said = said
        return Worker(conninfo, log, name: "worker \(workers)", logger: Logger { said.add($0.text) })
    }

    func startWorker() {
        worker = newWorker()
        worker?.start()
    }

    func stopWorker() {
        worker?.stop()
        worker = nil
    }

    // MARK: Asking

    func get(_ path: String, token: String? = nil, from gateway: Gateway? = nil, headers: [(String, String)] = [])
        throws -> Answer
    {
        try Self.send("GET", path, token: token ?? office, to: gateway ?? self.gateway, headers: headers)
    }

    /// Rows of a report, every page of it.
    func rows(_ path: String) throws -> [JSON] {
        var rows: [JSON] = []
        var cursor = ""
        while true {
            let answer = try get(path + cursor)
            try #require(answer.status == 200, "\(path): \(answer.text)")
            rows += answer.json["rows"]?.array ?? []
            guard let next = answer.json["next"]?.string else { return rows }
            cursor = (path.contains("?") ? "&" : "?") + "cursor=\(next)"
        }
    }

    /// Posts one event, or a batch of several.
    func post(
        _ events: [[UInt8]], store: String? = House.store, writer: String = House.writer, token: String? = nil,
        to gateway: Gateway? = nil, headers: [(String, String)] = []
    ) throws -> Answer {
        let body = events.count == 1 ? events[0] : Self.batch(events)
        let type = events.count == 1 ? "application/cloudevents+json" : "application/cloudevents-batch+json"
        return try Self.send(
            "POST", Self.path(store, writer), token: token ?? (writer == Self.writer ? till : office),
            to: gateway ?? self.gateway, body: body, headers: [("Content-Type", type)] + headers)
    }

    /// Posts what the office says, which must be taken; returns the answer's position.
    @discardableResult
    func say(
        _ type: String, _ data: JSON, store: String? = nil, number: Int64, writer: String = "office",
        at time: String = "2026-03-01T06:00:00Z"
    ) throws -> String {
        let event = TestChain.event(type, data, store: store, writer: writer, sequence: number, at: time)
        let answer = try post([event], store: store, writer: writer)
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.json["position"]?.string)
    }

    static func path(_ store: String?, _ writer: String) -> String {
        "/v1" + (store.map { "/stores/\($0)" } ?? "/chain") + "/writers/\(writer)/events"
    }

    static func batch(_ events: [[UInt8]]) -> [UInt8] {
        Array("[".utf8) + Array(events.joined(separator: Array(",".utf8))) + Array("]".utf8)
    }

    static func send(
        _ method: String, _ path: String, token: String?, to gateway: Gateway, body: [UInt8]? = nil,
        headers: [(String, String)] = []
    ) throws -> Answer {
        let client = Client(baseURL: "http://127.0.0.1:\(gateway.port)")
        let bearer = token.map { [("Authorization", "Bearer \($0)")] } ?? []
        return Answer(try client.send(method, path, body: body, headers: bearer + headers))
    }

    // MARK: Looking behind

    /// Waits until everything in the log is folded; asked again, since a wait in the gateway is bounded. A worker that
    /// cannot go on says why.
    func settle() throws {
        let end = try log.end().description
        for _ in 0..<Self.waits where try get("/v1/stores?after=\(end)").status == 200 { return }
        throw NeverCame(description: "not everything is folded: \(said.all.last ?? "the workers say nothing")")
    }

    /// Each takes seconds where nothing is folded.
    private static let waits = 48

    /// What each connection to the database is at, and for whom it waits.
    func activity() throws -> String {
        try Connection(conninfo).query(
            """
            SELECT concat_ws(' ', pid, application_name, state, now() - state_change, wait_event_type, wait_event,
                'behind', pg_blocking_pids(pid), left(query, 120))
            FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
            """
        ).map { try $0.text(0) }.joined(separator: "\n")
    }

    /// The read models hold what a fold of the same log from zero holds. The office may say something of its own at any time, so
    /// both are asked of one end of the log.
    func expectSameFromZero(_ note: String = "", at place: SourceLocation = #_sourceLocation) throws {
        var (live, fresh): ([String], [String])
        var end: Position
        repeat {
            // Where no worker of the house folds them, one of the test's own may.
            do {
                if worker == nil { try CatchUp.run(conninfo, log) } else { try settle() }
            } catch ProjectionError.leaseLost { try settle() }
            end = try log.end()
            (live, fresh) = (try digests(), try freshDigests())
        } while try log.end() != end
        guard live != fresh else { return }
        let differences = differencesFromZero()
        for (live, fresh) in zip(live, fresh) {
            #expect(live == fresh, "\(note) \(differences)", sourceLocation: place)
        }
    }

    /// What the read models hold now.
    private func digests(_ depth: Digest.Depth = .placed) throws -> [String] {
        let connection = try Connection(conninfo)
        return try ReadModels.all.map { "\($0.name) \(try Digest.serving(connection, $0, depth))" }
    }

    /// What a fold of the same log from zero holds.
    private func freshDigests() throws -> [String] {
        let other = try LaidOut.database(for: log.identity)
        try CatchUp.run(other, log)
        let connection = try Connection(other)
        return try ReadModels.all.map { "\($0.name) \(try Digest.serving(connection, $0, .placed))" }
    }

    /// The rows in which that differs from what is here; empty where none does.
    func differencesFromZero() -> String {
        var lines: [String] = []
        do { try Rebuild(conninfo, log, ReadModels.all) { lines.append($0) }.run(accept: false) } catch {
            return "\(error)\n" + lines.filter { $0.contains("differs") }.suffix(24).joined(separator: "\n")
        }
        return ""
    }
}

/// What a gateway answered.
struct Answer {
    let status: Int
    let headers: Headers
    let body: [UInt8]
    let json: JSON
    var text: String { String(decoding: body, as: UTF8.self) }

    init(_ response: ClientResponse) {
        (status, headers, body) = (response.status, response.headers, response.body)
        json = (try? JSON(parsing: response.body)) ?? .null
    }

    /// One member of each event's result.
    func events(_ member: String) -> [String] { (json["events"]?.array ?? []).map { $0[member]?.string ?? "" } }
    var rows: [JSON] { json["rows"]?.array ?? [] }
}

/// Sentences from another thread.
final class Said: Sendable {
    private let sentences = Mutex<[String]>([])
    func add(_ sentence: String) { sentences.withLock { $0.append(sentence) } }
    var all: [String] { sentences.withLock { $0 } }
}

struct NeverCame: Error, CustomStringConvertible {
    let description: String
}

/// Asks again and again; a minute is no measure of speed but the end of hope.
///
/// - Parameter what: is asked for when it did not come, and may tell what stood in the way.
func eventually(_ what: @autoclosure () throws -> String, _ holds: () throws -> Bool) throws {
    for _ in 0..<1_200 {
        if try holds() { return }
        Thread.sleep(forTimeInterval: 0.05)
    }
    throw NeverCame(description: "never came: \(try what())")
}

/// Runs all of them at once, each on a thread of its own, and throws what the first of them threw.
func atOnce(_ bodies: [@Sendable () throws -> Void]) throws {
    let failures = Mutex<[any Error]>([])
    let threads = DispatchGroup()
    for body in bodies {
        threads.enter()
        Thread.detachNewThread {
            do { try body() } catch { failures.withLock { $0.append(error) } }
            threads.leave()
        }
    }
    threads.wait()
    if let first = failures.withLock({ $0.first }) { throw first }
}

/// A sale of one product by the first till.
func sale(
    _ number: Int64, _ product: String = "p", quantity: Int64 = 1_000, gross: Int64 = 300, customer: String? = nil,
    writer: String = House.writer, store: String = House.store, at time: String = "2026-03-02T09:00:00Z"
) -> [UInt8] {
    let receipt = TestChain.receipt([(product, quantity, gross)], day: "2026-03-02", customer: customer)
    return TestChain.event("receipt.completed.v1", receipt, store: store, writer: writer, sequence: number, at: time)
}
