import Foundation

/// The same job by a plain consumer in Python, as two libraries' own documents advise it.
struct PlainConsumers {
    static let libraries = ["quixstreams", "bytewax"]
    static let names = libraries.map { "plain-\($0)" }
    /// Of the year's records; a plain consumer's rate does not depend on how many come.
    private static let records = 40_000

    let context: Context

    func run() throws -> [Figure] {
        let settings = context.settings
        guard let python = settings.python else {
            settings.skip(
                "plain consumers", "--python names no interpreter with tools/plain_consumers/requirements.txt")
            return []
        }
        guard let year = try context.year(kafka: true), case .kafka(let brokers, let topic) = year.home else {
            return []
        }
        let database = try BenchDatabase(on: settings.conninfo, "plain")
        let samples = try Rounds.interleave(
            settings.rounds, unit: "lines/s",
            Self.libraries.map { library in
                .init(library) {
                    try Self.consume(
                        python, library, brokers: brokers, topic: topic, conninfo: database.conninfo)
                }
            }, say: settings.say)
        return zip(Self.libraries, samples).map { library, samples in
            Figure(
                "plain-\(library)", "a plain consumer in Python (\(library)), three read models into Postgres",
                unit: "lines/s", samples, group: .beside,
                notes: ["The first \(Number.grouped(Self.records)) records that come (tools/plain_consumers)."])
        }
    }

    private struct Outcome: Decodable {
        var seconds: Double
        var lines: Double
    }

    private static func consume(
        _ python: String, _ library: String, brokers: String, topic: String, conninfo: String
    ) throws -> Double {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [
            "-W", "ignore", "-m", "tools.plain_consumers", library, "--brokers", brokers, "--topic", topic,
            "--postgres",
            conninfo, "--records", "\(records)",
        ]
        process.standardOutput = output
        // The libraries chat, and bytewax prints how it was stopped.
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard let line = text.split(separator: "\n").last(where: { $0.hasPrefix("{") }) else {
            throw BenchError("the plain consumer with \(library) said no result: \(text.suffix(500))")
        }
        let outcome = try JSONDecoder().decode(Outcome.self, from: Data(line.utf8))
        guard outcome.lines > 0 else { throw BenchError("the plain consumer with \(library) folded nothing") }
        return outcome.lines / outcome.seconds
    }
}
