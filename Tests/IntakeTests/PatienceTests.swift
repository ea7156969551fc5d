import Events
import Glibc
import Log
import Rules
import Synchronization
import TestSupport
import Testing

@testable import Intake

@Suite struct `A log that does not answer` {
    private let log = SilentLog()
    private let intake: Intake
    private let author = Principal.import("token:import", stores: [], writers: ["*"])

    init() { intake = Intake(log: log) }

    /// A post to a store, and its answer once it is there.
    private func post(_ store: String, _ number: Int64) -> Answered {
        let answered = Answered()
        let receipt = TestChain.receipt([("p", 1_000, 300)])
        let event = TestChain.event(
            "receipt.completed.v1", receipt, store: store, writer: "\(store)-t1", sequence: number,
            at: "2026-03-01T09:00:00Z")
        intake.post(event, form: .single, to: .store(store), writer: "\(store)-t1", by: author) { answered.add($0) }
        return answered
    }

    @Test func `is answered for: come back; and what it wrote all the same is known then`() {
        let first = post("S01", 1)
        guard case .unavailable(let reason, let seconds) = first.wait() else { return #expect(Bool(false)) }
        #expect(reason.contains("The script has not answered within") && seconds > 0)
        log.answerAll()
        let repeated = post("S01", 1)
        guard case .answered(_, let results) = repeated.wait() else { return #expect(Bool(false)) }
        #expect(results.map(\.status) == [.duplicate])
        // Nobody is answered twice.
        #expect(first.count == 1 && log.waiting == 0)
    }

    @Test func `is asked no more of that partition until it has made up its mind, and of others as before`() {
        _ = post("S01", 1).wait()
        // Refused at once: nothing more waits in the log.
        #expect(post("S01", 2).count == 1)
        #expect(log.waiting == 1)
        let elsewhere = post("S02", 1)
        #expect(
            log.waiting == 2 && log.identity.partition(of: .store("S01")) != log.identity.partition(of: .store("S02")))
        log.answerAll()
        guard case .answered = elsewhere.wait() else { return #expect(Bool(false)) }
        let next = post("S01", 2)
        #expect(log.waiting == 1)
        log.answerAll()
        guard case .answered(_, let results) = next.wait() else { return #expect(Bool(false)) }
        #expect(results.map(\.status) == [.accepted])
    }
}

/// The answers to one post: there should be one.
private final class Answered: Sendable {
    private let outcomes = Mutex<[Outcome]>([])
    func add(_ outcome: Outcome) { outcomes.withLock { $0.append(outcome) } }
    var count: Int { outcomes.withLock { $0.count } }

    func wait() -> Outcome? {
        while true {
            if let outcome = outcomes.withLock({ $0.first }) { return outcome }
            usleep(5_000)
        }
    }
}

/// A log that says nothing until it is told to.
private final class SilentLog: EventLog {
    let identity = LogIdentity(id: "silent", partitions: 4)
    let home = "The script"
    let patience = Duration.milliseconds(300)
    private let owed = Mutex<[@Sendable () -> Void]>([])

    var waiting: Int { owed.withLock { $0.count } }

    func answerAll() {
        let owed = owed.withLock { owed in
            defer { owed = [] }
            return owed
        }
        for answer in owed { answer() }
    }

    func append(
        _ records: [NewRecord], to partition: Int, done: @escaping @Sendable (Result<[Placement], LogError>) -> Void
    ) {
        let placements = records.indices.map { Placement(partition: partition, offset: Int64($0), recordedAt: 1) }
        owed.withLock { $0.append { done(.success(placements)) } }
    }

    func read(_ partition: Int, from offset: Int64, limit: ReadLimit) throws(LogError) -> [LogRecord] { [] }
    func end() throws(LogError) -> Position { Position(partitions: identity.partitions) }
    func follow(from position: Position) throws(LogError) -> any LogReader { throw .unavailable("silent") }
    func shutdown() {}
}
