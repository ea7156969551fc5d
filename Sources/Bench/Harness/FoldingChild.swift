import Foundation
import Log
import Logging
import Projections

/// Folding in a process of its own: what is asked of it, and what it answers.
package enum FoldingChild {
    /// What a task came to.
    package struct Outcome: Codable, Sendable {
        package var seconds: Double
        package var records: Int64
        package var peakBytes: Double
        /// The same if no processor had ever waited meanwhile; nil where the system does not say.
        package var unrestingSeconds: Double?
    }

    package enum Task: String {
        /// A fresh version of every read model beside the serving one, with its keys; dropped again.
        case rebuild
        /// The same, as `davtari projections rebuild` does it while tills post.
        case quietRebuild
        /// The serving versions, live, up to the log's present end.
        case tail
    }

    /// In the child: does the task, gives the outcome as JSON.
    ///
    /// - Parameter models: only these are rebuilt; nil all.
    package static func run(_ task: String, _ conninfo: String, _ home: LogHome, models: Set<String>?) throws -> String
    {
        guard let task = Task(rawValue: task) else { throw BenchError("no task is called \(task)") }
        if task == .quietRebuild { Rebuild.yieldToOthers() }
        let log = try home.open()
        defer { log.shutdown() }
        let end = try log.end()
        func measure(_ work: () throws -> Void) rethrows -> (result: Duration, share: Double?) {
            try Processors.busy { try ContinuousClock().measure(work) }
        }
        let (took, busy) =
            switch task {
            case .rebuild, .quietRebuild:
                try Rebuild(conninfo, log, ReadModels.all.filter { models?.contains($0.name) ?? true }) { _ in }
                    .foldAside(measure)
            case .tail: try measure { try follow(conninfo, log, to: end) }
            }
        let outcome = Outcome(
            seconds: took / .seconds(1),
            records: Position(partitions: end.offsets.count).distance(to: end),
            peakBytes: try Child.peakBytes(of: "self"), unrestingSeconds: busy.map { took / .seconds(1) * $0 })
        return String(decoding: try JSONEncoder().encode(outcome), as: UTF8.self)
    }

    /// In the parent: has a child do it.
    package static func ask(
        _ task: Task, _ settings: BenchSettings, _ conninfo: String, _ log: LogHome, models: [String]? = nil
    ) throws -> Outcome {
        try outcome(of: start(task, settings, conninfo, log, models: models))
    }

    /// In the parent: waits for a child that has begun.
    static func outcome(of child: Child) throws -> Outcome {
        let text = try child.finish()
        return try JSONDecoder().decode(Outcome.self, from: Data(text.utf8))
    }

    /// In the parent: lets a child begin.
    ///
    /// - Parameter models: only these read models, by name; nil all.
    static func start(
        _ task: Task, _ settings: BenchSettings, _ conninfo: String, _ log: LogHome, models: [String]? = nil
    ) throws -> Child {
        var words = ["bench", "child", task.rawValue, "--postgres", conninfo] + log.words
        if case .postgres(let home) = log { words += ["--log-postgres", home] }
        if let models { words += ["--models", models.joined(separator: ",")] }
        return try Child(settings.binary, words)
    }

    /// A worker as `davtari serve` has it, until it has reached a position.
    private static func follow(_ conninfo: String, _ log: any EventLog, to end: Position) throws {
        try Worker.prepare(conninfo, log)
        let logger = Logger { FileHandle.standardError.write(Data("\($0.what): \($0.text)\n".utf8)) }
        let worker = Worker(conninfo, log, name: "bench", logger: logger)
        let watch = try BookMark(conninfo)
        worker.start()
        defer { worker.stop() }
        while try !watch.position().hasReached(end) { Thread.sleep(forTimeInterval: 0.02) }
    }
}
