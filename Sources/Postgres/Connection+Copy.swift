internal import CLibpq

extension Connection {
    /// Fills a table with `COPY … FROM STDIN (FORMAT binary)`, the fastest way in; returns how many rows went in.
    /// The table may be led by its schema: `"reports.stock"`.
    ///
    /// If `body` throws, the whole copy is called off and nothing of it stays.
    package func copyIn(
        _ table: String, columns: [String], _ body: (inout CopyWriter) throws -> Void
    ) throws -> Int {
        let names = columns.map(quoteIdentifier).joined(separator: ", ")
        let place = table.split(separator: ".").map { quoteIdentifier(String($0)) }.joined(separator: ".")
        let query = "COPY \(place) (\(names)) FROM STDIN (FORMAT binary)"
        try begin(query, expecting: PGRES_COPY_IN)
        do {
            var writer = CopyWriter(self, query: query)
            try body(&writer)
            try writer.finish()
        } catch {
            PQputCopyEnd(handle, "called off")
            drain()
            throw error
        }
        guard PQputCopyEnd(handle, nil) == 1 else {
            let error = PostgresError.connection(handle, query: query)
            drain()
            throw error
        }
        return try Rows(finish(query)).affected
    }

    /// Runs `COPY (…) TO STDOUT` and hands over each chunk, which is one row in the format asked for. The bytes must
    /// not leave `body`. If `body` throws, the server is told to stop.
    package func copyOut(_ sql: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try begin(sql, expecting: PGRES_COPY_OUT)
        do {
            while try copyChunk(sql, body) {}
        } catch {
            leaveCopy()
            throw error
        }
        _ = try finish(sql)
    }

    /// The most that one call of libpq is given, which counts in 32 bits.
    private static let putLimit = 1 << 20

    func putCopyData(_ bytes: UnsafeRawBufferPointer, query: String) throws(PostgresError) {
        var place = 0
        while place < bytes.count {
            let part = min(bytes.count - place, Self.putLimit)
            let start = bytes.baseAddress!.advanced(by: place).assumingMemoryBound(to: CChar.self)
            guard PQputCopyData(handle, start, Int32(part)) == 1 else { throw .connection(handle, query: query) }
            place += part
        }
    }

    /// Ends a copy in either direction that nobody wants to see through, so that the connection can be used again.
    func leaveCopy() {
        PQputCopyEnd(handle, "called off")
        try? cancelHandle().cancel()
        var buffer: UnsafeMutablePointer<CChar>?
        while PQgetCopyData(handle, &buffer, 0) > 0 { PQfreemem(buffer) }
        drain()
    }

    private func begin(_ query: String, expecting status: ExecStatusType) throws(PostgresError) {
        guard let result = PQexec(handle, query) else { throw .connection(handle, query: query) }
        guard PQresultStatus(result) == status else {
            _ = try accept(result, query: query)
            throw PostgresError(.misuse, "not a COPY in this direction", query: query)
        }
        PQclear(result)
    }

    /// False at the end of the data.
    private func copyChunk(_ query: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        var buffer: UnsafeMutablePointer<CChar>?
        let length = PQgetCopyData(handle, &buffer, 0)
        switch length {
        case -1: return false
        case -2: throw PostgresError.connection(handle, query: query)
        default: break
        }
        defer { PQfreemem(buffer) }
        try body(UnsafeRawBufferPointer(start: buffer, count: Int(length)))
        return true
    }

    /// The copy's own result, after which libpq must be read dry.
    private func finish(_ query: String) throws(PostgresError) -> ResultBox {
        let result = PQgetResult(handle)
        defer { drain() }
        return try accept(result, query: query)
    }

    private func drain() {
        while let result = PQgetResult(handle) {
            let copying = PQresultStatus(result) == PGRES_COPY_IN || PQresultStatus(result) == PGRES_COPY_OUT
            PQclear(result)
            // libpq answers with the same status for ever while a copy that lost its connection is not ended.
            if copying { break }
        }
    }
}
