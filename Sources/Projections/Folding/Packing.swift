/// Writes small binary rows: integers as zig-zag varints (Protocol Buffers' encoding), text by its length.
package struct PackWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Goes on writing behind bytes that the caller keeps; give them back with `end`, so that nothing is copied.
    init(continuing bytes: inout [UInt8]) { swap(&self.bytes, &bytes) }
    mutating func end(_ bytes: inout [UInt8]) { swap(&self.bytes, &bytes) }

    /// Makes room for so many bytes more, and for half of what is there: to double, as an array does, leaves too much empty
    /// where there are hundreds of thousands.
    mutating func reserve(_ count: Int) {
        guard bytes.capacity - bytes.count < count else { return }
        bytes.reserveCapacity(bytes.count + max(count, bytes.count / 2))
    }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func int(_ value: some FixedWidthInteger) {
        let wide = Int64(value)
        var rest = UInt64(bitPattern: (wide << 1) ^ (wide >> 63))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// A number that seldom leaves 62 bits, and then says so by a 1 in its last place.
    mutating func wide(_ value: Int128) {
        if let short = Int64(exactly: value), let doubled = Int64(exactly: Int128(short) &* 2) { return int(doubled) }
        int(Int64(truncatingIfNeeded: value >> 64) &* 2 | 1)
        int(Int64(truncatingIfNeeded: value))
    }

    mutating func text(_ value: String) {
        int(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }

    mutating func data(_ value: [UInt8]) {
        int(value.count)
        bytes.append(contentsOf: value)
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout PackWriter, Value) -> Void) {
        int(value == nil ? 0 : 1)
        if let value { write(&self, value) }
    }

    mutating func list<Element>(_ elements: [Element], _ write: (inout PackWriter, Element) -> Void) {
        int(elements.count)
        for element in elements { write(&self, element) }
    }
}

/// Reads what `PackWriter` wrote: our own bytes, or those of a cursor that a caller sends back. What does not fit is told as
/// an error.
package struct PackReader {
    struct Broken: Error {}

    private let bytes: [UInt8]
    private var place = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func int() throws -> Int64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard place < bytes.count, shift < 64 else { throw Broken() }
            let byte = bytes[place]
            place += 1
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return Int64(bitPattern: result >> 1) ^ -Int64(bitPattern: result & 1)
    }

    mutating func wide() throws -> Int128 {
        let head = try int()
        guard head & 1 == 1 else { return Int128(head >> 1) }
        return Int128(head >> 1) << 64 | Int128(UInt64(bitPattern: try int()))
    }

    mutating func byte() throws -> UInt8 {
        guard place < bytes.count else { throw Broken() }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func data() throws -> [UInt8] {
        let count = Int(try int())
        guard count >= 0, count <= bytes.count - place else { throw Broken() }
        defer { place += count }
        return Array(bytes[place..<(place + count)])
    }

    mutating func text() throws -> String { String(decoding: try data(), as: UTF8.self) }

    mutating func optional<Value>(_ read: (inout PackReader) throws -> Value) throws -> Value? {
        try int() == 0 ? nil : try read(&self)
    }

    mutating func list<Element>(_ read: (inout PackReader) throws -> Element) throws -> [Element] {
        let count = Int(try int())
        guard count >= 0, count <= bytes.count - place else { throw Broken() }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }
}
