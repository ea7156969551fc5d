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
    func kept(_ sql: SQL) throws(PostgresError) -> Rows {
        let key = PreparedKey(name: sql.text, types: sql.binds.map(\.type))
        try forgetLeastUsed(but: key)
        uses += 1
        do throws(PostgresError) {
            let rows = try prepared(sql.text, sql.text, sql.binds)
            preparedStatements[key]?.lastUse = uses
            return rows
        } catch {
            // A table of its name may have been made anew with other columns, for which it would never run again.
            preparedStatements[key] = nil
            throw error
        }
    }

    /// Makes room for a statement among those kept by their text.
    func forgetLeastUsed(but key: PreparedKey) throws(PostgresError) {
        let room = max(keptStatements, 1) - (preparedStatements[key] == nil ? 1 : 0)
        while preparedStatements.count > room,
            let (old, statement) = preparedStatements.filter({ $0.key != key }).min(by: {
                $0.value.lastUse < $1.value.lastUse
            })
        {
            try script("DEALLOCATE \(quoteIdentifier(statement.serverName))")
            preparedStatements[old] = nil
        }
    }

    func prepare(
        _ key: PreparedKey, _ sql: String, _ parameters: Parameters
    ) throws(PostgresError) -> PreparedStatement {
        let statement = nextStatement(sql)
        let result = parameters.withLayout { PQprepare(handle, statement.serverName, sql, $0.count, $0.types) }
        _ = try accept(result, query: sql)
        preparedStatements[key] = statement
        return statement
    }

    /// One more, by a name that was not used before.
    func nextStatement(_ sql: String) -> PreparedStatement {
        prepares += 1
        return PreparedStatement(serverName: "s\(prepares)", sql: sql)
    }
}
