/// JSON laid out for reading: the bytes as they stand in the log, only with line breaks between them.
///
/// It reads marks, not values, so numbers and escapes stay exactly as the writer sent them, and what is no JSON at all
/// is shown as it is.
struct JSONText {
    private(set) var lines: [HTML] = []
    private var line = HTML.empty
    private var depth = 0

    init(_ bytes: [UInt8]) {
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "\""): place = string(bytes, from: place)
            case UInt8(ascii: "{"), UInt8(ascii: "["): place = open(bytes, at: place)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                breakLine()
                mark(byte)
                place += 1
            case UInt8(ascii: ","):
                mark(byte)
                breakLine()
                place += 1
            case UInt8(ascii: ":"):
                line += ": "
                place += 1
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): place += 1
            default: place = word(bytes, from: place)
            }
        }
        if !line.isEmpty { lines.append(line) }
    }

    var html: HTML {
        let joined = lines.enumerated().map { $0.offset == 0 ? $0.element : "\n" + $0.element }
        return "<pre class=\"code\" tabindex=\"0\"><code>\(joined)</code></pre>"
    }

    private mutating func mark(_ byte: UInt8) { line += HTML(String(UnicodeScalar(byte))) }

    private mutating func breakLine() {
        if line.text.contains(where: { !$0.isWhitespace }) { lines.append(line) }
        line = HTML(raw: String(repeating: "  ", count: max(0, min(depth, 40))))
    }

    /// An empty container stays on its line.
    private mutating func open(_ bytes: [UInt8], at place: Int) -> Int {
        mark(bytes[place])
        let next = bytes[(place + 1)...].firstIndex { !Self.isBlank($0) }
        if let next, bytes[next] == UInt8(ascii: "}") || bytes[next] == UInt8(ascii: "]") {
            mark(bytes[next])
            return next + 1
        }
        depth += 1
        breakLine()
        return place + 1
    }

    private mutating func string(_ bytes: [UInt8], from start: Int) -> Int {
        var end = start + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
        end = min(end + 1, bytes.count)
        let next = bytes[end...].first { !Self.isBlank($0) }
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        line += next == UInt8(ascii: ":") ? "<b>\(text)</b>" : "<i>\(text)</i>"
        return end
    }

    private mutating func word(_ bytes: [UInt8], from start: Int) -> Int {
        let end = bytes[start...].firstIndex { Self.isBlank($0) || Self.marks.contains($0) } ?? bytes.count
        line += HTML(String(decoding: bytes[start..<end], as: UTF8.self))
        return end
    }

    private static let marks = Set("{}[],:\"".utf8)
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
