import Concurrency
import Foundation
import Log

/// Follows a log and decodes it on a thread of its own, so that a fold finds facts where it would wait for bytes.
///
/// Records come in the log's order, each once. What goes wrong in the log is thrown by `next`, after everything that was
/// read before it. For one thread, like the reader it wraps.
package final class DecodedReader {
    private let handOver: HandOver
    private let thread: Thread

    /// - Parameters:
    ///   - position: what comes first.
    ///   - batch: the most that `next` gives. As much again may wait, decoded or being decoded, so memory holds about
    ///     twice this.
    package convenience init(_ log: any EventLog, from position: Position, batch: ReadLimit) throws(LogError) {
        try self.init(log, from: position, batch: batch, leavingOut: [])
    }

    /// - Parameter leftOut: what nobody can read.
    init(
        _ log: any EventLog, from position: Position, batch: ReadLimit, leavingOut leftOut: Set<SetAside.Place>
    ) throws(LogError) {
        let mark = LogMark(position: position, leaves: [])
        let source = Source(reader: try MarkedReader(log, from: mark, of: "whoever folds"), leftOut: leftOut)
        let handOver = HandOver(limit: batch)
        self.handOver = handOver
        thread = Thread { source.decode(into: handOver) }
        thread.name = "decoding"
        thread.stackSize = 4 << 20
        thread.start()
    }

    deinit { close() }

    /// Everything that is decoded and not yet taken, at most a batch; waits up to `waitMilliseconds` for the first record
    /// and returns none after that.
    package func next(waitMilliseconds: Int) throws(LogError) -> [FoldRecord] {
        try handOver.take(waitMilliseconds: waitMilliseconds)
    }

    /// Stops reading, forgets what was read ahead, and waits until the log's reader is closed.
    package func close() { handOver.close() }
}

/// What the decoding thread owns.
private struct Source: @unchecked Sendable {
    // @unchecked: made on one thread and from then on touched by the decoding thread alone.
    let reader: MarkedReader
    let leftOut: Set<SetAside.Place>
    /// Between two looks whether to stop, on a quiet log.
    private static let waitMilliseconds = 50

    func decode(into handOver: HandOver) {
        let decoder = Decoder(leavingOut: leftOut)
        do throws(LogError) {
            while let limit = handOver.room() {
                let records = try reader.next(limit: limit, waitMilliseconds: Self.waitMilliseconds)
                if !records.isEmpty { handOver.add(decoder.decode(records)) }
            }
        } catch {
            handOver.fail(error)
        }
        reader.close()
        handOver.end()
    }
}

/// Decoded records between the two threads, bounded.
private final class HandOver: @unchecked Sendable {
    // @unchecked: every field is read and written under `condition`.
    private let condition = Condition()
    private var waiting: [FoldRecord] = []
    private var waitingBytes = 0
    private var failure: LogError?
    private var isClosed = false
    private var hasEnded = false
    /// What was taken lately. The decoding thread made it and lets it go, once those who took it have: freeing costs as
    /// much as making, and memory goes back to the thread it came from.
    private var spent: [[FoldRecord]] = []
    private static let spentLimit = 3
    private let limit: ReadLimit
    /// What is read at a time: half, so that one half is decoded while the other waits.
    private let piece: ReadLimit

    init(limit: ReadLimit) {
        self.limit = limit
        piece = ReadLimit(records: max(1, limit.records / 2), bytes: max(1, limit.bytes / 2))
    }

    /// How much may be read now, once there is room for it; nil when there is nobody to read for.
    func room() -> ReadLimit? {
        var old: ArraySlice<[FoldRecord]> = []
        condition.lock()
        defer {
            condition.unlock()
            old = []
        }
        if spent.count > Self.spentLimit {
            old = spent.prefix(spent.count - Self.spentLimit)
            spent.removeFirst(old.count)
        }
        while !isClosed {
            let fits = waiting.count <= limit.records - piece.records && waitingBytes <= limit.bytes - piece.bytes
            if waiting.isEmpty || fits { return piece }
            condition.wait()
        }
        return nil
    }

    func add(_ records: [FoldRecord]) {
        condition.lock()
        defer { condition.unlock() }
        if isClosed { return }
        if waiting.isEmpty { waiting = records } else { waiting += records }
        waitingBytes += records.reduce(0) { $0 + $1.bytes.count }
        condition.broadcast()
    }

    func fail(_ error: LogError) {
        condition.lock()
        defer { condition.unlock() }
        failure = error
        condition.broadcast()
    }

    /// The decoding thread touches nothing any more.
    func end() {
        condition.lock()
        defer { condition.unlock() }
        hasEnded = true
        condition.broadcast()
    }

    func take(waitMilliseconds: Int) throws(LogError) -> [FoldRecord] {
        let deadline = ContinuousClock.now + .milliseconds(waitMilliseconds)
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty {
            if isClosed { throw .shutDown }
            if let failure { throw failure }
            guard condition.wait(until: deadline) else { break }
        }
        defer { (waiting, waitingBytes) = ([], 0) }
        condition.broadcast()
        if !waiting.isEmpty { spent.append(waiting) }
        return waiting
    }

    func close() {
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        (waiting, waitingBytes, spent) = ([], 0, [])
        condition.broadcast()
        while !hasEnded { condition.wait() }
    }
}
