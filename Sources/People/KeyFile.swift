import Crypto
import Events
import Foundation
import JSON

/// Persons' keys as a file: what a replay of the log can not restore.
///
/// Three parts, each a line or more of UTF-8: a header of JSON (format, version, log, time, count, and how the passphrase
/// becomes a key), the keys, and `sha256 ` with the hash of everything before it. The keys are a line a person,
/// `["customer","id","hex"]`; under a passphrase they are one line of base64, sealed with XChaCha20-Poly1305 and bound to
/// the header.
package struct KeyFile: Sendable, Equatable {
    package static let format = "davtari-keys"
    package static let version: Int64 = 1

    package struct Entry: Sendable, Equatable {
        package var who: PersonID
        package var key: [UInt8]

        package init(who: PersonID, key: [UInt8]) { (self.who, self.key) = (who, key) }
    }

    /// Whose persons they are: the id of the log that their facts stand in.
    package var log: String
    package var madeAt: Instant
    package var entries: [Entry]

    package init(log: String, madeAt: Instant, entries: [Entry]) {
        (self.log, self.madeAt, self.entries) = (log, madeAt, entries)
    }

    // MARK: Writing

    /// - Parameter passphrase: nil leaves the keys open to whoever reads the file.
    package func encoded(passphrase: String?) throws(KeyFileError) -> [UInt8] {
        var header: JSON = [
            "format": .string(Self.format), "version": .int(Self.version), "log": .string(log),
            "madeAt": .string(madeAt.description), "keys": .int(Int64(entries.count)),
        ]
        var body = entries.map { entry in
            let line: JSON = [
                .string(entry.who.entity.rawValue), .string(entry.who.id), .string(Hex.encode(entry.key)),
            ]
            return line.text + "\n"
        }.joined()
        if let passphrase {
            let way = Passphrase()
            header["passphrase"] = [
                "kdf": .string(Self.kdf), "salt": .string(Hex.encode(way.salt)),
                "operations": .int(Int64(way.operations)), "memoryBytes": .int(Int64(way.memoryBytes)),
            ]
            guard let key = way.key(of: passphrase) else { throw .noMemory(way.memoryBytes) }
            let sealed = Sealing.seal(Array(body.utf8), key: key, additional: Array(header.text.utf8))
            body = Data(sealed).base64EncodedString() + "\n"
        }
        let text = Array((header.text + "\n" + body).utf8)
        return text + Array("\(Self.checksum)\(Hex.encode(SHA256.hash(text)))\n".utf8)
    }

    private static let kdf = "argon2id13"
    private static let checksum = "sha256 "

    // MARK: Reading

    /// Whether a passphrase is needed to read a file.
    package static func isSealed(_ bytes: [UInt8]) throws(KeyFileError) -> Bool {
        try header(whole(bytes)).json["passphrase"] != nil
    }

    /// - Parameter passphrase: needed where the file is sealed.
    package init(_ bytes: [UInt8], passphrase: String?) throws(KeyFileError) {
        let text = try Self.whole(bytes)
        let (header, end) = try Self.header(text)
        guard let log = header["log"]?.string, let madeAt = header["madeAt"]?.string.flatMap({ Instant($0) }),
            let count = header["keys"]?.int
        else { throw .notOurs }
        // cannot trap: the header ends within the text, behind its line's end
        var body = Array(text[end...])
        if let way = header["passphrase"] {
            guard let passphrase else { throw .passphraseNeeded }
            body = try Self.unseal(body, way, passphrase, additional: Array(text[..<(end - 1)]))
        }
        (self.log, self.madeAt) = (log, madeAt)
        entries = try Self.entries(body)
        guard entries.count == count else { throw .damaged("it says \(count) keys and has \(entries.count)") }
    }

    /// Everything before the checksum, which it must have.
    private static func whole(_ bytes: [UInt8]) throws(KeyFileError) -> ArraySlice<UInt8> {
        guard bytes.starts(with: Array("{\"format\":\"\(format)\"".utf8)) else { throw .notOurs }
        let length = checksum.utf8.count + 2 * SHA256.byteCount + 1
        let text = bytes.dropLast(length)
        guard bytes.count > length,
            bytes.suffix(length).elementsEqual("\(checksum)\(Hex.encode(SHA256.hash(Array(text))))\n".utf8)
        else { throw .damaged("its end or its checksum is not right: it was cut off or changed on its way") }
        return text
    }

    /// The header, and where the keys begin.
    private static func header(_ text: ArraySlice<UInt8>) throws(KeyFileError) -> (json: JSON, end: Int) {
        guard let end = text.firstIndex(of: UInt8(ascii: "\n")), let json = try? JSON(parsing: Array(text[..<end])),
            json["format"]?.string == format, let version = json["version"]?.int
        else { throw .notOurs }
        guard version == Self.version else { throw .newer(version) }
        return (json, end + 1)
    }

    private static func unseal(
        _ body: [UInt8], _ way: JSON, _ passphrase: String, additional: [UInt8]
    ) throws(KeyFileError) -> [UInt8] {
        guard way["kdf"]?.string == kdf, let salt = way["salt"]?.string.flatMap({ Hex.decode($0) }),
            let operations = way["operations"]?.int, let memory = way["memoryBytes"]?.int,
            let known = Passphrase(
                salt: salt, operations: UInt64(clamping: operations), memoryBytes: Int(clamping: memory))
        else { throw .damaged("its header asks for no way of ours from a passphrase to a key") }
        guard let key = known.key(of: passphrase) else { throw .noMemory(known.memoryBytes) }
        guard let sealed = Data(base64Encoded: Data(body.dropLast())),
            let plain = Sealing.open(Array(sealed), key: key, additional: additional)
        else { throw .wrongPassphrase }
        return plain
    }

    private static func entries(_ body: [UInt8]) throws(KeyFileError) -> [Entry] {
        var entries: [Entry] = []
        for (index, line) in body.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let parts = try? JSON(parsing: Array(line)).array, parts.count == 3,
                let entity = parts[0].string.flatMap(PersonID.Entity.init), let id = parts[1].string,
                let key = parts[2].string.flatMap({ Hex.decode($0) }), key.count == Sealing.keyByteCount
            else { throw .damaged("key \(index + 1) cannot be read") }
            entries.append(Entry(who: PersonID(entity, id), key: key))
        }
        return entries
    }
}

