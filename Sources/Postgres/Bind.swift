/// A value that travels beside the SQL, never inside it; always in the server's binary format, with its type.
package enum Bind: Sendable {
    /// A null whose type the server works out from the statement.
    case null
    /// A null of a known type, for statements where the server has nothing to go by.
    case typedNull(OID)
    case int64(Int64)
    case int32(Int32)
    case int16(Int16)
    case bool(Bool)
    case double(Double)
    case text(String)
    case bytes([UInt8])
    /// An array already in its binary format.
    case array(OID, [UInt8])

    package static func int(_ value: Int) -> Bind { .int64(Int64(value)) }
    package static func int64Array(_ values: [Int64]) -> Bind { Int64.bind(values) }
    package static func int32Array(_ values: [Int32]) -> Bind { Int32.bind(values) }
    package static func int16Array(_ values: [Int16]) -> Bind { Int16.bind(values) }
    package static func textArray(_ values: [String]) -> Bind { String.bind(values) }
    package static func bytesArray(_ values: [[UInt8]]) -> Bind { [UInt8].bind(values) }

    /// Any encodable value, when the case is not known beforehand.
    package init(_ value: some PostgresEncodable) { self = value.postgresBind }

    var type: OID {
        switch self {
        case .null: .unspecified
        case .typedNull(let type): type
        case .int64: .int8
        case .int32: .int4
        case .int16: .int2
        case .bool: .bool
        case .double: .float8
        case .text: .text
        case .bytes: .bytea
        case .array(let type, _): type
        }
    }

    var isNull: Bool {
        switch self {
        case .null, .typedNull: true
        default: false
        }
    }

    func write(to wire: inout WireBytes) {
        switch self {
        case .null, .typedNull: break
        case .int64(let value): wire.append(value)
        case .int32(let value): wire.append(value)
        case .int16(let value): wire.append(value)
        case .bool(let value): wire.append(value ? 1 as UInt8 : 0)
        case .double(let value): wire.append(value.bitPattern)
        case .text(let value): wire.append(raw: value)
        case .bytes(let value), .array(_, let value): wire.append(raw: value)
        }
    }
}
