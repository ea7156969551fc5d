import Rules

/// An address inside Davtari: its segments and its query percent-encoded, so that no id can lead elsewhere.
struct Path {
    private var segments: [String]
    private var query: [(String, String)]
    /// The id of a part of the page.
    private var part: String?

    init(_ segments: String..., query: [(String, String)] = [], part: String? = nil) {
        (self.segments, self.query, self.part) = (segments, query, part)
    }
    init(_ link: Link, query: [(String, String)] = [], part: String? = nil) {
        (self.segments, self.query, self.part) = (link.segments, query, part)
    }
    init(segments: [String], query: [(String, String)]) { (self.segments, self.query) = (segments, query) }

    var text: String {
        let path = "/" + segments.map(Self.encoded).joined(separator: "/")
        let questions = query.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        return path + (questions.isEmpty ? "" : "?" + questions) + (part.map { "#" + Self.encoded($0) } ?? "")
    }

    /// All but RFC 3986's unreserved characters and the colon of receipt ids. A segment of dots alone would climb.
    private static func encoded(_ text: String) -> String {
        let isDots = !text.isEmpty && text.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "."): encoded += isDots ? "%2E" : "."
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"),
                UInt8(ascii: ":"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = Array("0123456789ABCDEF")
                encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return encoded
    }
}

extension EntityShape {
    /// A page of its: the list, an entry, what is done with it.
    func page(_ more: String..., query: [(String, String)] = []) -> Path {
        Path(segments: segments + more, query: query)
    }
}

extension HTML.StringInterpolation {
    package mutating func appendInterpolation(_ value: Int32) { appendInterpolation(Int(value)) }
    mutating func appendInterpolation(_ path: Path) { appendInterpolation(path.text) }
}
