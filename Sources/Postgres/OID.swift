/// A type's number in `pg_type`; those below are fixed in the server's source (pg_type.dat).
package struct OID: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    private init(_ rawValue: UInt32) { self.rawValue = rawValue }

    /// Lets the server choose the parameter's type from the statement.
    package static let unspecified = OID(0)
    package static let bool = OID(16)
    package static let bytea = OID(17)
    package static let char = OID(18)
    package static let name = OID(19)
    package static let int8 = OID(20)
    package static let int2 = OID(21)
    package static let int4 = OID(23)
    package static let text = OID(25)
    package static let oid = OID(26)
    package static let json = OID(114)
    package static let float4 = OID(700)
    package static let float8 = OID(701)
    package static let unknown = OID(705)
    package static let bpchar = OID(1042)
    package static let varchar = OID(1043)
    package static let date = OID(1082)
    package static let timestamp = OID(1114)
    package static let timestamptz = OID(1184)
    package static let numeric = OID(1700)
    package static let uuid = OID(2950)
    package static let jsonb = OID(3802)

    package static let boolArray = OID(1000)
    package static let byteaArray = OID(1001)
    package static let nameArray = OID(1003)
    package static let int2Array = OID(1005)
    package static let int4Array = OID(1007)
    package static let textArray = OID(1009)
    package static let varcharArray = OID(1015)
    package static let int8Array = OID(1016)
    package static let float4Array = OID(1021)
    package static let float8Array = OID(1022)
    package static let dateArray = OID(1182)
    package static let numericArray = OID(1231)
    package static let uuidArray = OID(2951)
}

extension OID: CustomStringConvertible {
    package var description: String { Self.names[self] ?? "type \(rawValue)" }

    private static let names: [OID: String] = [
        .bool: "bool", .bytea: "bytea", .char: "\"char\"", .name: "name", .int8: "int8", .int2: "int2", .int4: "int4",
        .text: "text", .oid: "oid", .json: "json", .float4: "float4", .float8: "float8", .unknown: "unknown",
        .bpchar: "bpchar", .varchar: "varchar", .date: "date", .timestamp: "timestamp", .timestamptz: "timestamptz",
        .numeric: "numeric", .uuid: "uuid", .jsonb: "jsonb", .boolArray: "bool[]", .byteaArray: "bytea[]",
        .nameArray: "name[]", .int2Array: "int2[]", .int4Array: "int4[]", .textArray: "text[]",
        .varcharArray: "varchar[]", .int8Array: "int8[]", .float4Array: "float4[]", .float8Array: "float8[]",
        .dateArray: "date[]",
        .numericArray: "numeric[]", .uuidArray: "uuid[]",
    ]
}
