internal import CLibpq

/// Rows on their way into a table, in COPY's binary format (PostgreSQL documentation, COPY, "Binary Format").
///
/// Say `row(count)`, then exactly that many fields, each of exactly its column's type: COPY does not convert.
package struct CopyWriter {
    /// Large enough that the cost of a call vanishes, small enough to stay in a core's cache.
    static let chunkBytes = 256 * 1024

    private let connection: Connection
    private let query: String
    private var wire = WireBytes()
    private var fieldsLeft = 0

    init(_ connection: Connection, query: String) {
        self.connection = connection
        self.query = query
        wire.append(raw: Self.header)
    }

    package mutating func row(_ count: Int) throws(PostgresError) {
        try endRow()
        if wire.count >= Self.chunkBytes { try flush() }
        wire.append(Int16(truncatingIfNeeded: count))
        fieldsLeft = count
    }

    package mutating func null() { field { $0.appendNull() } }
    package mutating func int64(_ value: Int64) { field { $0.appendField(value) } }
    package mutating func int32(_ value: Int32) { field { $0.appendField(value) } }
    package mutating func int16(_ value: Int16) { field { $0.appendField(value) } }
    package mutating func bool(_ value: Bool) { field { $0.appendField(value) } }
    package mutating func double(_ value: Double) { field { $0.appendField(value) } }
    package mutating func text(_ value: String) { field { $0.appendField(value) } }
    /// JSON as `jsonb` takes it (jsonb_recv): its text behind a version, which has only ever been 1.
    package mutating func jsonb(_ text: String) { field { $0.appendField([1] + Array(text.utf8)) } }
    package mutating func bytes(_ value: [UInt8]) { field { $0.appendField(value) } }
    package mutating func optionalBytes(_ value: [UInt8]?) { if let value { bytes(value) } else { null() } }
    package mutating func bytes(_ value: UnsafeRawBufferPointer) {
        field {
            $0.append(Int32(value.count))
            $0.append(raw: value)
        }
    }
    package mutating func int64Array(_ values: [Int64]) { int64Array(count: values.count) { values[$0] } }
    /// An `int8[]` of the values at 0 ..< count.
    package mutating func int64Array(count: Int, _ value: (Int) -> Int64) {
        field { wire in
            wire.appendArray(count: count, of: .int8) { wire in
                for place in 0..<count { wire.appendField(value(place)) }
            }
        }
    }
    package mutating func int32Array(_ values: [Int32]) { field { $0.appendField(Int32.encode(values)) } }
    package mutating func int16Array(_ values: [Int16]) { field { $0.appendField(Int16.encode(values)) } }
    package mutating func textArray(_ values: [String]) { textArray(count: values.count) { values[$0] } }
    /// A `text[]` of the values at 0 ..< count.
    package mutating func textArray(count: Int, _ value: (Int) -> String) {
        field { wire in
            wire.appendArray(count: count, of: .text) { wire in
                for place in 0..<count { wire.appendField(value(place)) }
            }
        }
    }
    package mutating func bytesArray(_ values: [[UInt8]]) { field { $0.appendField([UInt8].encode(values)) } }

    mutating func finish() throws(PostgresError) {
        try endRow()
        wire.append(Self.trailer)
        try flush()
    }

    /// Signature, no flags, no header extension.
    private static let header: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
    private static let trailer: Int16 = -1

    @inline(__always) private mutating func field(_ write: (inout WireBytes) -> Void) {
        write(&wire)
        fieldsLeft -= 1
    }

    /// Found here, where the row is known, rather than by the server, which would misread all that follows.
    private func endRow() throws(PostgresError) {
        guard fieldsLeft == 0 else {
            throw PostgresError(.misuse, "a row has \(fieldsLeft) fields fewer than it announced", query: query)
        }
    }

    private mutating func flush() throws(PostgresError) {
        try wire.withBytes { bytes throws(PostgresError) in try connection.putCopyData(bytes, query: query) }
        wire.removeAll()
    }
}
