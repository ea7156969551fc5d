import Concurrency

/// At most so many connections, opened when first needed and kept.
///
/// Calls block their thread, so they belong on threads of their own, never on the cooperative pool.
package final class Pool: Sendable {
    /// A request that has waited this long has lost its caller; better to say no and let others be served.
    package static let usualWaitMilliseconds = 5_000

    package let limit: Int
    private let conninfo: String
    private let applicationName: String
    private let waitMilliseconds: Int
    private let keptStatements: Int
    private let settings: String?
    private let state = Monitor(State())

    /// - Parameter settings: statements that each new connection begins with.
    package init(
        _ conninfo: String, limit: Int, waitMilliseconds: Int = Pool.usualWaitMilliseconds,
        applicationName: String = "davtari", keptStatements: Int = 0,
        settings: String? = nil
    ) {
        self.conninfo = conninfo
        self.limit = max(1, limit)
        self.waitMilliseconds = waitMilliseconds
        self.applicationName = applicationName
        self.keptStatements = keptStatements
        self.settings = settings
    }

    /// Lends a connection to `body`, waiting for one to become free if all are lent.
    ///
    /// A connection that comes back broken or inside a transaction is thrown away, never lent again.
    package func withConnection<R>(_ body: (Connection) throws -> R) throws -> R {
        let connection = try take()
        defer { giveBack(connection) }
        return try body(connection)
    }

    /// Lends no more; idle connections end now, lent ones when they come back.
    package func close() {
        let idle = state.change { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        _ = idle  // Ended here, outside the lock.
    }

    private struct State {
        var idle: [Connection] = []
        /// Idle, lent and being opened.
        var open = 0
        var isClosed = false
    }

    private enum Grant {
        case idle(Connection)
        case mayOpen
        case closed
    }

    /// The latest to come back is lent first: its caches are warm, and the server's too.
    private func take() throws(PostgresError) -> Connection {
        while true {
            switch state.wait(milliseconds: waitMilliseconds, for: grant) {
            case .idle(let connection) where connection.isAlive(): return connection
            case .idle: forget()
            case .mayOpen: return try openNew()
            case .closed: throw PostgresError(.poolUnavailable, "the pool is closed")
            case nil:
                throw PostgresError(
                    .poolUnavailable, "none of \(limit) connections became free in \(waitMilliseconds) ms")
            }
        }
    }

    private func grant(_ state: inout State) -> Grant? {
        if state.isClosed { return .closed }
        if let connection = state.idle.popLast() { return .idle(connection) }
        guard state.open < limit else { return nil }
        state.open += 1
        return .mayOpen
    }

    private func openNew() throws(PostgresError) -> Connection {
        do throws(PostgresError) {
            let connection = try Connection(
                conninfo, applicationName: applicationName, keptStatements: keptStatements)
            if let settings { try connection.script(settings) }
            return connection
        } catch {
            forget()
            throw error
        }
    }

    private func giveBack(_ connection: Connection) {
        let isFit = connection.isUsable && !connection.isInTransaction
        state.change { state in
            if isFit && !state.isClosed { state.idle.append(connection) } else { state.open -= 1 }
        }
    }

    private func forget() { state.change { $0.open -= 1 } }
}
