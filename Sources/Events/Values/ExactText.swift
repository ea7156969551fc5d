/// A text that equals another only when their UTF-8 bytes do.
///
/// Swift's `String` takes canonically equivalent texts for one (é as one scalar or as two, the letter K and the Kelvin
/// sign); Postgres, the log and every other reader of it take them for two. Ids are told apart by their bytes, so ids that
/// anybody may choose are keys and set members as this.
package struct ExactText: Hashable, Comparable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// Whether two ids are one; two that are not there are.
    package static func same(_ one: String?, _ other: String?) -> Bool { one.map(Self.init) == other.map(Self.init) }

    package static func == (one: ExactText, other: ExactText) -> Bool {
        // Nearly all that are the same lie in the same place; then so are their bytes.
        if unsafeBitCast(one.text, to: (UInt64, UInt64).self) == unsafeBitCast(other.text, to: (UInt64, UInt64).self) {
            return true
        }
        var (one, other) = (one.text, other.text)
        return one.withUTF8 { a in
            other.withUTF8 { b in
                a.count == b.count && a.elementsEqual(b)
            }
        }
    }

    package static func < (one: ExactText, other: ExactText) -> Bool {
        one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // Where one text of several ends belongs to what is hashed.
        hasher.combine(UInt8.max)
    }
}

extension ExactText: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
