import Projections

/// The read models rebuilt by one owner after the other, and by two at a time, each reading everything for itself.
struct TwoOwners {
    static let names = ["two-owners"]

    let context: Context

    func run() throws -> [Figure] {
        let settings = context.settings
        guard let year = try context.year(kafka: settings.brokers != nil) else { return [] }
        let lines = Double(year.copy.count)
        let all = ReadModels.all.map { $0.name }
        func start(_ models: [String]) throws -> Child {
            try FoldingChild.start(.rebuild, settings, year.database.conninfo, year.home, models: models)
        }
        let samples = try Rounds.interleave(
            settings.rounds, unit: "lines/s",
            [
                .init("one owner") { lines / (try FoldingChild.outcome(of: start(all)).seconds) },
                .init("two owners") {
                    let owners = [try start([all[0]]), try start(Array(all.dropFirst()))]
                    return lines / (try owners.map { try FoldingChild.outcome(of: $0).seconds }.max()!)
                },
            ], say: settings.say)
        return [
            Figure(
                "two-owners", "rebuild of the real year by two owners", unit: "lines/s", samples[1],
                beside: .init("by one", samples[0]), group: .beside,
                notes: [
                    "The one that costs most (\(all[0])) by itself, the others by the second, each in a process of its own."
                ])
        ]
    }
}
