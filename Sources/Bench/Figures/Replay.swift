import Foundation

/// The whole log into fresh read models, with all their keys; beside it a raw COPY of the same lines into one keyed table.
struct Replay {
    static let yearNames = [
        "replay-kafka", "replay-postgres", "replay-all", "memory-replay", "limit-replay-kafka", "limit-replay-postgres",
    ]
    static let denseNames = ["replay-dense", "memory-dense"]

    let context: Context
    private var settings: BenchSettings { context.settings }

    static let copyTitle = "raw binary COPY of the same lines into one keyed table"

    /// Stock, margins, customers and receipts are one read model, completeness is the other. What came later, catalogue and
    /// dossiers, is rebuilt in a row of its own.
    static let firstModels = ["trade", "completeness"]

    init(_ context: Context) { self.context = context }

    func year() throws -> [Figure] {
        guard let postgres = try context.year(kafka: false) else { return [] }
        let kafka = try context.year(kafka: true)
        var (peaks, unresting, unrestingKafka) = (Samples(), Samples(), Samples())
        func note(_ outcome: FoldingChild.Outcome) { peaks.values.append(outcome.peakBytes / 1e6) }
        func note(_ outcome: FoldingChild.Outcome, _ unresting: inout Samples) {
            note(outcome)
            guard let seconds = outcome.unrestingSeconds else { return }
            unresting.values.append(Double(postgres.copy.count) / seconds)
        }
        let contenders =
            [copying(postgres), rebuilding("from Postgres", postgres) { note($0, &unresting) }]
            + (kafka.map { [rebuilding("from Kafka", $0) { note($0, &unrestingKafka) }] } ?? [])
            + [rebuilding("of every read model", kafka ?? postgres, models: nil) { note($0) }]
        let samples = try Rounds.interleave(settings.rounds, unit: "lines/s", contenders, say: settings.say)
        let reference = Figure.Reference(Self.copyTitle, samples[0])
        let notes = [notes("The real year", postgres)]
        var figures = [
            Figure(
                "replay-postgres", "rebuild of the real year, the log in Postgres", unit: "lines/s", samples[1],
                beside: reference, goal: .atLeast(1), group: .replay, notes: notes)
        ]
        if kafka != nil {
            figures.append(
                Figure(
                    "replay-kafka", "rebuild of the real year, the log in Kafka", unit: "lines/s", samples[2],
                    beside: reference, goal: .atLeast(1), group: .replay, notes: notes))
        }
        figures.append(
            Figure(
                "replay-all",
                "the same with every read model, names and orders included, the log in \(kafka == nil ? "Postgres" : "Kafka")",
                unit: "lines/s", samples[samples.count - 1], beside: reference, group: .replay))
        figures += [("postgres", "Postgres", unresting), ("kafka", "Kafka", unrestingKafka)].compactMap {
            name, home, samples in
            // None where the system does not say, or that home was not measured.
            guard samples.values.count == settings.rounds else { return nil }
            return Figure(
                "limit-replay-\(name)", "the same rebuilds if no processor ever waited, the log in \(home)",
                unit: "lines/s", samples, beside: reference, group: .limits)
        }
        figures.append(
            Figure(
                "memory-replay", "worker that rebuilds the real year, peak resident", unit: "MB", peaks,
                goal: .atMost(512), group: .memory))
        return figures
    }

    func dense() throws -> [Figure] {
        let dense = try context.dense()
        var peaks = Samples()
        let samples = try Rounds.interleave(
            settings.rounds, unit: "lines/s",
            [copying(dense), rebuilding("the dense chain", dense) { peaks.values.append($0.peakBytes / 1e6) }],
            say: settings.say)
        let home = settings.brokers == nil ? "Postgres" : "Kafka"
        return [
            Figure(
                "replay-dense", "rebuild of the dense chain, the log in \(home)", unit: "lines/s", samples[1],
                beside: .init(Self.copyTitle, samples[0]), goal: .atLeast(0.8), group: .replay,
                notes: [
                    notes("The dense chain (\(context.chain.shops) shops, \(context.chain.products) products)", dense)
                ]),
            Figure(
                "memory-dense", "worker that rebuilds the dense chain, peak resident", unit: "MB", peaks,
                goal: .atMost(2_048), group: .memory,
                notes: [
                    "\(Number.grouped(dense.copy.count)) lines; the goal is for 20 million, which `--lines 20000000` makes."
                ]),
        ]
    }

    private func copying(_ filled: Context.Filled) -> Rounds.Contender {
        .init("COPY") { Double(filled.copy.count) / (try filled.copy.run(filled.database.conninfo)) }
    }

    private func rebuilding(
        _ name: String, _ filled: Context.Filled, models: [String]? = firstModels,
        _ note: @escaping (FoldingChild.Outcome) -> Void
    ) -> Rounds.Contender {
        .init("rebuild \(name)") {
            let outcome = try FoldingChild.ask(
                .rebuild, settings, filled.database.conninfo, filled.home, models: models)
            note(outcome)
            return Double(filled.copy.count) / outcome.seconds
        }
    }

    private func notes(_ what: String, _ filled: Context.Filled) -> String {
        "\(what) is \(Number.grouped(filled.records)) records with \(Number.grouped(filled.copy.count)) receipt and delivery lines."
    }
}
