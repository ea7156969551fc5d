/// What a thing may be called, at every door: in a fact, in a command and in an address (escaped there, so that `a/b` is
/// `a%2Fb`). Shops and writers, which name parts of the log, are narrower.
package enum EntityID {
    /// UTF-8 bytes; an index must be able to hold two.
    package static let limit = 200

    /// 1 to 200 bytes, none of them U+0000.
    package static func isOne(_ text: String) -> Bool {
        // No address can carry a dot or two alone: they mean the folder itself, and the one above it.
        let count = text.utf8.count
        return count > 0 && count <= limit && !text.utf8.contains(0)
            && (count > 2 || !text.utf8.allSatisfy { $0 == UInt8(ascii: ".") })
    }

    package static let rule = "has 1 to \(limit) bytes, none is zero, and it is not dots alone"
}
