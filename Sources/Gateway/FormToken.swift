import Crypto

/// The secret that a form carries back as a hidden field, in another spelling on every page.
///
/// Pages go packed, and may repeat what stands in their address. Whoever can make a reader's browser ask for pages and see how
/// long the answers are could guess what stands in all of them, sign by sign (BREACH). So no secret stands on a page as it is:
/// random bytes do, and the secret with these bytes added.
enum FormToken {
    static func masked(_ secret: String) -> String {
        let bytes = Array(secret.utf8)
        let mask = Random.bytes(bytes.count)
        return Hex.encode(mask + zip(mask, bytes).map { $0 ^ $1 })
    }

    /// Whether a field holds this secret, in whatever spelling.
    static func matches(_ field: String, _ secret: String?) -> Bool {
        guard let secret, !secret.isEmpty else { return false }
        return field == secret || unmasked(field) == secret
    }

    /// nil where this is no masked secret.
    static func unmasked(_ field: String) -> String? {
        guard let bytes = Hex.decode(field), bytes.count % 2 == 0 else { return nil }
        let half = bytes.count / 2
        return String(validating: zip(bytes.prefix(half), bytes.suffix(half)).map { $0 ^ $1 }, as: UTF8.self)
    }
}
