/// Trouble with the database: what the server said, or what stood between us and it.
///
/// The SQL travels with it, bind values never do. `detail` is apart, and not part of `description`, because the
/// server writes row values there ("Key (id)=(7) already exists"): it is for code, not for logs.
package struct PostgresError: Error, Sendable {
    package enum Kind: Sendable {
        /// The server refused the statement.
        case server
        /// The connection could not be made, or is gone.
        case connectionLost
        /// A column did not hold what was asked of it.
        case decoding
        /// This module was used in a way that cannot work.
        case misuse
        /// No connection became free in time, or the pool is closed.
        case poolUnavailable
    }

    package let kind: Kind
    package let sqlState: SQLState?
    package let message: String
    package let detail: String?
    package let hint: String?
    package let constraint: String?
    package let query: String?

    init(
        _ kind: Kind, _ message: String, sqlState: SQLState? = nil, detail: String? = nil, hint: String? = nil,
        constraint: String? = nil, query: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.sqlState = sqlState
        self.detail = detail
        self.hint = hint
        self.constraint = constraint
        self.query = query
    }

    /// After a COMMIT this leaves the outcome unknown: the server may have committed before it went.
    package var isConnectionLost: Bool { kind == .connectionLost }
    package var isPoolUnavailable: Bool { kind == .poolUnavailable }
    /// What was written or read is at fault, so that the same would fail again: cardinality, data, integrity, program limits
    /// (PostgreSQL documentation, appendix A), or a column that holds something else.
    package var isOfData: Bool {
        switch kind {
        case .decoding: true
        case .server: sqlState.map { ["21", "22", "23", "54"].contains($0.family) } ?? false
        default: false
        }
    }
    package var isUniqueViolation: Bool { sqlState == .uniqueViolation }
    package var isForeignKeyViolation: Bool { sqlState == .foreignKeyViolation }
    package var isCheckViolation: Bool { sqlState == .checkViolation }
    package var isCancelled: Bool { sqlState == .queryCanceled }
    package var isDiskFull: Bool { sqlState == .diskFull }
    package var isLockNotAvailable: Bool { sqlState == .lockNotAvailable }

    /// The transaction lost a race and may be run again from its beginning.
    package var isSerializationFailure: Bool { sqlState == .serializationFailure || sqlState == .deadlockDetected }
}

extension PostgresError: CustomStringConvertible {
    package var description: String {
        var text = sqlState.map { "\($0) " } ?? ""
        text += messageWithoutValues
        if let constraint { text += " [\(constraint)]" }
        if let hint { text += " (\(hint))" }
        if let query { text += " in: \(query)" }
        return text
    }

    /// Data exceptions (family 22) end with the offending value: `invalid input syntax for type integer: "secret"`.
    private var messageWithoutValues: Substring {
        guard sqlState?.family == "22", let quote = message.firstIndex(of: "\"") else { return message[...] }
        return message[..<quote] + "…"
    }
}
