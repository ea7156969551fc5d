import Foundation
import Postgres

/// Brings rows into tables from a thread of its own, in one transaction, so that Postgres works while a fold goes on.
final class RowStream: @unchecked Sendable {
    // @unchecked: the connection belongs to the thread that holds `isBusy`; everything else is touched under `condition`.
    private let connection: Connection
    private let condition = NSCondition()
    private var waiting: [Rows] = []
    private var waitingBytes = 0
    private var isBusy = false
    private var isClosed = false
    private var failure: (any Error)?

    private struct Rows {
        var table: String
        var columns: [String]
        var bytes: [UInt8]
    }

    /// More than this waits for the server, not in memory.
    private static let waitingLimit = 8 << 20

    /// - Parameter connection: one of its own, in the schema of its tables.
    init(_ connection: Connection) throws {
        self.connection = connection
        try connection.script("BEGIN")
        // Its tables grow from nothing: a plan that was right a moment ago is not kept.
        try connection.execute("SET LOCAL plan_cache_mode TO force_custom_plan")
        let thread = Thread { [self] in send() }
        thread.name = "row stream"
        thread.start()
    }

    /// Sends rows that a `CopyWriter` has gathered; returns before they have arrived.
    func copy(_ table: String, _ columns: [String], _ rows: [UInt8]) throws {
        guard !rows.isEmpty else { return }
        condition.lock()
        defer { condition.unlock() }
        while waitingBytes > Self.waitingLimit, failure == nil { condition.wait() }
        if let failure { throw failure }
        waiting.append(Rows(table: table, columns: columns, bytes: rows))
        waitingBytes += rows.count
        condition.broadcast()
    }

    /// Waits until everything sent has arrived, then works with the connection.
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

    private func send() {
        condition.lock()
        while true {
            while (waiting.isEmpty || isBusy) && !isClosed { condition.wait() }
            if isClosed { break }
            let rows = waiting.removeFirst()
            isBusy = true
            condition.unlock()
            var trouble: (any Error)?
            do {
                _ = try connection.copyIn(rows.table, columns: rows.columns, rows: rows.bytes)
            } catch {
                trouble = error
            }
            condition.lock()
            isBusy = false
            waitingBytes -= rows.bytes.count
            failure = failure ?? trouble
            condition.broadcast()
        }
        condition.unlock()
    }
}
