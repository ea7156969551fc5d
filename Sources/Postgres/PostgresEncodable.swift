/// What may stand in `\( )` of an `SQL`.
package protocol PostgresEncodable {
    /// The type a null of this kind has.
    static var postgresType: OID { get }
    var postgresBind: Bind { get }
}

/// What may stand in an array that stands in `\( )`: elements, elements or nil, and bytes, whose array is a bytea.
package protocol PostgresEncodableInArray {
    static var arrayType: OID { get }
    static func bind(_ array: [Self]) -> Bind
}

extension Int64: PostgresEncodable {
    package static var postgresType: OID { .int8 }
    package var postgresBind: Bind { .int64(self) }
}

extension Int: PostgresEncodable {
    package static var postgresType: OID { .int8 }
    package var postgresBind: Bind { .int64(Int64(self)) }
}

extension Int32: PostgresEncodable {
    package static var postgresType: OID { .int4 }
    package var postgresBind: Bind { .int32(self) }
}

extension Int16: PostgresEncodable {
    package static var postgresType: OID { .int2 }
    package var postgresBind: Bind { .int16(self) }
}

extension Bool: PostgresEncodable {
    package static var postgresType: OID { .bool }
    package var postgresBind: Bind { .bool(self) }
}

extension Double: PostgresEncodable {
    package static var postgresType: OID { .float8 }
    package var postgresBind: Bind { .double(self) }
}

extension String: PostgresEncodable {
    package static var postgresType: OID { .text }
    package var postgresBind: Bind { .text(self) }
}

extension Array: PostgresEncodable where Element: PostgresEncodableInArray {
    package static var postgresType: OID { Element.arrayType }
    package var postgresBind: Bind { Element.bind(self) }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    package static var postgresType: OID { Wrapped.postgresType }
    package var postgresBind: Bind { self?.postgresBind ?? .typedNull(Wrapped.postgresType) }
}
