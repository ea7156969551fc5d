import Events
import Foundation
import People
import Postgres
import Services

/// Persons' keys: saved to a file, brought back from one, compared with one.
enum KeysCommand {
    static let command = Davtari.Command(
        name: "keys",
        usage: """
            dump FILE [--passphrase-file FILE | --plain]
                saves the key of every person to a new file that its owner alone may read, sealed with a passphrase: the one
                thing that a replay of the log can not restore. --plain seals nothing
            restore FILE [--passphrase-file FILE] [--keep] [--other-log]
                brings keys back, but for whom the log says to be erased; --keep leaves who has another key here
            check FILE [--passphrase-file FILE]
                reads a file to its end and, where a database is named, says what it lacks and whom it must not hold any more
            """, flags: ["plain", "keep", "other-log"], options: ["passphrase-file"], run: { try run($0) })

    private static func run(_ arguments: Arguments) throws {
        let (verb, words) = try arguments.verb(["dump", "restore", "check"])
        guard words.count == 1 else { throw UsageError("davtari keys \(verb) takes a file", about: "keys") }
        switch verb {
        case "dump": try dump(to: words[0], arguments)
        case "restore": try restore(words[0], arguments)
        default: try check(words[0], arguments)
        }
    }

    private static func dump(to path: String, _ arguments: Arguments) throws {
        let connection = try migrated(try Environment(arguments))
        // Before anybody is asked for a passphrase.
        guard !FileManager.default.fileExists(atPath: path) else { throw SecretFile.alreadyThere(path) }
        let file = try KeyDump.take(connection)
        let passphrase = arguments.has("plain") ? nil : try passphrase(arguments, isNew: true)
        try SecretFile.write(try file.encoded(passphrase: passphrase), to: path)
        print("\(file.entries.count) keys of log \(file.log) are in \(path)\(passphrase == nil ? ", unsealed" : "")")
    }

    private static func restore(_ path: String, _ arguments: Arguments) throws {
        let environment = try Environment(arguments)
        let file = try read(path, arguments)
        let connection = try migrated(environment)
        let log = try environment.openLog()
        defer { log.shutdown() }
        let done = try KeyRestore(log).run(
            file, connection, keepDifferent: arguments.has("keep"), otherLog: arguments.has("other-log"))
        print(
            "\(done.restored) keys restored, \(done.present) were here, \(done.kept) kept another key, \(done.erased) of persons "
                + "who were erased were left out")
    }

    private static func check(_ path: String, _ arguments: Arguments) throws {
        let file = try read(path, arguments)
        print("\(file.entries.count) keys of log \(file.log), made at \(file.madeAt): the file is whole")
        guard Environment.value(arguments, "postgres") != nil else { return }
        let found = try KeyDump.compare(file, try migrated(try Environment(arguments)))
        print("\(found.same) are the same here")
        print("\(found.toRestore) are not here: `davtari keys restore` brings them")
        print("\(found.missing) were made since: make a new file")
        print("\(found.erased) are of persons who were erased since: destroy the file once a newer one is safe")
        if found.different > 0 { print("\(found.different) differ from those here") }
    }

    private static func migrated(_ environment: Environment) throws -> Connection {
        let pool = Pool(environment.conninfo, limit: 1)
        defer { pool.close() }
        try Office.migrate(pool)
        return try Connection(environment.conninfo, applicationName: "davtari keys")
    }

    private static func read(_ path: String, _ arguments: Arguments) throws -> KeyFile {
        let bytes = try SecretFile.read(path)
        let passphrase = try KeyFile.isSealed(bytes) ? try passphrase(arguments, isNew: false) : nil
        return try KeyFile(bytes, passphrase: passphrase)
    }

    private static func passphrase(_ arguments: Arguments, isNew: Bool) throws -> String {
        if let path = arguments.option("passphrase-file") {
            let text = String(decoding: try SecretFile.read(path), as: UTF8.self)
            let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            guard line.utf8.count >= passphraseLeast else {
                throw UsageError("the first line of \(path) is the passphrase, of at least \(passphraseLeast) bytes")
            }
            return line
        }
        guard let first = Terminal.secret("Passphrase: ") else {
            throw UsageError("no terminal to ask for the passphrase: use --passphrase-file FILE")
        }
        guard isNew else { return first }
        guard first.utf8.count >= passphraseLeast else {
            throw UsageError("a passphrase has at least \(passphraseLeast) bytes")
        }
        guard Terminal.secret("Once more: ") == first else {
            throw UsageError("the two passphrases differ")
        }
        return first
    }

    /// Whoever has the file may try as long as they like.
    private static let passphraseLeast = 12
}

/// A file that its owner alone may read, written whole or not at all.
enum SecretFile {
    static func alreadyThere(_ path: String) -> UsageError {
        UsageError("\(path) is there already, and is not written over: name another file")
    }

    static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw CommandFailure("\(path) cannot be read: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        do { return Array(try FileHandle(fileDescriptor: file, closeOnDealloc: false).readToEnd() ?? Data()) } catch {
            throw CommandFailure("\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let draft = "\(path).\(getpid()).part"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw trouble(draft) }
        defer { unlink(draft) }
        do {
            defer { close(file) }
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
                guard written > 0 else { throw trouble(draft) }
                rest = rest.dropFirst(written)
            }
            guard fsync(file) == 0 else { throw trouble(draft) }
        }
        // Takes no name that is there.
        guard link(draft, path) == 0 else { throw errno == EEXIST ? alreadyThere(path) : trouble(path) }
    }

    private static func trouble(_ path: String) -> CommandFailure {
        CommandFailure("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
}
