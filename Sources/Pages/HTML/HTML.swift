/// A piece of a page. What is written in the source is trusted; what is put into it in `\( )` is escaped.
///
///     let cell: HTML = "<td class=\(kind)>\(customer.name)</td>"
///
/// A `String` is escaped for text and attributes alike; an `HTML` (or many) is spliced as it is; nil is nothing. Right
/// after the `=` of an attribute a value brings its own quotes. Text that is HTML already has to be spelled
/// `\(raw: text)`.
package struct HTML: Sendable, Equatable {
    package private(set) var text: String

    /// Text taken as it is.
    package init(raw text: String) { self.text = text }
    /// Text that may say anything.
    package init(_ text: String) { self.text = Self.escaped(text) }

    package static let empty = HTML(raw: "")
    package var isEmpty: Bool { text.isEmpty }

    package static func + (left: HTML, right: HTML) -> HTML { HTML(raw: left.text + right.text) }
    /// With commas between.
    package static func joined(_ pieces: [HTML]) -> HTML {
        pieces.dropFirst().reduce(pieces.first ?? .empty) { "\($0), \($1)" }
    }
    package static func += (left: inout HTML, right: HTML) { left.text += right.text }

    /// The five characters that mean something inside text or a quoted attribute (HTML Standard, 13.3).
    package static func escaped(_ text: String) -> String {
        let isPlain = text.utf8.withContiguousStorageIfAvailable { bytes in !bytes.contains { isSpecial($0) } }
        guard !(isPlain ?? false) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    @inline(__always)
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "\"")
            || byte == UInt8(ascii: "'")
    }
}

extension HTML: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self.init(raw: value) }
    package init(stringInterpolation: StringInterpolation) { self.init(raw: stringInterpolation.text) }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }

        package mutating func appendInterpolation(_ value: String) {
            text += isAtAttribute ? "\"\(HTML.escaped(value))\"" : HTML.escaped(value)
        }
        package mutating func appendInterpolation(_ value: String?) { appendInterpolation(value ?? "") }
        package mutating func appendInterpolation(_ value: Int) { appendInterpolation(String(value)) }
        package mutating func appendInterpolation(_ value: Int64) { appendInterpolation(String(value)) }

        package mutating func appendInterpolation(_ piece: HTML) { text += piece.text }
        package mutating func appendInterpolation(_ piece: HTML?) { text += piece?.text ?? "" }
        package mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { text += piece.text } }

        package mutating func appendInterpolation(raw: String) { text += raw }

        /// ` name="value"`, or nothing for nil.
        package mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            text += " \(name)=\"\(HTML.escaped(value))\""
        }

        /// ` name`, or nothing.
        package mutating func appendInterpolation(flag name: StaticString, _ isSet: Bool) {
            if isSet { text += " \(name)" }
        }

        /// Whether the value is an attribute's, and its quotes are not there yet: without them a blank in it would begin
        /// another attribute.
        private var isAtAttribute: Bool {
            guard text.utf8.last == UInt8(ascii: "=") else { return false }
            let bracket = text.utf8.last { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
            return bracket == UInt8(ascii: "<")
        }
    }
}
