import Crypto
import Events
import People
import Testing

@Suite struct `A file of persons' keys` {
    private static let passphrase = "ვეფხისტყაოსანი 1712"

    private static let file = KeyFile(
        log: "a log", madeAt: Instant("2026-03-01T08:00:00Z")!,
        entries: [
            .init(who: .customer("\"n\"\n"), key: Array(0..<32)), .init(who: .employee("ნ"), key: Array(32..<64)),
        ])

    @Test(arguments: [nil, passphrase])
    func `is read as it was written`(_ passphrase: String?) throws {
        let bytes = try Self.file.encoded(passphrase: passphrase)
        #expect(try KeyFile.isSealed(bytes) == (passphrase != nil))
        #expect(try KeyFile(bytes, passphrase: passphrase) == Self.file)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(Hex.encode(Array(0..<32))) == (passphrase == nil))
        var none = Self.file
        none.entries = []
        #expect(try KeyFile(try none.encoded(passphrase: passphrase), passphrase: passphrase) == none)
    }

    @Test func `is not read where it was cut, changed, or sealed with another passphrase`() throws {
        let bytes = try Self.file.encoded(passphrase: Self.passphrase)
        #expect(throws: KeyFileError.wrongPassphrase) { try KeyFile(bytes, passphrase: "another passphrase") }
        #expect(throws: KeyFileError.passphraseNeeded) { try KeyFile(bytes, passphrase: nil) }
        #expect(throws: KeyFileError.notOurs) { try KeyFile(Array("%PDF-1.7".utf8), passphrase: nil) }
        #expect(throws: KeyFileError.notOurs) { try KeyFile([], passphrase: nil) }
        let plain = try Self.file.encoded(passphrase: nil)
        for length in [plain.count - 1, plain.count / 2, 40] {
            #expect(throws: KeyFileError.self) { try KeyFile(Array(plain.prefix(length)), passphrase: nil) }
        }
        for place in stride(from: 0, to: plain.count, by: 7) {
            var changed = plain
            changed[place] ^= 1
            #expect(throws: KeyFileError.self, "byte \(place)") { try KeyFile(changed, passphrase: nil) }
        }
        let newer = String(decoding: plain, as: UTF8.self).replacing("\"version\":1", with: "\"version\":2")
        let text = Array(newer.utf8.dropLast(72))
        let whole = text + Array("sha256 \(Hex.encode(SHA256.hash(text)))\n".utf8)
        #expect(throws: KeyFileError.newer(2)) { try KeyFile(whole, passphrase: nil) }
    }
}
