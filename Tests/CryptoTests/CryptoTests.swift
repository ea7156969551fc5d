import Crypto
import Testing

@Suite struct `Crypto` {
    @Test func `SHA-256 gives the standard's example (FIPS 180-4, "abc")`() {
        #expect(
            Hex.encode(SHA256.hash(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `a hash in parts is the hash of the whole`() {
        var hash = SHA256()
        hash.update(Array("a".utf8))
        hash.update([])
        hash.update(Array("bc".utf8))
        #expect(hash.finish() == SHA256.hash(Array("abc".utf8)))
    }

    @Test func `a password is known by its hash and no other is`() {
        let hash = Password.hash("ძალიან საიდუმლო")
        #expect(Password.matches("ძალიან საიდუმლო", hash: hash))
        #expect(!Password.matches("ძალიან საიდუმლო ", hash: hash))
        #expect(hash.hasPrefix("$argon2id$"))
    }

    @Test func `a short hash depends on its key`() {
        let one = ShortHash(key: [UInt8](repeating: 1, count: 16))
        let other = ShortHash(key: [UInt8](repeating: 2, count: 16))
        #expect(one([1, 2, 3]) == one([1, 2, 3]) && one([1, 2, 3]) != other([1, 2, 3]))
    }

    @Test func `hex reads what it writes, and nothing else`() {
        #expect(Hex.decode(Hex.encode([0, 255, 16])) == [0, 255, 16])
        #expect(Hex.decode("0g") == nil && Hex.decode("0") == nil)
    }
}
