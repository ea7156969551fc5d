import Crypto

/// The leaf hash of a record (RFC 6962): SHA-256(0x00 ‖ recordedAt as 8 bytes, big-endian ‖ bytes as stored).
package enum Leaf {
    package static func hash(_ recordedAt: Int64, _ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update([0])
        withUnsafeBytes(of: recordedAt.bigEndian) { hash.update($0) }
        hash.update(bytes)
        return hash.finish()
    }
}
