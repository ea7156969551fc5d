/// The getters of `Row+Getters.swift` by column name: a few string comparisons dearer, and they survive a change of
/// the column list.
extension Row {
    package func isNull(_ name: String) throws(PostgresError) -> Bool { try isNull(place(name)) }
    package func int(_ name: String) throws(PostgresError) -> Int { try int(place(name)) }
    package func optionalInt(_ name: String) throws(PostgresError) -> Int? { try optionalInt(place(name)) }
    package func int64(_ name: String) throws(PostgresError) -> Int64 { try int64(place(name)) }
    package func optionalInt64(_ name: String) throws(PostgresError) -> Int64? { try optionalInt64(place(name)) }
    package func bool(_ name: String) throws(PostgresError) -> Bool { try bool(place(name)) }
    package func optionalBool(_ name: String) throws(PostgresError) -> Bool? { try optionalBool(place(name)) }
    package func double(_ name: String) throws(PostgresError) -> Double { try double(place(name)) }
    package func optionalDouble(_ name: String) throws(PostgresError) -> Double? { try optionalDouble(place(name)) }
    package func text(_ name: String) throws(PostgresError) -> String { try text(place(name)) }
    package func optionalText(_ name: String) throws(PostgresError) -> String? { try optionalText(place(name)) }
    package func bytes(_ name: String) throws(PostgresError) -> [UInt8] { try bytes(place(name)) }
    package func optionalBytes(_ name: String) throws(PostgresError) -> [UInt8]? { try optionalBytes(place(name)) }
    package func int64Array(_ name: String) throws(PostgresError) -> [Int64] { try int64Array(place(name)) }
    package func int32Array(_ name: String) throws(PostgresError) -> [Int32] { try int32Array(place(name)) }
    package func int16Array(_ name: String) throws(PostgresError) -> [Int16] { try int16Array(place(name)) }
    package func boolArray(_ name: String) throws(PostgresError) -> [Bool] { try boolArray(place(name)) }
    package func doubleArray(_ name: String) throws(PostgresError) -> [Double] { try doubleArray(place(name)) }
    package func textArray(_ name: String) throws(PostgresError) -> [String] { try textArray(place(name)) }
    package func bytesArray(_ name: String) throws(PostgresError) -> [[UInt8]] { try bytesArray(place(name)) }
    package func optionalInt64s(_ name: String) throws(PostgresError) -> [Int64?] { try optionalInt64s(place(name)) }
    package func optionalTexts(_ name: String) throws(PostgresError) -> [String?] { try optionalTexts(place(name)) }
}
