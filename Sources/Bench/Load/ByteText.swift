/// Text put together as bytes: what a generator writes millions of times must not become a `String` first.
struct ByteText {
    var bytes: [UInt8] = []

    init(capacity: Int = 4096) { bytes.reserveCapacity(capacity) }

    mutating func put(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func put(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    mutating func put(_ number: Int) { Self.append(number, to: &bytes) }

    /// A number with zeros before it up to a width.
    mutating func put(_ number: Int, width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(48 + number / divisor % 10))
            divisor /= 10
        }
    }

    static func append(_ number: Int, to bytes: inout [UInt8]) {
        if number < 0 {
            bytes.append(UInt8(ascii: "-"))
            return append(-number, to: &bytes)
        }
        if number >= 10 { append(number / 10, to: &bytes) }
        bytes.append(UInt8(48 + number % 10))
    }

    /// What was put since the last time.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return Array(bytes)
    }
}
