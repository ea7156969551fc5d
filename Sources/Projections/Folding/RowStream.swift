import Concurrency
import Foundation
import Postgres

/// Works with tables from a thread of its own, in one transaction, so that Postgres is served while a fold goes on.
final class RowStream: @unchecked Sendable {
    // @unchecked: the connection belongs to the thread that holds `isBusy`; everything else is touched under `condition`.
    private let connection: Connection
    private let condition = Condition()
    private var waiting: [(Connection) throws -> Void] = []
    private var isBusy = false
    private var isClosed = false
    private var failure: (any Error)?

    /// Pieces of work that wait; more would fill memory with what is to be written.
    private static let waitingLimit = 1

    /// - Parameter connection: one of its own, in the schema of its tables.
    init(_ connection: Connection) throws {
        self.connection = connection
        try connection.script("BEGIN")
        // Its tables grow from nothing: a plan that was right a moment ago is not kept.
        try connection.execute("SET LOCAL plan_cache_mode TO force_custom_plan")
        let thread = Thread { [self] in run() }
        thread.name = "row stream"
        thread.start()
    }

    /// Has the stream's thread do something with the connection; returns before it is done.
    ///
    /// - Parameter work: holds nothing that anybody else still changes.
    func send(_ work: @escaping (Connection) throws -> Void) throws {
        condition.lock()
        defer { condition.unlock() }
        while waiting.count >= Self.waitingLimit, failure == nil { condition.wait() }
        if let failure { throw failure }
        waiting.append(work)
        condition.broadcast()
    }

    /// Waits until everything sent is done, then works with the connection.
    func perform<R>(_ body: (Connection) throws -> R) throws -> R {
        condition.lock()
        while (isBusy || !waiting.isEmpty) && failure == nil { condition.wait() }
        if let failure {
            condition.unlock()
            throw failure
        }
        isBusy = true
        condition.unlock()
        defer {
            condition.lock()
            isBusy = false
            condition.broadcast()
            condition.unlock()
        }
        return try body(connection)
    }

    /// Commits what was sent, after one last work with the connection, and ends.
    func finish(_ body: (Connection) throws -> Void) throws {
        try perform { connection in
            try body(connection)
            try connection.script("COMMIT")
        }
        close()
    }

    /// Ends the thread; what was not committed is gone with the connection.
    func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }

    private func run() {
        condition.lock()
        while true {
            while (waiting.isEmpty || isBusy) && !isClosed { condition.wait() }
            if isClosed { break }
            isBusy = true
            let trouble = outcome(of: waiting.removeFirst())
            isBusy = false
            failure = failure ?? trouble
            condition.broadcast()
        }
        condition.unlock()
    }

    /// Does a piece of work, and lets go of what it held, with the condition unlocked.
    private func outcome(of work: (Connection) throws -> Void) -> (any Error)? {
        condition.unlock()
        defer { condition.lock() }
        do { try work(connection) } catch { return error }
        return nil
    }
}
