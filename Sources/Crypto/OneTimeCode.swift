/// Codes of an app that change with the clock (TOTP, RFC 6238: SHA-1, 30 seconds, six digits, as every app knows them).
package enum OneTimeCode {
    package static let secretByteCount = 20
    package static let digits = 6
    package static let stepSeconds: Int64 = 30
    /// A telephone's clock may be so many steps off, before or behind.
    private static let stepsOff: Int64 = 1
    private static let modulus: UInt32 = 1_000_000

    package static func newSecret() -> [UInt8] { Random.bytes(secretByteCount) }

    /// - Parameter step: of thirty seconds since 1970.
    package static func code(_ secret: [UInt8], step: Int64) -> String {
        let digest = SHA1.authenticated(withUnsafeBytes(of: step.bigEndian) { Array($0) }, key: secret)
        // cannot trap: a digest has 20 bytes, and the offset is below 16
        let offset = Int(digest[digest.count - 1] & 0x0F)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step that a code is of; nil where it is wrong, or of a step that was used or passed.
    ///
    /// - Parameters:
    ///   - seconds: since 1970.
    ///   - used: the step of the last code that counted, as each counts once.
    package static func step(of code: String, _ secret: [UInt8], at seconds: Int64, after used: Int64?) -> Int64? {
        let now = seconds / stepSeconds
        return (now - stepsOff...now + stepsOff).first { step in
            step > used ?? -1 && isSame(self.code(secret, step: step), code)
        }
    }

    /// Takes the same time wherever they differ.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        return one.count == other.count && zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Base32 (RFC 4648) without padding: how such secrets are typed into an app.
package enum Base32 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    package static func encode(_ bytes: [UInt8]) -> String {
        var (text, bits, count): ([UInt8], UInt32, Int) = ([], 0, 0)
        for byte in bytes {
            (bits, count) = (bits << 8 | UInt32(byte), count + 8)
            while count >= 5 {
                count -= 5
                text.append(letters[Int(bits >> UInt32(count) & 31)])
            }
            bits &= 0xFF
        }
        if count > 0 { text.append(letters[Int(bits << UInt32(5 - count) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil where a letter is none of it; small letters and blanks are taken as people type them.
    package static func decode(_ text: String) -> [UInt8]? {
        var (bytes, bits, count): ([UInt8], UInt32, Int) = ([], 0, 0)
        for letter in text.uppercased().utf8 where letter != UInt8(ascii: " ") {
            guard let value = letters.firstIndex(of: letter) else { return nil }
            (bits, count) = (bits << 5 | UInt32(value), count + 5)
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        return bytes
    }
}
