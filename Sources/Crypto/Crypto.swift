import CSodium
import Glibc

/// libsodium, set up once.
enum Sodium {
    static let ready: Void = {
        guard sodium_init() >= 0 else { fatalError("libsodium cannot start: no source of randomness") }
    }()
}

/// SHA-256 (FIPS 180-4), as one call or in parts.
package struct SHA256 {
    package static let byteCount = 32
    private var state = crypto_hash_sha256_state()

    package init() {
        Sodium.ready
        crypto_hash_sha256_init(&state)
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        crypto_hash_sha256_update(&state, start.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
    }

    package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    package mutating func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.byteCount)
        crypto_hash_sha256_final(&state, &digest)
        return digest
    }

    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }
}

/// A keyed 64-bit hash (SipHash-2-4): tells two versions of a fact apart without keeping either.
package struct ShortHash: Sendable {
    package static let keyByteCount = 16
    private let key: [UInt8]

    package init(key: [UInt8]) {
        precondition(key.count == Self.keyByteCount)
        self.key = key
    }

    package func callAsFunction(_ bytes: [UInt8]) -> UInt64 {
        var out: UInt64 = 0
        withUnsafeMutableBytes(of: &out) { out in
            _ = bytes.withUnsafeBufferPointer { input in
                crypto_shorthash(
                    out.baseAddress!.assumingMemoryBound(to: UInt8.self), input.baseAddress, UInt64(input.count), key)
            }
        }
        return out
    }
}

/// Passwords: Argon2id as its own self-describing string, which says what it costs to try.
package enum Password {
    package enum Cost: Sendable {
        /// libsodium's interactive limits: 64 MiB, a fifteenth of a second.
        case interactive
        /// The least there is, for tests that sign in hundreds of times.
        case least
    }

    package static func hash(_ password: String, _ cost: Cost = .interactive) -> String {
        Sodium.ready
        var out = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let status = password.withCString {
            crypto_pwhash_str(
                &out, $0, UInt64(strlen($0)),
                cost == .least ? UInt64(crypto_pwhash_OPSLIMIT_MIN) : UInt64(crypto_pwhash_OPSLIMIT_INTERACTIVE),
                cost == .least ? Int(crypto_pwhash_MEMLIMIT_MIN) : Int(crypto_pwhash_MEMLIMIT_INTERACTIVE))
        }
        precondition(status == 0, "no memory to hash a password")
        return String(decoding: out.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    package static func matches(_ password: String, hash: String) -> Bool {
        Sodium.ready
        guard hash.utf8.count < Int(crypto_pwhash_STRBYTES) else { return false }
        return password.withCString { crypto_pwhash_str_verify(hash, $0, UInt64(strlen($0))) == 0 }
    }
}

package enum Random {
    package static func bytes(_ count: Int) -> [UInt8] {
        Sodium.ready
        var out = [UInt8](repeating: 0, count: count)
        randombytes_buf(&out, count)
        return out
    }

    /// A secret to hand out: 32 random bytes in hex, behind a prefix that tells what it is.
    package static func secret(prefix: String) -> String { prefix + Hex.encode(bytes(32)) }
}

package enum Hex {
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Hex {
    /// nil when the text is no hex.
    package static func decode(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[place]), let low = value(digits[place + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
