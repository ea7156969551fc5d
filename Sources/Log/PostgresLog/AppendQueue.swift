import Concurrency

/// Appends that wait for the appender, bounded; closing it lets what waits be written and refuses the rest.
final class AppendQueue: @unchecked Sendable {
    struct Entry: Sendable {
        var records: [NewRecord]
        var partition: Int
        var done: @Sendable (Result<[Placement], LogError>) -> Void
    }

    // @unchecked: every field is read and written under `condition`.
    private let condition = Condition()
    private var waiting: [Entry] = []
    private var isClosed = false
    private let limit: Int
    /// Of the batch before.
    private var lastCount = 0
    /// When the first of what waits came.
    private var since = ContinuousClock.now
    /// One transaction takes at most this many bytes of events, to bound its memory and its time.
    static let batchBytes = 16 << 20

    /// While appends come in numbers, a transaction waits so long for so many: each costs the disk and the processors as much
    /// as a handful of receipts, and what tills leave of the processors is what the worker folds with.
    private static let gathered = 16
    private static let gathering = Duration.microseconds(1_500)
    /// So many or fewer are no numbers: a till that is alone waits for nobody.
    private static let few = 2

    init(limit: Int) { self.limit = limit }

    /// Why the entry was not taken; nil when it was.
    func add(_ entry: Entry) -> LogError? {
        condition.lock()
        defer { condition.unlock() }
        if isClosed { return .shutDown }
        if waiting.count >= limit { return .busy(waiting: waiting.count, limit: limit) }
        waiting.append(entry)
        if waiting.count == 1 { since = .now }
        if waiting.count == 1 || waiting.count == Self.gathered { condition.signal() }
        return nil
    }

    /// What waits, oldest first, up to a batch; waits for the first. nil when closed and empty.
    func take() -> [Entry]? {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty {
            if isClosed { return nil }
            condition.wait()
        }
        if lastCount > Self.few {
            let deadline = since + Self.gathering
            while waiting.count < Self.gathered, !isClosed, condition.wait(until: deadline) {}
        }
        var bytes = 0
        var count = 0
        while count < waiting.count, count == 0 || bytes < Self.batchBytes {
            bytes += waiting[count].records.reduce(0) { $0 + $1.bytes.count }
            count += 1
        }
        let batch = Array(waiting[..<count])
        waiting.removeFirst(count)
        lastCount = count
        if !waiting.isEmpty { since = .now }
        return batch
    }

    func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }
}
