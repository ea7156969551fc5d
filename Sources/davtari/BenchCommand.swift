import Foundation
import Log
import Postgres
import Projections

/// Measures on the user's own servers: ratios within one run, since machines differ and are shared.
enum BenchCommand {
    static let command = Davtari.Command(
        name: "bench",
        usage: """
            replay [--rounds 3] [--report FILE]
                folds the whole log into fresh read models, in turn with a raw binary COPY of the same lines into one keyed
                table, and prints lines a second and their ratio; the serving versions are not touched
            """, run: { try run($0) })

    private static func run(_ words: [String]) throws {
        let arguments = try Arguments(words, options: Environment.options.union(["rounds", "report"]))
        guard arguments.positional == ["replay"] else { throw UsageError("davtari bench replay") }
        let rounds = try arguments.number("rounds") ?? 3
        guard rounds >= 1 else { throw UsageError("--rounds takes a number from 1") }
        let environment = try Environment(arguments)
        let log = try environment.openLog()
        defer { log.shutdown() }
        let copy = try LineCopy(log)
        guard copy.count > 0 else {
            throw UsageError("the log holds no lines to measure with; load the demo or make year first")
        }
        var replays: [Double] = []
        var copies: [Double] = []
        for round in 1...rounds {
            copies.append(try copy.run(environment.conninfo))
            let started = Date()
            for model in ReadModels.all { _ = try Rebuild(environment.conninfo, log, model) { _ in }.foldAside() }
            replays.append(Date().timeIntervalSince(started))
            print("round \(round): replay \(seconds(replays.last!)), COPY \(seconds(copies.last!))")
        }
        let report = try text(copy.count, replays, copies, environment)
        print(report)
        if let file = arguments.option("report") { try report.write(toFile: file, atomically: true, encoding: .utf8) }
    }

    private static func text(_ lines: Int, _ replays: [Double], _ copies: [Double], _ environment: Environment) throws
        -> String
    {
        let rates = replays.map { Double(lines) / $0 }
        let references = copies.map { Double(lines) / $0 }
        let ratios = zip(rates, references).map { $0 / $1 }
        let version = try Connection(environment.conninfo).query("SHOW server_version")[0].text(0)
        let home = Environment.value(environment.arguments, "log") ?? "postgres"
        return """
            # Benchmarks

            Every figure is measured side by side with its reference in one run; machines are shared, so look at the ratio.
            Made by `make bench`.

            | figure | min | median | max |
            |---|---|---|---|
            | replay of all read models from the log in \(home), until their keys are built, lines/s | \(row(rates, 0)) |
            | raw binary COPY of the same lines into one keyed table, lines/s | \(row(references, 0)) |
            | replay ÷ COPY | \(row(ratios, 2)) |

            \(lines) receipt and delivery lines; \(replays.count) rounds, in turn; \(ProcessInfo.processInfo.activeProcessorCount) \
            cores, \(ProcessInfo.processInfo.physicalMemory >> 30) GiB, \(ProcessInfo.processInfo.operatingSystemVersionString); \
            Postgres \(version), its own settings for durability unchanged.

            """
    }

    private static func row(_ values: [Double], _ decimals: Int) -> String {
        let sorted = values.sorted()
        return [sorted.first!, sorted[sorted.count / 2], sorted.last!].map { String(format: "%.\(decimals)f", $0) }
            .joined(separator: " | ")
    }

    private static func seconds(_ value: Double) -> String { String(format: "%.2f s", value) }
}
