internal import CLibpq

package enum TransactionMode: String, Sendable {
    case readCommitted = "BEGIN ISOLATION LEVEL READ COMMITTED"
    case repeatableRead = "BEGIN ISOLATION LEVEL REPEATABLE READ"
    /// One unmoving picture of the database, for reading in many steps.
    case repeatableReadReadOnly = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    case serializable = "BEGIN ISOLATION LEVEL SERIALIZABLE"
}

/// The body failed and then the rollback did: both are told, as the connection is in a state nobody intended.
package struct RollbackFailed: Error, CustomStringConvertible {
    package let cause: any Error
    package let rollback: PostgresError

    package var description: String { "\(cause); and then the rollback failed: \(rollback)" }
}

extension Connection {
    /// Commits what `body` does, or rolls it back and passes on what it threw.
    ///
    /// If the connection is lost at COMMIT the outcome is unknown; the error's `query` is then "COMMIT".
    ///
    /// - Parameter statementLimit: milliseconds a statement in it may take, sent with BEGIN; nil leaves it as it is.
    package func transaction<R>(
        _ mode: TransactionMode = .readCommitted, statementLimit: Int? = nil, _ body: () throws -> R
    ) throws -> R {
        guard !isInTransaction else { throw PostgresError(.misuse, "a transaction inside a transaction") }
        try script(statementLimit.map { "\(mode.rawValue); SET LOCAL statement_timeout = \($0)" } ?? mode.rawValue)
        let value: R
        do {
            value = try body()
        } catch {
            try rollback(after: error)
            throw error
        }
        try commit()
        return value
    }

    /// A part of a transaction that may fail alone: what `body` did is undone when it throws, and the transaction goes on.
    package func part<R>(_ body: () throws -> R) throws -> R {
        guard isInTransaction else { throw PostgresError(.misuse, "a part of no transaction") }
        try script("SAVEPOINT part")
        let value: R
        do {
            value = try body()
        } catch {
            try rollback(after: error, by: "ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")
            throw error
        }
        try script("RELEASE SAVEPOINT part")
        return value
    }

    /// The server answers COMMIT of a failed transaction with a ROLLBACK that is no error: a body that swallowed a
    /// server error would think its work safe.
    private func commit() throws(PostgresError) {
        abandonAhead()
        let result = try accept(PQexec(handle, "COMMIT"), query: "COMMIT")
        guard String(cString: PQcmdStatus(result.result)) == "COMMIT" else {
            throw PostgresError(
                .misuse, "rolled back, because a statement inside had failed and its error was swallowed",
                query: "COMMIT")
        }
    }

    /// A lost connection needs no rollback: the server does it by itself, and the cause says what happened.
    private func rollback(after cause: any Error, by statement: String = "ROLLBACK") throws {
        if let cause = cause as? PostgresError, cause.isConnectionLost { return }
        abandonAhead()
        do throws(PostgresError) {
            try script(statement)
        } catch {
            throw RollbackFailed(cause: cause, rollback: error)
        }
    }
}
