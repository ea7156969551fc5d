import Bench
import Foundation

/// What the benchmarks run in a process of its own, so that its memory and its time are its own. Not for people.
enum BenchChild {
    static let word = "child"

    static func run(_ words: [String]) throws {
        let arguments = try Arguments(words, options: Environment.options.union(["log-postgres", "models"]))
        let environment = try Environment(arguments)
        let log: LogHome
        switch arguments.option("log") {
        case "kafka":
            log = .kafka(brokers: try arguments.required("brokers"), topic: try arguments.required("topic"))
        default: log = .postgres(conninfo: arguments.option("log-postgres") ?? environment.conninfo)
        }
        guard arguments.positional.count == 1 else { throw UsageError("davtari bench child TASK") }
        print(try FoldingChild.run(arguments.positional[0], environment.conninfo, log))
    }
}