/// Why a file of keys cannot be read or restored. Never holds a key.
package enum KeyFileError: Error, Equatable, CustomStringConvertible {
    case notOurs
    case newer(Int64)
    case damaged(String)
    case passphraseNeeded
    case wrongPassphrase
    case noMemory(Int)
    /// Of persons whose facts stand in another log.
    case otherLog(file: String, here: String)
    /// These have another key here, under which facts may be sealed already.
    case differs(count: Int, first: [String])
    case neverFollowed

    package var description: String {
        switch self {
        case .notOurs: "this is no file of davtari keys"
        case .newer(let version):
            "the file's version is \(version), and this davtari reads version \(KeyFile.version): use a newer one"
        case .damaged(let what): "the file is damaged: \(what)"
        case .passphraseNeeded: "the file is sealed: say its passphrase, on the terminal or by --passphrase-file FILE"
        case .wrongPassphrase: "the passphrase is not the one that the file was sealed with"
        case .noMemory(let bytes): "no \(bytes >> 20) MiB of memory are free to make a key from the passphrase"
        case .otherLog(let file, let here):
            "the keys belong to log \(file), and this is log \(here). Where the facts were copied from that log to this one, "
                + "say --other-log"
        case .differs(let count, let first):
            "\(count) persons have another key here than in the file (\(first.joined(separator: ", "))…): nothing was "
                + "restored. With --keep those stay as they are here, and the others are restored"
        case .neverFollowed: "this database has followed no log yet: start `davtari serve` on it first"
        }
    }
}
