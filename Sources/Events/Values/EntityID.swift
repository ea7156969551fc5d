/// What a thing may be called, at every door: in a fact, in a command and in an address (escaped there, so that `a/b` is
/// `a%2Fb`). Shops and writers, which name parts of the log, are narrower.
package enum EntityID {
    /// UTF-8 bytes; an index must be able to hold two.
    package static let limit = 200

    /// 1 to 200 bytes, none of them U+0000.
    package static func isOne(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= limit && !text.utf8.contains(0)
    }

    package static let rule = "has 1 to \(limit) bytes, and none is zero"
}
