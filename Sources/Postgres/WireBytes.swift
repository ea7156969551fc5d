/// Bytes as the server's binary formats want them: big-endian, fields led by their length.
struct WireBytes {
    private(set) var bytes: [UInt8] = []

    var count: Int { bytes.count }

    mutating func reserve(_ capacity: Int) { bytes.reserveCapacity(capacity) }
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append<I: FixedWidthInteger>(_ value: I) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(raw other: [UInt8]) { bytes.append(contentsOf: other) }
    mutating func append(raw other: UnsafeRawBufferPointer) { bytes.append(contentsOf: other) }
    mutating func append(raw text: String) { bytes.append(contentsOf: text.utf8) }

    /// A field of an array or a COPY row. The length −1 says null.
    mutating func appendNull() { append(Int32(-1)) }

    mutating func appendField<I: FixedWidthInteger>(_ value: I) {
        append(Int32(MemoryLayout<I>.size))
        append(value)
    }

    mutating func appendField(_ value: Bool) { appendField(value ? 1 as UInt8 : 0) }
    mutating func appendField(_ value: Double) { appendField(value.bitPattern) }

    mutating func appendField(_ text: String) {
        append(Int32(text.utf8.count))
        append(raw: text)
    }

    mutating func appendField(_ value: [UInt8]) {
        append(Int32(value.count))
        append(raw: value)
    }
}
