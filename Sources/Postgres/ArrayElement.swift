/// What an array sent to the server can hold. The formats are those of `array_send` in the server's arrayfuncs.c.
package protocol PostgresArrayElement: PostgresEncodableInArray {
    static var elementType: OID { get }
    /// The bytes one element is expected to take, to size the buffer once.
    static var expectedSize: Int { get }
    func write(to sink: inout ArraySink)
}

/// Where elements write themselves; keeps the buffer out of other modules' sight.
package struct ArraySink {
    var wire = WireBytes()

    /// One dimension counted from 1, or none for an empty array, as the server writes it.
    init(count: Int, of element: OID, hasNulls: Bool, expectedSize: Int) {
        wire.reserve(Self.headerSize + count * (4 + expectedSize))
        wire.append(Int32(count == 0 ? 0 : 1))
        wire.append(Int32(hasNulls ? 1 : 0))
        wire.append(element.rawValue)
        guard count > 0 else { return }
        wire.append(Int32(count))
        wire.append(Int32(1))
    }

    static let headerSize = 20
}

extension PostgresArrayElement {
    package static func bind(_ array: [Self]) -> Bind { .array(arrayType, encode(array)) }

    static func encode(_ array: [Self]) -> [UInt8] {
        var sink = ArraySink(count: array.count, of: elementType, hasNulls: false, expectedSize: expectedSize)
        for element in array { element.write(to: &sink) }
        return sink.wire.bytes
    }
}

extension Optional: PostgresEncodableInArray where Wrapped: PostgresArrayElement {
    package static var arrayType: OID { Wrapped.arrayType }

    package static func bind(_ array: [Wrapped?]) -> Bind {
        var sink = ArraySink(
            count: array.count, of: Wrapped.elementType, hasNulls: array.contains { $0 == nil },
            expectedSize: Wrapped.expectedSize)
        for element in array {
            if let element { element.write(to: &sink) } else { sink.wire.appendNull() }
        }
        return .array(Wrapped.arrayType, sink.wire.bytes)
    }
}

extension Int64: PostgresArrayElement {
    package static var elementType: OID { .int8 }
    package static var arrayType: OID { .int8Array }
    package static var expectedSize: Int { 8 }
    package func write(to sink: inout ArraySink) { sink.wire.appendField(self) }
}

extension Int: PostgresArrayElement {
    package static var elementType: OID { .int8 }
    package static var arrayType: OID { .int8Array }
    package static var expectedSize: Int { 8 }
    package func write(to sink: inout ArraySink) { sink.wire.appendField(Int64(self)) }
}

extension Int32: PostgresArrayElement {
    package static var elementType: OID { .int4 }
    package static var arrayType: OID { .int4Array }
    package static var expectedSize: Int { 4 }
    package func write(to sink: inout ArraySink) { sink.wire.appendField(self) }
}

extension Int16: PostgresArrayElement {
    package static var elementType: OID { .int2 }
    package static var arrayType: OID { .int2Array }
    package static var expectedSize: Int { 2 }
    package func write(to sink: inout ArraySink) { sink.wire.appendField(self) }
}

extension Bool: PostgresArrayElement {
    package static var elementType: OID { .bool }
    package static var arrayType: OID { .boolArray }
    package static var expectedSize: Int { 1 }
    package func write(to sink: inout ArraySink) { sink.wire.appendField(self) }
}

extension Double: PostgresArrayElement {
    package static var elementType: OID { .float8 }
    package static var arrayType: OID { .float8Array }
    package static var expectedSize: Int { 8 }
    package func write(to sink: inout ArraySink) { sink.wire.appendField(self) }
}

extension String: PostgresArrayElement {
    package static var elementType: OID { .text }
    package static var arrayType: OID { .textArray }
    package static var expectedSize: Int { 16 }
    package func write(to sink: inout ArraySink) { sink.wire.appendField(self) }
}

extension Array: PostgresArrayElement where Element == UInt8 {
    package static var elementType: OID { .bytea }
    package static var arrayType: OID { .byteaArray }
    package static var expectedSize: Int { 32 }
    package func write(to sink: inout ArraySink) { sink.wire.appendField(self) }
}
extension Array: PostgresEncodableInArray where Element == UInt8 {}

/// Bytes are not elements of their own: an array of them is one bytea.
extension UInt8: PostgresEncodableInArray {
    package static var arrayType: OID { .bytea }
    package static func bind(_ array: [UInt8]) -> Bind { .bytes(array) }
}
