import Testing

@testable import Crypto

@Suite struct `One-time codes` {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    private let secret = Self.bytes("12345678901234567890")

    /// FIPS 180-4's examples, and a message of two blocks.
    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        ),
    ])
    func `are made with SHA-1`(_ message: String, _ digest: String) {
        #expect(Hex.encode(SHA1.hash(Self.bytes(message))) == digest)
    }

    /// RFC 2202, cases 1, 2 and 6.
    @Test func `are authenticated by a key`() {
        let cases: [([UInt8], String, String)] = [
            ([UInt8](repeating: 0x0B, count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
            (Self.bytes("Jefe"), "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (
                [UInt8](repeating: 0xAA, count: 80), "Test Using Larger Than Block-Size Key - Hash Key First",
                "aa4ae5e15272d00e95705637ce8a3b55ed402112"
            ),
        ]
        for (key, message, digest) in cases {
            #expect(Hex.encode(SHA1.authenticated(Self.bytes(message), key: key)) == digest)
        }
    }

    /// RFC 6238, appendix B, the last six of its eight digits.
    @Test(arguments: [
        (Int64(59), "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func `are those of RFC 6238`(_ seconds: Int64, _ code: String) {
        #expect(OneTimeCode.code(secret, step: seconds / 30) == code)
        #expect(OneTimeCode.step(of: code, secret, at: seconds, after: nil) == seconds / 30)
    }

    @Test func `count a step before and behind, once`() {
        let now: Int64 = 3_000_000_000
        for off in Int64(-1)...1 {
            let code = OneTimeCode.code(secret, step: now / 30 + off)
            #expect(OneTimeCode.step(of: code, secret, at: now, after: nil) == now / 30 + off)
            #expect(OneTimeCode.step(of: code, secret, at: now, after: now / 30 + off) == nil)
        }
        for off in [Int64(-2), 2] {
            #expect(
                OneTimeCode.step(of: OneTimeCode.code(secret, step: now / 30 + off), secret, at: now, after: nil) == nil
            )
        }
        for wrong in ["", "1", "abcdef", "1234567"] {
            #expect(OneTimeCode.step(of: wrong, secret, at: now, after: nil) == nil)
        }
    }

    /// RFC 4648, section 10, without padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `have secrets that are typed as Base32`(_ text: String, _ typed: String) {
        #expect(Base32.encode(Self.bytes(text)) == typed)
        #expect(Base32.decode(typed) == Self.bytes(text) && Base32.decode(typed.lowercased()) == Self.bytes(text))
        #expect(Base32.decode("1") == nil)
    }
}
