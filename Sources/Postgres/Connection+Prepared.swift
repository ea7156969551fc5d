internal import CLibpq

/// What a prepared statement is found by. The binds' types belong to it: the server fixed them when it prepared, and
/// a null without a type must not decide for the values that come later.
struct PreparedKey: Hashable {
    let name: String
    let types: [OID]
}

struct PreparedStatement {
    let serverName: String
    let sql: String
    /// The greatest is of the one used last.
    var lastUse = 0
}

extension Connection {
    /// Runs a statement the server keeps parsed, preparing it on first use: for paths that run it very often.
    ///
    /// A name means one text for the life of the connection.
    package func prepared(_ name: String, _ sql: String, _ binds: [Bind]) throws(PostgresError) -> Rows {
        let key = PreparedKey(name: name, types: binds.map(\.type))
        let parameters = Parameters(binds)
        let statement =
            if let known = preparedStatements[key] { known } else { try prepare(key, sql, parameters) }
        guard statement.sql == sql else {
            throw PostgresError(.misuse, "prepared statement \(name) has another text already", query: sql)
        }
        let result = parameters.withLayout { layout in
            PQexecPrepared(
                handle, statement.serverName, layout.count, layout.values, layout.lengths, layout.formats,
                Parameters.binaryFormat)
        }
        return Rows(try accept(result, query: sql))
    }

    /// Runs a statement that is kept parsed and, once Postgres finds one plan good for all values, planned, under its text.
    ///
    /// A statement that fails is forgotten: a table of its name may have been made anew with other columns, for which it
    /// would never run again.
    func kept(_ sql: SQL) throws(PostgresError) -> Rows {
        let text = sql.text
        let key = PreparedKey(name: text, types: sql.binds.map(\.type))
        if preparedStatements[key] == nil { try forgetLeastUsed() }
        uses += 1
        do throws(PostgresError) {
            let rows = try prepared(text, text, sql.binds)
            preparedStatements[key]?.lastUse = uses
            return rows
        } catch {
            preparedStatements[key] = nil
            throw error
        }
    }

    /// Sends a statement, kept as by `query`, and does not wait: the server works while the caller does. Nothing else may be
    /// asked of the connection until its rows are taken.
    package func ahead(_ sql: SQL) throws(PostgresError) -> AwaitedRows {
        let text = sql.text
        let key = PreparedKey(name: text, types: sql.binds.map(\.type))
        let parameters = Parameters(sql.binds)
        if preparedStatements[key] == nil {
            try forgetLeastUsed()
            _ = try prepare(key, text, parameters)
        }
        uses += 1
        preparedStatements[key]?.lastUse = uses
        let name = preparedStatements[key]!.serverName
        let isSent = parameters.withLayout { layout in
            PQsendQueryPrepared(
                handle, name, layout.count, layout.values, layout.lengths, layout.formats, Parameters.binaryFormat)
        }
        guard isSent == 1, PQflush(handle) == 0 else { throw .connection(handle, query: text) }
        return AwaitedRows(connection: self, text: text)
    }

    /// Makes room for one more among the statements kept by their text.
    private func forgetLeastUsed() throws(PostgresError) {
        guard preparedStatements.count >= keptStatements,
            let (key, statement) = preparedStatements.min(by: { $0.value.lastUse < $1.value.lastUse })
        else { return }
        try script("DEALLOCATE \(quoteIdentifier(statement.serverName))")
        preparedStatements[key] = nil
    }

    private func prepare(
        _ key: PreparedKey, _ sql: String, _ parameters: Parameters
    ) throws(PostgresError) -> PreparedStatement {
        prepares += 1
        let statement = PreparedStatement(serverName: "s\(prepares)", sql: sql)
        let result = parameters.withLayout { PQprepare(handle, statement.serverName, sql, $0.count, $0.types) }
        _ = try accept(result, query: sql)
        preparedStatements[key] = statement
        return statement
    }
}

/// What a statement that was sent ahead will yield.
package struct AwaitedRows {
    fileprivate let connection: Connection
    fileprivate let text: String

    /// Waits for them.
    package func rows() throws(PostgresError) -> Rows {
        // Where something else was asked meanwhile, libpq has thrown them away.
        guard let result = PQgetResult(connection.handle) else {
            throw PostgresError(.misuse, "another statement came between sending one and taking its rows", query: text)
        }
        while let more = PQgetResult(connection.handle) { PQclear(more) }
        return Rows(try connection.accept(result, query: text))
    }
}
