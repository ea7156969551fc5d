import Foundation
import Projections
import Synchronization

/// A year rebuilt while tills post: what they feel of it.
struct RebuildBeside {
    static let names = TillsLog.suffixes.flatMap {
        ["posting-beside-rebuild\($0)", "limit-beside-copy\($0)", "limit-beside-counting\($0)"]
    }
    /// Of what the door can take: far more than a chain of a hundred shops sells, and yet room for the rebuild.
    private static let share = 0.25

    let context: Context

    func run() throws -> [Figure] {
        try TillsLog.all(context.settings, measuring: "posting beside a rebuild").flatMap(figures)
    }

    private func figures(_ log: TillsLog) throws -> [Figure] {
        let settings = context.settings
        guard let year = try context.year(kafka: settings.brokers != nil) else { return [] }
        let site = try TradingSite(settings, kafka: log.brokers)
        let rate = try PostingLimit.of(settings, kafka: log.brokers) * Self.share
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
                .init("p99 beside the reference's COPY") {
                    let copying = Copying(year)
                    defer { copying.stop() }
                    var answers = Samples()
                    repeat { answers.values += try post().values } while try copying.rounds() < 1
                    return answers.percentile(99)
                },
                .init("p99 beside threads that only count") {
                    let counting = Counting()
                    defer { counting.stop() }
                    return try (1...3).reduce(into: Samples()) { answers, _ in answers.values += try post().values }
                        .percentile(99)
                },
            ], say: settings.say)
        return [
            Figure(
                "posting-beside-rebuild\(log.suffix)", "posting p99 while the real year is rebuilt, \(log.words)",
                unit: "ms",
                samples[1],
                beside: .init("posting p99 without it", samples[0]), goal: .atMost(1.5), group: .posting,
                notes: [
                    "\(Number.text(rate)) receipts/s, evenly, a quarter of what can be posted, which the worker folds meanwhile; a receipt's time counts from when it was due. The rebuild takes \(Number.text(took.median)) s; of every \(Number.text(seconds)) s of it the p99 is \(Number.text(pieces.min)) to \(Number.text(pieces.max)) ms, median \(Number.text(pieces.median)) ms."
                ]),
            Figure(
                "limit-beside-copy\(log.suffix)",
                "posting p99 while the same lines are copied into one keyed table, again and again, \(log.words)",
                unit: "ms", samples[2], beside: .init("posting p99 without it", samples[0]), group: .limits),
            Figure(
                "limit-beside-counting\(log.suffix)",
                "posting p99 while a thread a processor does nothing but count, as modestly as a rebuild, \(log.words)",
                unit: "ms", samples[3], beside: .init("posting p99 without it", samples[0]), group: .limits),
        ]
    }

    /// A thread a processor that asks for nothing else, with a rebuild's place in the queue for it.
    private final class Counting: Sendable {
        private let isAsked = Atomic(false)
        private let counted = Atomic<UInt64>(0)

        init() {
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                Thread.detachNewThread { [self] in
                    Rebuild.yieldToOthers()
                    while !isAsked.load(ordering: .relaxed) { counted.add(1, ordering: .relaxed) }
                }
            }
        }

        func stop() { isAsked.store(true, ordering: .relaxed) }
    }

    /// The reference of `replay-postgres` on a thread of its own, until it is told to stop.
    private final class Copying: @unchecked Sendable {
        // @unchecked: the state is a Mutex's.
        private let state = Mutex<(rounds: Int, isAsked: Bool, hasEnded: Bool, failure: (any Error)?)>(
            (0, false, false, nil))

        init(_ year: Context.Filled) {
            nonisolated(unsafe) let copy = year.copy
            let conninfo = year.database.conninfo
            Thread.detachNewThread { [self] in
                var failure: (any Error)?
                while failure == nil, !state.withLock({ $0.isAsked }) {
                    do {
                        _ = try copy.run(conninfo)
                        state.withLock { $0.rounds += 1 }
                    } catch { failure = error }
                }
                state.withLock { ($0.failure, $0.hasEnded) = (failure, true) }
            }
        }

        /// How often the lines were copied so far; throws what went wrong.
        func rounds() throws -> Int {
            let (rounds, _, _, failure) = state.withLock { $0 }
            if let failure { throw failure }
            return rounds
        }

        func stop() {
            state.withLock { $0.isAsked = true }
            while !state.withLock({ $0.hasEnded }) { Thread.sleep(forTimeInterval: 0.05) }
        }
    }
}
