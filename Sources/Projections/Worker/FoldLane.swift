import Concurrency
import Foundation

/// Folds batches into one read model on a thread of its own, in their order, while others fold the same into theirs.
final class FoldLane: @unchecked Sendable {
    // @unchecked: every field is read and written under `condition`; the work is done by the lane's thread alone.
    private let condition = Condition()
    private var waiting: [[FoldRecord]] = []
    private var isBusy = false
    private var isClosed = false
    private var failure: (any Error)?
    private let work: ([FoldRecord]) throws -> Void

    private let waitingLimit: Int

    /// - Parameter waitingLimit: batches that wait; more would fill memory with what is decoded already, fewer would have the
    ///   lanes wait for the one that is slowest just now.
    init(name: String, waitingLimit: Int = 2, _ work: @escaping ([FoldRecord]) throws -> Void) {
        (self.work, self.waitingLimit) = (work, waitingLimit)
        let thread = Thread { [self] in run() }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Takes a batch, and waits while too many are before it. Throws what an earlier batch threw.
    func add(_ records: [FoldRecord]) throws {
        condition.lock()
        defer { condition.unlock() }
        while waiting.count >= waitingLimit, failure == nil { condition.wait() }
        if let failure { throw failure }
        waiting.append(records)
        condition.broadcast()
    }

    /// Waits until every batch is folded.
    func finish() throws {
        condition.lock()
        defer { condition.unlock() }
        while (isBusy || !waiting.isEmpty) && failure == nil { condition.wait() }
        if let failure { throw failure }
    }

    /// Ends the thread after the batch in hand, and waits for that.
    func close() {
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        condition.broadcast()
        while isBusy { condition.wait() }
    }

    private func run() {
        condition.lock()
        defer { condition.unlock() }
        while true {
            while waiting.isEmpty, !isClosed { condition.wait() }
            if isClosed { return }
            // What came while the last was folded becomes one batch: a transaction costs more than a fact in it.
            let records = waiting.count == 1 ? waiting[0] : waiting.flatMap { $0 }
            waiting.removeAll(keepingCapacity: true)
            isBusy = true
            condition.broadcast()
            condition.unlock()
            var trouble: (any Error)?
            do { try work(records) } catch { trouble = error }
            condition.lock()
            isBusy = false
            if let trouble {
                failure = trouble
                waiting.removeAll()
            }
            condition.broadcast()
        }
    }
}
