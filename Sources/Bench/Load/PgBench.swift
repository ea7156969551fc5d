import Foundation
import Postgres

/// Postgres's own load generator, with one-row inserts: what a till's back end without a log would do.
struct PgBench {
    /// Beside `pg_config`'s other programs, or on the path.
    let program: String
    let version: String

    static let clients = 64

    init() throws {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let here = folders.compactMap(Int.init).sorted().last.map { "/usr/lib/postgresql/\($0)/bin/pgbench" }
        program = here.flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil } ?? "/usr/bin/pgbench"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw BenchError("pgbench is not installed: it comes with Debian's postgresql")
        }
        version = try Self.run(program, ["--version"])
    }

    /// Inserts a second by prepared one-row inserts, each a transaction of its own.
    ///
    /// - Parameter row: `receipt` writes the very bytes that a till posts, keyed; `small` four numbers.
    func inserts(_ conninfo: String, row: Row, seconds: Int) throws -> Double {
        let connection = try Connection(conninfo, applicationName: "davtari bench")
        try connection.script(row.table)
        let script = NSTemporaryDirectory() + "davtari-bench-\(ProcessInfo.processInfo.processIdentifier).sql"
        try row.script.write(toFile: script, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: script) }
        let text = try Self.run(
            program,
            [
                "-n", "-M", "prepared", "-c", "\(Self.clients)", "-j", "2", "-T", "\(seconds)", "-f", script, conninfo,
            ])
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let rate = Double(line.dropFirst(6).prefix { $0 != " " })
        else { throw BenchError("pgbench said: \(text)") }
        return rate
    }

    enum Row {
        case receipt, small

        var table: String {
            switch self {
            case .receipt:
                """
                DROP TABLE IF EXISTS bench_receipt;
                CREATE TABLE bench_receipt (id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, partition int4 NOT NULL,
                    recorded_at int8 NOT NULL, key text NOT NULL, bytes bytea NOT NULL);
                """
            case .small:
                """
                DROP TABLE IF EXISTS bench_small;
                CREATE TABLE bench_small (id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, store int8 NOT NULL,
                    product int8 NOT NULL, quantity int8 NOT NULL, amount int8 NOT NULL);
                """
            }
        }

        var script: String {
            switch self {
            case .receipt:
                // The bytes stand in the statement, which is parsed once: pgbench has variables for numbers only.
                let (store, bytes) = Tills.oneEvent()
                let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "'", with: "''")
                return """
                    \\set partition random(0, 7)
                    INSERT INTO bench_receipt (partition, recorded_at, key, bytes)
                    VALUES (:partition, 1770000000000, '\(store)', '\(text.replacingOccurrences(of: ":", with: "\\072"))'::bytea);
                    """
            case .small:
                return """
                    \\set store random(1, 100)
                    \\set product random(1, 10000)
                    \\set amount random(1, 100000)
                    INSERT INTO bench_small (store, product, quantity, amount) VALUES (:store, :product, 1000, :amount);
                    """
            }
        }
    }

    private static func run(_ program: String, _ words: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let trouble = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchError("pgbench: \(trouble.suffix(1_000))") }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
