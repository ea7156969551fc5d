import Glibc

/// Reads as little of an answer as tells that it is whole and good.
enum AnswerBytes {
    /// The answer's length in bytes, head included; nil while its head is not whole.
    static func wholeLength(_ bytes: UnsafeRawBufferPointer) throws -> Int? {
        guard let end = find("\r\n\r\n", bytes) else { return nil }
        let head = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        guard let name = find("\r\nContent-Length: ", head) else { throw BenchError("an answer without its length") }
        var length = 0
        for byte in head[(name + 18)...] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { break }
            length = length * 10 + Int(byte) - 48
        }
        return end + 4 + length
    }

    /// Everything must have been accepted: a load that is refused is quickly answered, and measures nothing.
    static func check(_ bytes: UnsafeRawBufferPointer) throws {
        let isGood =
            bytes.starts(with: "HTTP/1.1 200".utf8)
            && find("\"suspect\"", bytes) == nil && find("\"refused\"", bytes) == nil
            && find("\"duplicate\"", bytes) == nil
        guard isGood else { throw BenchError("answered: \(String(decoding: bytes.prefix(1_000), as: UTF8.self))") }
    }

    /// Where a text first begins.
    static func find(_ text: StaticString, _ bytes: UnsafeRawBufferPointer) -> Int? {
        let count = text.utf8CodeUnitCount
        var place = 0
        while place + count <= bytes.count {
            guard
                let next = memchr(bytes.baseAddress! + place, Int32(text.utf8Start[0]), bytes.count - count + 1 - place)
            else { return nil }
            place = UnsafeRawPointer(next) - bytes.baseAddress!
            if memcmp(next, text.utf8Start, count) == 0 { return place }
            place += 1
        }
        return nil
    }
}
