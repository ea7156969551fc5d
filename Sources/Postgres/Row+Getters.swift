/// The getters by place, for loops over many rows; `Row+Names.swift` has the same by name.
extension Row {
    package func isNull(_ column: Int) throws(PostgresError) -> Bool { try cell(column).bytes == nil }

    /// int2, int4, int8 or oid.
    package func int(_ column: Int) throws(PostgresError) -> Int {
        Int(try required(column, "an integer", Decode.int))
    }
    package func optionalInt(_ column: Int) throws(PostgresError) -> Int? {
        try optional(column, "an integer", Decode.int).map { Int($0) }
    }
    package func int64(_ column: Int) throws(PostgresError) -> Int64 {
        try required(column, "an integer", Decode.int)
    }
    package func optionalInt64(_ column: Int) throws(PostgresError) -> Int64? {
        try optional(column, "an integer", Decode.int)
    }

    package func bool(_ column: Int) throws(PostgresError) -> Bool { try required(column, "bool", Decode.bool) }
    package func optionalBool(_ column: Int) throws(PostgresError) -> Bool? {
        try optional(column, "bool", Decode.bool)
    }

    /// float4 or float8.
    package func double(_ column: Int) throws(PostgresError) -> Double {
        try required(column, "a float", Decode.double)
    }
    package func optionalDouble(_ column: Int) throws(PostgresError) -> Double? {
        try optional(column, "a float", Decode.double)
    }

    /// Text types as they are; numeric exactly ("12.50"), date ("2025-03-09"), timestamps with microseconds
    /// ("2025-03-09T08:00:00.000000", and "Z" when the type has a zone), uuid and jsonb in their usual spelling.
    package func text(_ column: Int) throws(PostgresError) -> String { try required(column, "text", Decode.text) }
    package func optionalText(_ column: Int) throws(PostgresError) -> String? {
        try optional(column, "text", Decode.text)
    }

    /// A date as days since 1970-01-01, whatever its year: its text is read back by nobody outside years 1 to 9999.
    package func daysSince1970(_ column: Int) throws(PostgresError) -> Int32 {
        try required(column, "a date", Decode.daysSince1970)
    }

    package func bytes(_ column: Int) throws(PostgresError) -> [UInt8] {
        try required(column, "bytea", Decode.bytes)
    }
    package func optionalBytes(_ column: Int) throws(PostgresError) -> [UInt8]? {
        try optional(column, "bytea", Decode.bytes)
    }

    /// The bytes of a bytea, a text or a json column where libpq keeps them, without a copy; nil for null. They must
    /// not leave `body`.
    package func withBytes<R>(_ column: Int, _ body: (UnsafeRawBufferPointer?) throws -> R) throws -> R {
        let (type, bytes) = try cell(column)
        guard type == .bytea || Decode.isText(type) else {
            throw wrong(column, expected: "bytea or text", found: "\(type)")
        }
        return try withExtendedLifetime(box) { try body(bytes) }
    }

    /// Arrays have one dimension. A null among the elements is an error here; the `optional…s` getters take it.
    package func int64Array(_ column: Int) throws(PostgresError) -> [Int64] {
        try required(column, "an integer array without nulls") { Decode.array($0, $1, Decode.int) }
    }
    package func int32Array(_ column: Int) throws(PostgresError) -> [Int32] {
        try required(column, "an int4 array without nulls") { Decode.array($0, $1, Decode.int32) }
    }
    package func int16Array(_ column: Int) throws(PostgresError) -> [Int16] {
        try required(column, "an int2 array without nulls") { Decode.array($0, $1, Decode.int16) }
    }
    package func boolArray(_ column: Int) throws(PostgresError) -> [Bool] {
        try required(column, "a bool array without nulls") { Decode.array($0, $1, Decode.bool) }
    }
    package func doubleArray(_ column: Int) throws(PostgresError) -> [Double] {
        try required(column, "a float array without nulls") { Decode.array($0, $1, Decode.double) }
    }
    package func textArray(_ column: Int) throws(PostgresError) -> [String] {
        try required(column, "a text array without nulls") { Decode.array($0, $1, Decode.text) }
    }
    package func bytesArray(_ column: Int) throws(PostgresError) -> [[UInt8]] {
        try required(column, "a bytea array without nulls") { Decode.array($0, $1, Decode.bytes) }
    }
    package func optionalInt64s(_ column: Int) throws(PostgresError) -> [Int64?] {
        try required(column, "an integer array") { Decode.arrayWithNulls($0, $1, Decode.int) }
    }
    package func optionalTexts(_ column: Int) throws(PostgresError) -> [String?] {
        try required(column, "a text array") { Decode.arrayWithNulls($0, $1, Decode.text) }
    }
}
