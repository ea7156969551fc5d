internal import CLibpq

extension PostgresError {
    /// What libpq says about the connection itself; there is no server error to read.
    static func connection(_ handle: OpaquePointer?, query: String? = nil) -> PostgresError {
        let said = trimmed(PQerrorMessage(handle)) ?? "no connection"
        let kind: Kind = PQstatus(handle) == CONNECTION_OK ? .server : .connectionLost
        return PostgresError(kind, said, query: query)
    }

    /// What a result says; the connection is asked too, because a server that is going says so as an ordinary error.
    static func result(_ result: OpaquePointer, on handle: OpaquePointer?, query: String?) -> PostgresError {
        PostgresError(
            PQstatus(handle) == CONNECTION_OK ? .server : .connectionLost,
            field(shim_diag_message, of: result) ?? trimmed(PQresultErrorMessage(result)) ?? "unknown error",
            sqlState: field(shim_diag_sqlstate, of: result).map(SQLState.init(rawValue:)),
            detail: field(shim_diag_detail, of: result),
            hint: field(shim_diag_hint, of: result),
            constraint: field(shim_diag_constraint, of: result),
            query: query)
    }

    private static func field<Code: BinaryInteger>(_ code: Code, of result: OpaquePointer) -> String? {
        PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
    }

    private static func trimmed(_ text: UnsafePointer<CChar>?) -> String? {
        guard let text, text.pointee != 0 else { return nil }
        var said = String(cString: text)
        while said.last?.isNewline == true { said.removeLast() }
        return said
    }

    private static func trimmed(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        trimmed(text.map { UnsafePointer($0) })
    }
}
