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
