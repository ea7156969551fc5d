import Foundation

/// A year rebuilt while tills post: what they feel of it.
struct RebuildBeside {
    static let names = ["posting-beside-rebuild"]
    /// Of what the door can take: far more than a chain of a hundred shops sells, and yet room for the rebuild.
    private static let share = 0.25

    let context: Context

    func run() throws -> [Figure] {
        let settings = context.settings
        guard let year = try context.year(kafka: settings.brokers != nil) else { return [] }
        let site = try TradingSite(settings, folds: true)
        let rate = try PostingLimit.of(settings) * Self.share
        let seconds = Double(settings.seconds)
        func post() throws -> Samples { try site.tills().post(seconds: seconds, rate: rate).milliseconds }
        var (took, pieces) = (Samples(), Samples())
        let samples = try Rounds.interleave(
            settings.rounds, unit: "ms",
            [
                .init("p99 of posting alone") { try post().percentile(99) },
                .init("p99 beside a rebuild") {
                    let child = try FoldingChild.start(.quietRebuild, settings, year.database.conninfo, year.home)
                    defer { child.stop() }
                    // From its first second until its keys are built.
                    Thread.sleep(forTimeInterval: 0.5)
                    var answers = Samples()
                    while child.isRunning {
                        let some = try post()
                        answers.values += some.values
                        pieces.values.append(some.percentile(99))
                    }
                    took.values.append(try FoldingChild.outcome(of: child).seconds)
                    return answers.percentile(99)
                },
            ], say: settings.say)
        return [
            Figure(
                "posting-beside-rebuild", "posting p99 while the real year is rebuilt", unit: "ms", samples[1],
                beside: .init("posting p99 without it", samples[0]), goal: .atMost(1.5), group: .posting,
                notes: [
                    "\(Number.text(rate)) receipts/s, evenly, a quarter of what can be posted, which the worker folds meanwhile; a receipt's time counts from when it was due. The rebuild takes \(Number.text(took.median)) s; of every \(Number.text(seconds)) s of it the p99 is \(Number.text(pieces.min)) to \(Number.text(pieces.max)) ms, median \(Number.text(pieces.median)) ms."
                ])
        ]
    }
}
