import Concurrency
import Foundation
import HTTP

/// Threads for what may block: queries, pages, signing in. The HTTP thread itself never waits.
final class WorkerPool: @unchecked Sendable {
    // @unchecked: everything below is read and written under `condition`.
    private let condition = Condition()
    private var jobs: [@Sendable () -> Void] = []
    private var running = 0
    private var isClosed = false

    /// As many as the pool of connections; more would only wait for one.
    static let threads = 8
    /// Beyond this the caller is told to come back.
    static let queueLimit = 1_000

    init() {
        running = Self.threads
        for number in 1...Self.threads {
            let thread = Thread { [self] in work() }
            thread.name = "gateway \(number)"
            thread.stackSize = 2 << 20
            thread.start()
        }
    }

    /// False when too much waits.
    func run(_ job: @escaping @Sendable () -> Void) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        guard !isClosed, jobs.count < Self.queueLimit else { return false }
        jobs.append(job)
        condition.signal()
        return true
    }

    private func work() {
        while let job = next() { job() }
        condition.lock()
        running -= 1
        condition.broadcast()
        condition.unlock()
    }

    private func next() -> (@Sendable () -> Void)? {
        condition.lock()
        defer { condition.unlock() }
        while jobs.isEmpty {
            if isClosed { return nil }
            condition.wait()
        }
        return jobs.removeFirst()
    }

    /// Finishes what waits, then ends.
    func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        while running > 0 { condition.wait() }
        condition.unlock()
    }
}
