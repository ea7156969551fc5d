/// Header fields in the order they came. Names are compared without regard to case (RFC 9110, 5.1).
package struct Headers: Sendable {
    package var fields: [(name: String, value: String)]

    package init(_ fields: [(name: String, value: String)] = []) {
        self.fields = fields
    }

    /// The first field of this name.
    package subscript(name: String) -> String? {
        fields.first { isSameName($0.name, name) }?.value
    }

    /// Every field of this name: some, such as `Set-Cookie`, may come repeatedly.
    package func all(_ name: String) -> [String] {
        fields.filter { isSameName($0.name, name) }.map(\.value)
    }
}

/// ASCII only, as names are; so no letter of another script is ever folded.
func isSameName(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count
        && zip(one.utf8, other.utf8).allSatisfy { isSameLetter($0, $1) }
}

private func isSameLetter(_ one: UInt8, _ other: UInt8) -> Bool {
    if one == other { return true }
    let lower = one | 0x20
    return lower == other | 0x20 && UInt8(ascii: "a")...UInt8(ascii: "z") ~= lower
}
