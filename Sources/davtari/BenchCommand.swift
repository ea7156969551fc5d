import Bench
import Foundation

/// Measures on the user's own servers: ratios within one run, since machines differ and are shared.
enum BenchCommand {
    static let command = Davtari.Command(
        name: "bench",
        usage: """
            NAME…|all [--cluster HOST:PORT] [--events FILE] [--results DIR] [--rounds 3] [--seconds 5] [--lines 2000000] [--python PATH]
                measures in databases and topics of its own, which it drops again, beside references that run in turn;
                names: \(Suite.all.map(\.name).joined(separator: ", "));
                --cluster: three or more brokers, for the rows with replication; --events: the year that make year makes;
                --lines: receipt lines of the dense chain; --python: one with tools/plain_consumers/requirements.txt; results go to DIR (.davtari/bench), a file a figure
            report [--results DIR] [--texts docs/benchmarks] [--remark NAME=TEXT,…] --out FILE
                writes what was measured, with the texts about it, as BENCHMARKS.md is
            """, options: options.union(BenchChild.options), run: { try run($0) })

    private static let options: Set<String> = [
        "cluster", "events", "results", "rounds", "seconds", "lines", "python", "texts", "remark", "out",
    ]

    private static func run(_ arguments: Arguments) throws {
        if arguments.positional.first == BenchChild.word {
            return try BenchChild.run(Array(arguments.positional.dropFirst()), arguments)
        }
        let settings = try settings(arguments)
        let names = arguments.positional
        guard !names.isEmpty else { throw UsageError("davtari bench NAME, all or report") }
        if names == ["report"] { return try report(arguments, settings) }
        if names == ["all"] { return try Suite.run(Suite.all, settings) }
        let measurements = try names.map { name in
            guard let found = Suite.all.first(where: { $0.name == name }) else {
                let known = Suite.all.map(\.name)
                let meant = Arguments.meant(name, known) { $0 }
                throw UsageError(
                    "“\(name)” is not measured\(meant.isEmpty ? "; there are \(known.joined(separator: ", "))" : meant)"
                )
            }
            return found
        }
        try Suite.run(measurements, settings)
    }

    private static func settings(_ arguments: Arguments) throws -> BenchSettings {
        let environment = try Environment(arguments)
        var settings = BenchSettings(
            conninfo: environment.conninfo,
            binary: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
            results: arguments.option("results") ?? ".davtari/bench")
        settings.brokers = Environment.value(arguments, "brokers")
        settings.cluster = arguments.option("cluster")
        settings.events = arguments.option("events")
        settings.python = arguments.option("python")
        settings.rounds = try positive("rounds", arguments) ?? settings.rounds
        settings.seconds = try positive("seconds", arguments) ?? settings.seconds
        settings.lines = try positive("lines", arguments) ?? settings.lines
        return settings
    }

    private static func positive(_ name: String, _ arguments: Arguments) throws(UsageError) -> Int? {
        guard let number = try arguments.number(name) else { return nil }
        guard number >= 1 else { throw UsageError("--\(name) takes a number from 1") }
        return number
    }

    private static func report(_ arguments: Arguments, _ settings: BenchSettings) throws {
        let remarks = (arguments.option("remark") ?? "").split(separator: ",").map { remark -> (String, String) in
            let parts = remark.split(separator: "=", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
        let figures = try ResultFolder(settings.results).all(in: Suite.all.flatMap(\.figures))
        guard !figures.isEmpty else { throw UsageError("\(settings.results) holds no results yet") }
        let report = Report(
            figures, try Machine(settings.conninfo, remarks: remarks),
            texts: arguments.option("texts") ?? "docs/benchmarks")
        try report.text.write(toFile: try arguments.required("out"), atomically: true, encoding: .utf8)
    }
}
