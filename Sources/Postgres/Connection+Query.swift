internal import CLibpq

extension Connection {
    /// Runs one statement with its binds and returns what it yields; no rows if it is not a query.
    ///
    /// A connection that keeps statements keeps this one, parsed and planned.
    package func query(_ sql: SQL) throws(PostgresError) -> Rows {
        keptStatements > 0 ? try kept(sql) : try queryOnce(sql)
    }

    /// The same, planned for the very values: for what is put together at a user's wish, where one plan does not suit all
    /// values (an index of what is below zero serves no plan that does not know which of the two is asked).
    package func queryOnce(_ sql: SQL) throws(PostgresError) -> Rows {
        let text = sql.text
        let result = Parameters(sql.binds).withLayout { layout in
            PQexecParams(
                handle, text, layout.count, layout.types, layout.values, layout.lengths, layout.formats,
                Parameters.binaryFormat)
        }
        return Rows(try accept(result, query: text))
    }

    /// Runs one statement and returns how many rows it touched.
    @discardableResult
    package func execute(_ sql: SQL) throws(PostgresError) -> Int { try query(sql).affected }

    /// Runs many statements without binds, as a DDL file has them. The server takes them as one transaction, unless
    /// the text itself says BEGIN or COMMIT.
    package func script(_ text: String) throws(PostgresError) { _ = try accept(PQexec(handle, text), query: text) }

    /// Owns the result, or turns it into the error it carries.
    func accept(_ result: OpaquePointer?, query: String) throws(PostgresError) -> ResultBox {
        guard let result else { throw .connection(handle, query: query) }
        let box = ResultBox(result)
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return box
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            leaveCopy()
            throw PostgresError(.misuse, "COPY goes through copyIn and copyOut", query: query)
        default: throw .result(result, on: handle, query: query)
        }
    }
}
