/// The worker as `davtari serve` has it, in batches of what has come, each committed; beside it COPY of the same lines.
struct Tail {
    static let names = ["tail", "memory-worker"]

    let context: Context

    func run() throws -> [Figure] {
        let settings = context.settings
        // Postgres always has the log, and with Kafka present it is the commoner home.
        guard let year = try context.year(kafka: settings.brokers != nil) else { return [] }
        var peaks = Samples()
        let samples = try Rounds.interleave(
            settings.rounds, unit: "lines/s",
            [
                .init("COPY") { Double(year.copy.count) / (try year.copy.run(year.database.conninfo)) },
                .init("live tail") {
                    let fresh = try BenchDatabase(on: settings.conninfo, "tail")
                    let outcome = try FoldingChild.ask(.tail, settings, fresh.conninfo, year.home)
                    peaks.values.append(outcome.peakBytes / 1e6)
                    return Double(year.copy.count) / outcome.seconds
                },
            ], say: settings.say)
        return [
            Figure(
                "tail", "live tail over the real year, folded and committed batch by batch", unit: "lines/s",
                samples[1], beside: .init("raw binary COPY of the same lines into one keyed table", samples[0]),
                goal: .atLeast(0.15), group: .replay,
                notes: ["From \(settings.brokers == nil ? "Postgres" : "Kafka"), into read models that begin empty."]),
            Figure(
                "memory-worker", "worker live, peak resident", unit: "MB", peaks, goal: .atMost(256), group: .memory,
                notes: ["Over the whole real year."]),
        ]
    }
}
