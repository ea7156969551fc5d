/// Arrays of one dimension, as `array_send` writes them; the element's own type decides, not the array's.
extension Decode {
    typealias Element<V> = (OID, UnsafeRawBufferPointer) -> V?

    static func array<V>(_ type: OID, _ bytes: UnsafeRawBufferPointer, _ decode: Element<V>) -> [V]? {
        elements(type, bytes) { element, field in field.flatMap { decode(element, $0) } }
    }

    static func arrayWithNulls<V>(_ type: OID, _ bytes: UnsafeRawBufferPointer, _ decode: Element<V>) -> [V?]? {
        elements(type, bytes) { element, field -> V?? in
            guard let field else { return .some(nil) }
            return decode(element, field).map { .some($0) }
        }
    }

    /// Walks the elements; `take` gets nil for a null and returns nil to give up.
    private static func elements<V>(
        _ type: OID, _ bytes: UnsafeRawBufferPointer, _ take: (OID, UnsafeRawBufferPointer?) -> V?
    ) -> [V]? {
        guard arrayTypes.contains(type), let dimensions = load(bytes, at: 0, as: Int32.self),
            let element = load(bytes, at: 8, as: UInt32.self).map(OID.init(rawValue:))
        else { return nil }
        if dimensions == 0 { return [] }
        guard dimensions == 1, let count = load(bytes, at: 12, as: Int32.self), count >= 0 else { return nil }

        var values: [V] = []
        values.reserveCapacity(min(Int(count), bytes.count / 4))
        var offset = ArraySink.headerSize
        for _ in 0..<count {
            guard let length = load(bytes, at: offset, as: Int32.self).map({ Int($0) }) else { return nil }
            offset += 4
            guard length < 0 || offset + length <= bytes.count else { return nil }
            let field = length < 0 ? nil : UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
            guard let value = take(element, field) else { return nil }
            values.append(value)
            offset += max(0, length)
        }
        return values
    }

    private static let arrayTypes: Set<OID> = [
        .boolArray, .byteaArray, .nameArray, .int2Array, .int4Array, .textArray, .varcharArray, .int8Array,
        .float8Array, .float4Array, .numericArray, .dateArray, .uuidArray,
    ]
}
