import Bench
import Foundation

/// What the benchmarks run in a process of its own, so that its memory and its time are its own. Not for people.
enum BenchChild {
    static let word = "child"

    static let options: Set<String> = ["log-postgres", "models"]

    static func run(_ words: [String], _ arguments: Arguments) throws {
        let environment = try Environment(arguments)
        if words.first == "count" { return try count(words, environment) }
        let log: LogHome
        switch arguments.option("log") {
        case "kafka":
            log = .kafka(brokers: try arguments.required("brokers"), topic: try arguments.required("topic"))
        default: log = .postgres(conninfo: arguments.option("log-postgres") ?? environment.conninfo)
        }
        guard words.count == 1 else { throw UsageError("davtari bench child TASK") }
        let models = arguments.option("models").map { Set($0.split(separator: ",").map(String.init)) }
        print(try FoldingChild.run(words[0], environment.conninfo, log, models: models))
    }

    /// What scripts/counts counts the instructions of.
    private static func count(_ words: [String], _ environment: Environment) throws {
        guard words.count == 3, let work = CountedWork(rawValue: words[1]), let count = Int(words[2]),
            (0...CountedWork.most).contains(count)
        else {
            throw UsageError(
                "davtari bench child count \(CountedWork.allCases.map(\.rawValue).joined(separator: "|")) 0…\(CountedWork.most)"
            )
        }
        try work.run(count, conninfo: environment.conninfo)
    }
}
