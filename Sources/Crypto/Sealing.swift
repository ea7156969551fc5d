import CSodium

/// Authenticated encryption (XChaCha20-Poly1305, IETF): whoever has the key can open what was sealed, and what was
/// altered, or stands beside other additional data, does not open.
package enum Sealing {
    package static let keyByteCount = Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
    private static let nonceByteCount = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    private static let tagByteCount = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

    package static func newKey() -> [UInt8] { Random.bytes(keyByteCount) }

    /// A random nonce of 24 bytes, then what is sealed.
    package static func seal(_ plain: [UInt8], key: [UInt8], additional: [UInt8]) -> [UInt8] {
        precondition(key.count == keyByteCount)
        let nonce = Random.bytes(nonceByteCount)
        var sealed = [UInt8](repeating: 0, count: plain.count + tagByteCount)
        var count: UInt64 = 0
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed, &count, plain, UInt64(plain.count), additional, UInt64(additional.count), nil, nonce, key)
        return nonce + sealed.prefix(Int(count))
    }

    /// nil when the key, the additional data or the bytes are not those that were sealed.
    package static func open(_ sealed: [UInt8], key: [UInt8], additional: [UInt8]) -> [UInt8]? {
        guard key.count == keyByteCount, sealed.count >= nonceByteCount + tagByteCount else { return nil }
        let nonce = Array(sealed.prefix(nonceByteCount))
        let body = Array(sealed.dropFirst(nonceByteCount))
        var plain = [UInt8](repeating: 0, count: body.count - tagByteCount)
        var count: UInt64 = 0
        let status = plain.withUnsafeMutableBufferPointer { plain in
            crypto_aead_xchacha20poly1305_ietf_decrypt(
                plain.baseAddress, &count, nil, body, UInt64(body.count), additional, UInt64(additional.count), nonce,
                key)
        }
        return status == 0 ? Array(plain.prefix(Int(count))) : nil
    }
}
