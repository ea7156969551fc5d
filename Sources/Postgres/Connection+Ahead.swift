internal import CLibpq

/// The answer to what was asked ahead; `callAsFunction` waits for it.
package struct Awaited<Answer> {
    private let take: () throws -> Answer

    package init(_ take: @escaping () throws -> Answer) { self.take = take }

    /// Once.
    package func callAsFunction() throws -> Answer { try take() }

    package func map<Other>(_ change: @escaping (Answer) throws -> Other) -> Awaited<Other> {
        Awaited<Other> { [take] in try change(try take()) }
    }
}

/// A statement that was sent ahead.
struct SentAhead {
    let ticket: Int
    let text: String
    /// nil of one that is not kept.
    let key: PreparedKey?
}

/// Statements sent ahead (libpq, "Pipeline Mode"): the server works on one after the other while the caller does something
/// else, and nobody waits for a way there and back between two of them.
extension Connection {
    /// Sends a statement, kept as by `query`, and does not wait. More may be sent behind it; nothing else is asked of the
    /// connection until the rows of the last are taken.
    package func ahead(_ sql: SQL) throws(PostgresError) -> Awaited<Rows> {
        let key = PreparedKey(name: sql.text, types: sql.binds.map(\.type))
        // Between others there is no time to make room, nor to wait for what is prepared.
        if awaited.isEmpty {
            try forgetLeastUsed(but: key)
            if preparedStatements[key] == nil { _ = try prepare(key, sql.text, Parameters(sql.binds)) }
        }
        uses += 1
        let isNew = preparedStatements[key] == nil
        if isNew { preparedStatements[key] = nextStatement(sql.text) }
        preparedStatements[key]!.lastUse = uses
        let name = preparedStatements[key]!.serverName
        return try send(sql, key) { layout in
            (!isNew || PQsendPrepare(handle, name, sql.text, layout.count, layout.types) == 1)
                && PQsendQueryPrepared(
                    handle, name, layout.count, layout.values, layout.lengths, layout.formats, Parameters.binaryFormat)
                    == 1
        }
    }

    /// The same for a statement planned for its very values, as by `queryOnce`.
    package func aheadOnce(_ sql: SQL) throws(PostgresError) -> Awaited<Rows> {
        try send(sql, nil) { layout in
            PQsendQueryParams(
                handle, sql.text, layout.count, layout.types, layout.values, layout.lengths, layout.formats,
                Parameters.binaryFormat) == 1
        }
    }

    private func send(
        _ sql: SQL, _ key: PreparedKey?, _ body: (Parameters.Layout) -> Bool
    ) throws(PostgresError) -> Awaited<Rows> {
        guard !awaited.isEmpty || PQenterPipelineMode(handle) == 1,
            Parameters(sql.binds).withLayout({ body($0) && PQpipelineSync(handle) == 1 })
        else {
            let error = PostgresError.connection(handle, query: sql.text)
            if awaited.isEmpty { PQexitPipelineMode(handle) }
            throw error
        }
        sentAhead += 1
        let ticket = sentAhead
        awaited.append(SentAhead(ticket: ticket, text: sql.text, key: key))
        return Awaited { try self.take(ticket) }
    }

    private func take(_ ticket: Int) throws(PostgresError) -> Rows {
        while arrived[ticket] == nil, !awaited.isEmpty {
            let first = awaited[0]
            arrived[first.ticket] = (first, nextAhead())
        }
        guard let (sent, result) = arrived.removeValue(forKey: ticket) else {
            throw PostgresError(.misuse, "what was sent ahead is taken once, and within its transaction")
        }
        do throws(PostgresError) {
            return Rows(try accept(result, query: sent.text))
        } catch {
            // A table of its name may have been made anew with other columns, for which it would never run again.
            if let key = sent.key { preparedStatements[key] = nil }
            throw error
        }
    }

    /// The rows of the statement that was sent first of those not taken, or what went wrong with it.
    private func nextAhead() -> OpaquePointer? {
        awaited.removeFirst()
        defer { if awaited.isEmpty { PQexitPipelineMode(handle) } }
        var kept: OpaquePointer?
        // Of a statement that is prepared as it is sent there are two. Behind each stands a null.
        while let result = PQgetResult(handle) ?? PQgetResult(handle) {
            if PQresultStatus(result) == PGRES_PIPELINE_SYNC {
                PQclear(result)
                break
            }
            if let earlier = kept, PQresultStatus(earlier) != PGRES_COMMAND_OK {
                PQclear(result)
            } else {
                PQclear(kept)
                kept = result
            }
        }
        return kept
    }

    /// Throws away what was sent ahead and nobody took.
    func abandonAhead() {
        while let first = awaited.first { arrived[first.ticket] = (first, nextAhead()) }
        for (sent, result) in arrived.values {
            PQclear(result)
            // Nobody has seen whether it could be prepared.
            if let key = sent.key { preparedStatements[key] = nil }
        }
        arrived.removeAll()
    }
}
