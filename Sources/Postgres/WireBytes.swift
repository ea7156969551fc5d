/// Bytes as the server's binary formats want them: big-endian, fields led by their length.
///
/// Room is made ahead and filled in place: a row is dozens of small fields, and growing an array for each of them
/// would cost more than the fields.
struct WireBytes {
    private var storage: [UInt8] = []
    private(set) var count = 0

    var bytes: [UInt8] { Array(storage[..<count]) }

    func withBytes<R, Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> R) throws(Failure) -> R {
        try storage.withUnsafeBufferPointer { buffer throws(Failure) in
            try body(UnsafeRawBufferPointer(start: buffer.baseAddress, count: count))
        }
    }

    mutating func reserve(_ capacity: Int) {
        if capacity > storage.count { grow(to: capacity) }
    }

    mutating func removeAll() { count = 0 }

    @inline(__always) mutating func append<I: FixedWidthInteger>(_ value: I) {
        let end = count &+ MemoryLayout<I>.size
        if end > storage.count { grow(to: end) }
        storage.withUnsafeMutableBytes { $0.storeBytes(of: value.bigEndian, toByteOffset: count, as: I.self) }
        count = end
    }

    mutating func append(raw other: [UInt8]) { other.withUnsafeBytes { append(raw: $0) } }

    mutating func append(raw other: UnsafeRawBufferPointer) {
        guard let source = other.baseAddress, !other.isEmpty else { return }
        let end = count + other.count
        if end > storage.count { grow(to: end) }
        storage.withUnsafeMutableBytes { ($0.baseAddress! + count).copyMemory(from: source, byteCount: other.count) }
        count = end
    }

    mutating func append(raw text: String) {
        var text = text
        text.withUTF8 { append(raw: UnsafeRawBufferPointer($0)) }
    }

    /// What lies behind `count` is never read before it is written, so it is not cleared.
    private mutating func grow(to capacity: Int) {
        let size = max(capacity, storage.count * 2, 256)
        storage = [UInt8](unsafeUninitializedCapacity: size) { room, initialized in
            storage.withUnsafeBufferPointer { old in
                if count > 0 {
                    UnsafeMutableRawPointer(room.baseAddress!).copyMemory(from: old.baseAddress!, byteCount: count)
                }
            }
            initialized = size
        }
    }

    /// A field of an array or a COPY row. The length −1 says null.
    mutating func appendNull() { append(Int32(-1)) }

    @inline(__always) mutating func appendField<I: FixedWidthInteger>(_ value: I) {
        append(Int32(MemoryLayout<I>.size))
        append(value)
    }

    mutating func appendField(_ value: Bool) { appendField(value ? 1 as UInt8 : 0) }
    mutating func appendField(_ value: Double) { appendField(value.bitPattern) }

    mutating func appendField(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            append(Int32(utf8.count))
            append(raw: UnsafeRawBufferPointer(utf8))
        }
    }

    mutating func appendField(_ value: [UInt8]) {
        append(Int32(value.count))
        append(raw: value)
    }

    /// A one-dimensional array without nulls as a field; `body` appends each element as a field of its own.
    mutating func appendArray(count elements: Int, of type: OID, _ body: (inout WireBytes) -> Void) {
        let start = count
        append(Int32(0))
        append(Int32(elements == 0 ? 0 : 1))
        append(Int32(0))
        append(type.rawValue)
        if elements > 0 {
            append(Int32(elements))
            append(Int32(1))
            body(&self)
        }
        let length = Int32(count - start - 4)
        storage.withUnsafeMutableBytes { $0.storeBytes(of: length.bigEndian, toByteOffset: start, as: Int32.self) }
    }
}
