import Foundation
import Synchronization

/// Appends that wait for the appender, bounded; closing it lets what waits be written and refuses the rest.
final class AppendQueue: @unchecked Sendable {
    struct Entry: Sendable {
        var records: [NewRecord]
        var partition: Int
        var done: @Sendable (Result<[Placement], LogError>) -> Void
    }

    // @unchecked: every field is read and written under `condition`.
    private let condition = NSCondition()
    private var waiting: [Entry] = []
    private var isClosed = false
    private let limit: Int
    /// One transaction takes at most this many bytes of events, to bound its memory and its time.
    static let batchBytes = 16 << 20

    init(limit: Int) { self.limit = limit }

    /// Why the entry was not taken; nil when it was.
    func add(_ entry: Entry) -> LogError? {
        condition.lock()
        defer { condition.unlock() }
        if isClosed { return .shutDown }
        if waiting.count >= limit { return .busy(waiting: waiting.count, limit: limit) }
        waiting.append(entry)
        condition.signal()
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
        var bytes = 0
        var count = 0
        while count < waiting.count, count == 0 || bytes < Self.batchBytes {
            bytes += waiting[count].records.reduce(0) { $0 + $1.bytes.count }
            count += 1
        }
        let batch = Array(waiting[..<count])
        waiting.removeFirst(count)
        return batch
    }

    func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }

    var isClosing: Bool {
        condition.lock()
        defer { condition.unlock() }
        return isClosed
    }
}
