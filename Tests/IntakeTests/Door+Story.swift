import Dispatch
import Events
import JSON
import Log
import Rules
import Synchronization
import TestSupport

@testable import Intake

/// A till that stands at the door, with a log behind it.
struct Till {
    let log: any EventLog
    let intake: Intake
    var store = "S01"
    var writer = "S01-T1"
    var author = Principal.till("token:till", stores: ["S01"], writers: ["S01-T1"])
    var key: PartitionKey = .store("S01")

    /// At a real log of its own.
    init() throws {
        let database = try PrivatePostgres.sharedDatabase()
        self.init(log: try PostgresLog(database, schema: PrivatePostgres.freshSchemaName(), partitions: 4))
    }

    init(log: any EventLog) { (self.log, intake) = (log, Intake(log: log)) }

    /// A receipt without fault.
    static let receipt = """
        {"businessDate":"2026-11-23","currency":"GEL","gross":1180,"tax":180,"lines":[{"line":1,"kind":"sale",\
        "product":"P1","quantity":1000,"listPrice":{"amount":1180,"per":1000},"gross":1180,"taxes":[{"code":"VAT",\
        "rate":180000,"base":1000,"amount":180}]}],"tenders":[{"tender":1,"kind":"cash","amount":1180}]}
        """

    func event(
        _ sequence: Int, type: String = "receipt.completed.v1", data: String = Till.receipt, writer: String? = nil,
        source: String? = nil
    ) -> String {
        let writer = writer ?? self.writer
        let source = source ?? (key == .chain ? "/chain/writers/\(writer)" : "/stores/\(store)/writers/\(writer)")
        return """
            {"specversion":"1.0","id":"\(writer):\(sequence)","source":"\(source)","type":"\(type)",\
            "time":"2026-11-23T10:15:30.123+04:00","writer":"\(writer)","writerseq":\(sequence),"data":\(data)}
            """
    }

    func post(_ body: [UInt8], _ form: Intake.Form) -> Outcome {
        let answer = Answer()
        intake.post(body, form: form, to: key, writer: writer, by: author) { answer.give($0) }
        return answer.wait()
    }

    func post(_ event: String) -> Outcome { post(Array(event.utf8), .single) }
    func post(batch events: [String]) -> Outcome { post(Array("[\(events.joined(separator: ","))]".utf8), .batch) }

    /// What the log holds of the till's partition.
    func stored() throws -> [String] {
        try log.read(log.identity.partition(of: key), from: 0, limit: ReadLimit(records: 5000, bytes: 64 << 20))
            .map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}

/// An answer that is waited for; a second one would trap.
private final class Answer: Sendable {
    private let outcome = Mutex<Outcome?>(nil)
    private let semaphore = DispatchSemaphore(value: 0)

    func give(_ new: Outcome) {
        outcome.withLock { outcome in
            precondition(outcome == nil, "answered twice")
            outcome = new
        }
        semaphore.signal()
    }

    func wait() -> Outcome {
        semaphore.wait()
        return outcome.withLock { $0! }
    }
}

extension Outcome {
    var results: [EventResult] { if case .answered(_, let results) = self { results } else { [] } }
    var position: Position? { if case .answered(let position, _) = self { position } else { nil } }
    var refusal: Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }
    var statuses: [EventResult.Status] { results.map(\.status) }
    var rules: Set<String> { Set(results.flatMap(\.faults).map(\.rule)) }
    var retryAfter: Int? { if case .unavailable(_, let seconds) = self { seconds } else { nil } }
}

/// A log that answers as it is told.
final class ScriptedLog: EventLog {
    let identity = LogIdentity(id: "scripted", partitions: 4)
    let home = "The script"
    let patience = Duration.milliseconds(300)
    private let answer: @Sendable ([NewRecord], Int) -> Result<[Placement], LogError>
    private let endOffset: Int64
    let appends = Mutex(0)

    init(end: Int64 = 0, _ answer: @escaping @Sendable ([NewRecord], Int) -> Result<[Placement], LogError>) {
        (endOffset, self.answer) = (end, answer)
    }

    func append(
        _ records: [NewRecord], to partition: Int, done: @escaping @Sendable (Result<[Placement], LogError>) -> Void
    ) {
        appends.withLock { $0 += 1 }
        done(answer(records, partition))
    }

    func read(_ partition: Int, from offset: Int64, limit: ReadLimit) throws(LogError) -> [LogRecord] { [] }
    func end() throws(LogError) -> Position {
        Position(offsets: Array(repeating: endOffset, count: identity.partitions))
    }
    func follow(from position: Position) throws(LogError) -> any LogReader { throw .unavailable("scripted") }
    func shutdown() {}
}
