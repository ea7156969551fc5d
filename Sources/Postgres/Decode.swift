/// The server's binary formats, read back. Every function returns nil for a type or length that is not its own.
enum Decode {
    static func load<I: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, at offset: Int, as: I.Type = I.self) -> I? {
        guard offset >= 0, offset + MemoryLayout<I>.size <= bytes.count else { return nil }
        return I(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: I.self))
    }

    private static func whole<I: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, as: I.Type = I.self) -> I? {
        bytes.count == MemoryLayout<I>.size ? load(bytes, at: 0) : nil
    }

    static func int(_ type: OID, _ bytes: UnsafeRawBufferPointer) -> Int64? {
        switch type {
        case .int8: whole(bytes)
        case .int4: whole(bytes, as: Int32.self).map { Int64($0) }
        case .int2: whole(bytes, as: Int16.self).map { Int64($0) }
        case .oid: whole(bytes, as: UInt32.self).map { Int64($0) }
        default: nil
        }
    }

    static func int32(_ type: OID, _ bytes: UnsafeRawBufferPointer) -> Int32? {
        switch type {
        case .int4: whole(bytes)
        case .int2: whole(bytes, as: Int16.self).map { Int32($0) }
        default: nil
        }
    }

    static func int16(_ type: OID, _ bytes: UnsafeRawBufferPointer) -> Int16? { type == .int2 ? whole(bytes) : nil }

    static func bool(_ type: OID, _ bytes: UnsafeRawBufferPointer) -> Bool? {
        type == .bool ? whole(bytes, as: UInt8.self).map { $0 != 0 } : nil
    }

    static func double(_ type: OID, _ bytes: UnsafeRawBufferPointer) -> Double? {
        switch type {
        case .float8: whole(bytes, as: UInt64.self).map { Double(bitPattern: $0) }
        case .float4: whole(bytes, as: UInt32.self).map { Double(Float(bitPattern: $0)) }
        default: nil
        }
    }

    static func bytes(_ type: OID, _ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        type == .bytea ? Array(bytes) : nil
    }

    static func isText(_ type: OID) -> Bool {
        switch type {
        case .text, .varchar, .bpchar, .name, .char, .unknown, .json: true
        default: false
        }
    }

    static func text(_ type: OID, _ bytes: UnsafeRawBufferPointer) -> String? {
        switch type {
        case _ where isText(type): String(decoding: bytes, as: UTF8.self)
        case .jsonb: jsonb(bytes)
        case .numeric: numeric(bytes)
        case .date: whole(bytes, as: Int32.self).map { date(daysSince2000: Int($0)) }
        case .timestamp: whole(bytes, as: Int64.self).map { timestamp(microsecondsSince2000: $0) }
        case .timestamptz: whole(bytes, as: Int64.self).map { timestamp(microsecondsSince2000: $0, zone: "Z") }
        case .uuid: uuid(bytes)
        default: nil
        }
    }

    /// jsonb is its text behind a version, which has only ever been 1 (jsonb_send).
    private static func jsonb(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.first == 1 else { return nil }
        return String(decoding: bytes.dropFirst(), as: UTF8.self)
    }

    private static func uuid(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.count == 16 else { return nil }
        var text = ""
        for (place, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(place) { text += "-" }
            text += byte < 16 ? "0" : ""
            text += String(byte, radix: 16)
        }
        return text
    }
}
