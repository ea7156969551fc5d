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

    /// The same for a statement whose text is its own name, of which there are a few: texts are never forgotten.
    package func repeated(_ sql: SQL) throws(PostgresError) -> Rows {
        let text = sql.text
        return try prepared(text, text, sql.binds)
    }

    private func prepare(
        _ key: PreparedKey, _ sql: String, _ parameters: Parameters
    ) throws(PostgresError) -> PreparedStatement {
        let statement = PreparedStatement(serverName: Self.serverName(key.name, preparedStatements.count), sql: sql)
        let result = parameters.withLayout { PQprepare(handle, statement.serverName, sql, $0.count, $0.types) }
        _ = try accept(result, query: sql)
        preparedStatements[key] = statement
        return statement
    }

    /// Postgres cuts names at 63 bytes, which the number at the front survives.
    private static func serverName(_ name: String, _ number: Int) -> String { "\(number)#\(name.prefix(40))" }
}
