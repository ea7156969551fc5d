import Glibc

/// How a file's bytes stand for letters: what offices in Georgia have, by the names that iconv knows.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16 = "UTF-16"
    case windows1251 = "CP1251"
    case windows1252 = "CP1252"
    case georgianAcademy = "GEORGIAN-ACADEMY"
    case georgianPS = "GEORGIAN-PS"

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// What a file says itself that it is: by its byte-order mark, or by being UTF-8; nil where it must be said.
    static func found(in bytes: [UInt8]) -> TextEncoding? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .utf16 }
        return firstWrongByte(in: bytes) == nil ? .utf8 : nil
    }

    /// Its bytes as UTF-8, without the mark.
    func decoded(_ bytes: [UInt8]) throws(SheetError) -> [UInt8] {
        if self == .utf8 {
            if let place = Self.firstWrongByte(in: bytes) {
                let line = bytes[..<place].reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
                throw .encoding(line: line, byte: bytes[place])
            }
            return bytes.starts(with: Self.mark) ? Array(bytes.dropFirst(Self.mark.count)) : bytes
        }
        return try converted(bytes)
    }

    private func converted(_ bytes: [UInt8]) throws(SheetError) -> [UInt8] {
        let converter = iconv_open("UTF-8", rawValue)
        // cannot trap: it is -1 or a pointer
        guard Int(bitPattern: converter) != -1, let converter else { throw .notEncoded(self, place: 0) }
        defer { iconv_close(converter) }
        var (input, output) = (bytes.map { CChar(bitPattern: $0) }, [UInt8]())
        // No letter of these has more than three bytes.
        var room = [CChar](repeating: 0, count: bytes.count * 3 + 16)
        let wrong: Int? = input.withUnsafeMutableBufferPointer { input in
            room.withUnsafeMutableBufferPointer { room in
                var (from, to) = (input.baseAddress, room.baseAddress)
                var (left, space) = (input.count, room.count)
                let result = iconv(converter, &from, &left, &to, &space)
                output = room.prefix(room.count - space).map { UInt8(bitPattern: $0) }
                return Int(bitPattern: UInt(result)) == -1 ? input.count - left + 1 : nil
            }
        }
        if let wrong { throw .notEncoded(self, place: wrong) }
        return output
    }

    /// The place of the first byte that is not UTF-8.
    private static func firstWrongByte(in bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var decoder = Unicode.UTF8.ForwardParser()
        var (iterator, place) = (bytes.makeIterator(), 0)
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let scalar): place += scalar.count
            case .error: return min(place, bytes.count - 1)
            case .emptyInput: return nil
            }
        }
    }
}
