internal import CLibpq

/// One row. Getters check the column's type, never trap, and say which column held what instead.
package struct Row: Sendable {
    let box: ResultBox
    let index: Int

    /// The place of a column; the first one, if several share the name.
    func place(_ name: String) throws(PostgresError) -> Int {
        guard let place = box.columns.firstIndex(of: name) else {
            throw PostgresError(.decoding, "there is no column \(name) among \(box.columns)")
        }
        return place
    }

    /// The column's type and bytes; no bytes if it is null. The bytes live as long as the box.
    func cell(_ column: Int) throws(PostgresError) -> (type: OID, bytes: UnsafeRawBufferPointer?) {
        guard column >= 0, column < box.columns.count, index >= 0, index < box.rowCount else {
            throw PostgresError(
                .decoding,
                "row \(index), column \(column) of \(box.rowCount) rows and \(box.columns.count) columns")
        }
        let (row, field) = (Int32(index), Int32(column))
        let type = OID(rawValue: PQftype(box.result, field))
        guard PQgetisnull(box.result, row, field) == 0 else { return (type, nil) }
        let length = Int(PQgetlength(box.result, row, field))
        return (type, UnsafeRawBufferPointer(start: PQgetvalue(box.result, row, field), count: length))
    }

    func wrong(_ column: Int, expected: String, found: String) -> PostgresError {
        PostgresError(.decoding, "column \(box.columns[column]): expected \(expected), found \(found)")
    }

    /// The value, or nil for null; `decode` returns nil for a type or shape it does not take.
    func optional<V>(
        _ column: Int, _ expected: StaticString, _ decode: (OID, UnsafeRawBufferPointer) -> V?
    ) throws(PostgresError) -> V? {
        let (type, bytes) = try cell(column)
        guard let bytes else { return nil }
        let decoded = withExtendedLifetime(box) { decode(type, bytes) }
        guard let decoded else { throw wrong(column, expected: "\(expected)", found: "\(type)") }
        return decoded
    }

    func required<V>(
        _ column: Int, _ expected: StaticString, _ decode: (OID, UnsafeRawBufferPointer) -> V?
    ) throws(PostgresError) -> V {
        guard let value = try optional(column, expected, decode) else {
            throw wrong(column, expected: "\(expected)", found: "null")
        }
        return value
    }
}
