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
        func p99() throws -> Double {
            try site.tills().post(seconds: seconds, rate: rate).milliseconds.percentile(99)
        }
        let samples = try Rounds.interleave(
            settings.rounds, unit: "ms",
            [
                .init("p99 of posting alone", p99),
                .init("p99 beside a rebuild") {
                    let child = try FoldingChild.start(.quietRebuild, settings, year.database.conninfo, year.home)
                    // It folds from its first second on, and outlasts the round or is outlasted: both are posting's p99.
                    Thread.sleep(forTimeInterval: 0.5)
                    defer { child.stop() }
                    return try p99()
                },
            ], say: settings.say)
        return [
            Figure(
                "posting-beside-rebuild", "posting p99 while the real year is rebuilt", unit: "ms", samples[1],
                beside: .init("posting p99 without it", samples[0]), goal: .atMost(1.5), group: .posting,
                notes: [
                    "\(Number.text(rate)) receipts/s, evenly, a quarter of what can be posted, which the worker folds meanwhile; a receipt's time counts from when it was due."
                ])
        ]
    }
}
