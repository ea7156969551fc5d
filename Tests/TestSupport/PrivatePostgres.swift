import Foundation
import Postgres
import Synchronization

/// A real server for tests: the one DAVTARI_TEST_POSTGRES names, or a private cluster of this process, started when
/// first asked for and gone with the process, however it ends.
package enum PrivatePostgres {
    package struct CannotStart: Error, CustomStringConvertible {
        package let description: String
    }

    /// The server's own `postgres` database; tests should take a `freshDatabase()`.
    package static func conninfo() throws -> String { try server.get() }

    /// A new empty database under a name nobody has; dropped at exit where the server outlives us.
    package static func freshDatabase() throws -> String {
        let name = "davtari_test_\(getpid())_\(String(UInt64.random(in: .min ... .max), radix: 36))"
        let server = try conninfo()
        try Connection(server).execute("CREATE DATABASE \(identifier: name)")
        if given != nil { dropAtExit(name) }
        return try Conninfo.replacing(database: name, in: server)
    }

    private static let given = ProcessInfo.processInfo.environment["DAVTARI_TEST_POSTGRES"]

    /// Started once; the failure is kept too, so that every test says why.
    private static let server: Result<String, any Error> = Result {
        if let given { return given }
        return try Cluster.start()
    }

    private static let toDrop = Mutex<[String]>([])

    private static func dropAtExit(_ name: String) {
        let isFirst = toDrop.withLock { names in
            names.append(name)
            return names.count == 1
        }
        guard isFirst else { return }
        atexit {
            guard let conninfo = PrivatePostgres.given, let connection = try? Connection(conninfo) else { return }
            for name in PrivatePostgres.toDrop.withLock({ $0 }) {
                _ = try? connection.execute("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)")
            }
        }
    }
}

/// A throw-away cluster reached by a Unix socket only, with durability off.
private enum Cluster {
    static func start() throws -> String {
        let binaries = try findBinaries()
        // Directly in /tmp: a Unix socket's path may not exceed 107 bytes.
        let folder = "/tmp/davtari-pg-\(getpid())-\(UInt32.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        if isRoot { try run(["chown", "postgres", folder]) }
        try removeWhenWeEnd(folder, binaries)
        try run(
            asPostgres + [
                "\(binaries)/initdb", "-D", "\(folder)/data", "-U", "postgres", "--auth=trust", "--encoding=UTF8",
                "--locale=C.UTF-8", "--no-sync",
            ])
        try run(
            asPostgres + [
                "\(binaries)/pg_ctl", "-D", "\(folder)/data", "-l", "\(folder)/log", "-w", "-o", settings(folder),
                "start",
            ])
        return "host=\(folder) user=postgres dbname=postgres"
    }

    private static let isRoot = getuid() == 0

    /// The server refuses to run as root.
    private static let asPostgres = isRoot ? ["runuser", "-u", "postgres", "--"] : []

    private static func settings(_ folder: String) -> String {
        [
            "listen_addresses=", "unix_socket_directories=\(folder)", "fsync=off", "synchronous_commit=off",
            "full_page_writes=off", "max_connections=200",
        ].map { "-c \($0)" }.joined(separator: " ")
    }

    private static func findBinaries() throws -> String {
        let home = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []
        let newest = versions.compactMap { Int($0) }.sorted(by: >).map { "\(home)/\($0)/bin" }
        let binaries = newest.first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
        guard let binaries else {
            throw PrivatePostgres.CannotStart(
                description: "no PostgreSQL server under \(home): install postgresql, or set DAVTARI_TEST_POSTGRES")
        }
        return binaries
    }

    /// A shell that reads a pipe we hold. The kernel closes our end however we end, a crash included, which no atexit
    /// handler would see; the shell then stops the server and removes the folder.
    private static func removeWhenWeEnd(_ folder: String, _ binaries: String) throws {
        let script = """
            trap '' INT TERM HUP; cat >/dev/null
            \((asPostgres + ["\(binaries)/pg_ctl"]).joined(separator: " ")) -D \(folder)/data -m immediate stop
            rm -rf \(folder)
            """
        let pipe = Pipe()
        // Else the server, started later, would hold the pipe open for ever.
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let janitor = Process()
        janitor.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        janitor.arguments = ["sh", "-c", script]
        janitor.standardInput = pipe
        janitor.standardOutput = FileHandle.nullDevice
        janitor.standardError = FileHandle.nullDevice
        try janitor.run()
        lifeline.withLock { $0 = dup(pipe.fileHandleForWriting.fileDescriptor) }
        lifeline.withLock { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
    }

    /// Never closed by us: its closing is the signal.
    private static let lifeline = Mutex<Int32>(-1)

    private static func run(_ command: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
        process.standardInput = FileHandle.nullDevice
        // Not a pipe: the server inherits it, and would keep whoever reads it waiting.
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw PrivatePostgres.CannotStart(
                description: "\(command.joined(separator: " ")) ended with \(process.terminationStatus)")
        }
    }
}
