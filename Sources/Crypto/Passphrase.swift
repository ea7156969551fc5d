import CSodium
import Glibc

/// A key from a passphrase (Argon2id 1.3), by what was chosen when it was first made.
package struct Passphrase: Sendable, Equatable {
    package let salt: [UInt8]
    package let operations: UInt64
    package let memoryBytes: Int

    package static let saltByteCount = Int(crypto_pwhash_SALTBYTES)
    /// libsodium's moderate limits: 256 MiB, most of a second. Whoever has the file can try as long as they like.
    private static let usualOperations = UInt64(crypto_pwhash_OPSLIMIT_MODERATE)
    private static let usualMemory = Int(crypto_pwhash_MEMLIMIT_MODERATE)
    /// What a file may ask for: one that was tampered with must not take all memory.
    private static let mostOperations: UInt64 = 16
    private static let mostMemory = 1 << 30

    /// New, with a salt of its own.
    package init() {
        (salt, operations, memoryBytes) = (Random.bytes(Self.saltByteCount), Self.usualOperations, Self.usualMemory)
    }

    /// As it was made; nil where nobody would have made it so.
    package init?(salt: [UInt8], operations: UInt64, memoryBytes: Int) {
        guard salt.count == Self.saltByteCount, (1...Self.mostOperations).contains(operations),
            (Int(crypto_pwhash_MEMLIMIT_MIN)...Self.mostMemory).contains(memoryBytes)
        else { return nil }
        (self.salt, self.operations, self.memoryBytes) = (salt, operations, memoryBytes)
    }

    /// The key for `Sealing`; nil where this machine has not the memory.
    package func key(of text: String) -> [UInt8]? {
        Sodium.ready
        var key = [UInt8](repeating: 0, count: Sealing.keyByteCount)
        let status = text.withCString { text in
            crypto_pwhash(
                &key, UInt64(key.count), text, UInt64(strlen(text)), salt, operations, memoryBytes,
                crypto_pwhash_ALG_ARGON2ID13)
        }
        return status == 0 ? key : nil
    }
}
