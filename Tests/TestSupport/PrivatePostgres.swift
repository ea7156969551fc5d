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

    /// A new database under a name nobody has, empty or a copy.
    /// - Parameter kept: for as long as this process runs, though nothing is connected; others go when their test must
    ///   be over. Where the server outlives us, all go at exit.
    package static func freshDatabase(like pattern: String = "template1", kept: Bool = false) throws -> String {
        let name = "davtari_test_\(getpid())_\(String(UInt64.random(in: .min ... .max), radix: 36))"
        let server = try conninfo()
        let connection = try Connection(server)
        try copy(pattern, to: name, over: connection)
        if given != nil, !isThrowaway { dropAtExit(name) }
        if !kept, let oldest = standing.withLock({ $0.beyondLimit(adding: name) }) {
            try drop(oldest, over: connection)
        }
        return try Conninfo.replacing(database: name, in: server)
    }

    /// Databases whose tests may still run. Each takes eleven megabytes, of memory where scripts/test found enough of
    /// it: left to the end, those of a whole run take eighteen gigabytes.
    private struct Standing {
        private var names: [String] = []
        /// Many times what the tests that run at once hold.
        private static let limit = 100

        /// The oldest, where they have become too many.
        mutating func beyondLimit(adding name: String) -> String? {
            names.append(name)
            return names.count > Self.limit ? names.removeFirst() : nil
        }

        mutating func add(_ name: String) { names.append(name) }
    }

    private static let standing = Mutex(Standing())

    /// Drops a database that nobody is connected to; another stands on.
    private static func drop(_ name: String, over connection: Connection) throws {
        let users = try connection.query("SELECT 1 FROM pg_stat_activity WHERE datname = \(name)")
        do {
            if users.isEmpty {
                try connection.execute("DROP DATABASE IF EXISTS \(identifier: name)")
                return
            }
        } catch {
            // Somebody connected between the question and the drop.
            guard error.sqlState == "55006" else { throw error }
        }
        standing.withLock { $0.add(name) }
    }

    /// The server takes a moment to notice that the last client of a database is gone, and copies none that has one.
    private static func copy(_ pattern: String, to name: String, over connection: Connection) throws {
        var attempt = 1
        while true {
            do {
                try connection.execute("CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: pattern)")
                return
            } catch {
                guard error.sqlState == "55006", attempt < copyAttempts else { throw error }
            }
            attempt += 1
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    private static let copyAttempts = 500

    /// One database for all tests of this process that only need a corner of it: a schema of their own.
    package static func sharedDatabase() throws -> String { try shared.get() }

    private static let shared = Result { try freshDatabase(kept: true) }

    /// A name for a schema that nobody has.
    package static func freshSchemaName() -> String { "test_\(String(UInt64.random(in: .min ... .max), radix: 36))" }

    private static let given = ProcessInfo.processInfo.environment["DAVTARI_TEST_POSTGRES"]

    /// Set by scripts/test, whose server is gone with all its databases.
    private static let isThrowaway = ProcessInfo.processInfo.environment["DAVTARI_TEST_POSTGRES_THROWAWAY"] == "1"

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
            "full_page_writes=off", "max_connections=200", "autovacuum=off", "track_counts=off",
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
        var ends: [Int32] = [-1, -1]
        // Not inherited, else the server, started later, would hold the pipe open for ever.
        guard pipe(&ends) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 else {
            throw PrivatePostgres.CannotStart(description: "no pipe: errno \(errno)")
        }
        _ = try spawn(["sh", "-c", script], input: ends[0])
        close(ends[0])
        // Our end, ends[1], is never closed by us: its closing is the signal.
    }

    /// Closing one that is not open is no error, and a test process has fewer.
    private static let likelyDescriptors: Int32 = 1024

    private static func run(_ command: [String]) throws {
        let process = try spawn(command)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        guard status == 0 else {
            throw PrivatePostgres.CannotStart(
                description: "\(command.joined(separator: " ")) ended with status \(status)")
        }
    }

    /// By hand, because Foundation's `Process` waits for a socket that every descendant inherits, and a server that
    /// stays would keep it waiting for ever. For the same reason nothing but input and /dev/null is passed on.
    private static func spawn(_ command: [String], input: Int32? = nil) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        for output in 1...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
        }
        for other in 3..<likelyDescriptors { posix_spawn_file_actions_addclose(&actions, other) }

        // The server's programs want a working directory that their user can enter.
        let command = ["env", "-C", "/tmp"] + command
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, command[0], &actions, nil, arguments, environ)
        guard failure == 0 else {
            throw PrivatePostgres.CannotStart(description: "\(command[0]) did not start: errno \(failure)")
        }
        return process
    }
}
