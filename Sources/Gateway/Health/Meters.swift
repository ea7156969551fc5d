import Intake
import Synchronization

/// What tills post, counted since this process began.
final class Meters: Sendable {
    /// Upper ends of the histogram's buckets: from a commit on a quick disk to a log that is away.
    private static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    private static let statuses: [EventResult.Status] = [.accepted, .suspect, .duplicate, .refused]

    private struct Counts {
        var answered: Int64 = 0
        var refused: Int64 = 0
        var unavailable: Int64 = 0
        var events = [Int64](repeating: 0, count: Meters.statuses.count)
        /// The last bucket has no upper end.
        var buckets = [Int64](repeating: 0, count: Meters.seconds.count + 1)
        var seconds = 0.0
    }

    private let counts = Mutex(Counts())

    /// - Parameter took: from the post to its answer.
    func count(_ outcome: Outcome, took: Duration) {
        let seconds = took / .seconds(1)
        counts.withLock { counts in
            switch outcome {
            case .answered(_, let results):
                counts.answered += 1
                for result in results {
                    for (place, status) in Self.statuses.enumerated() where status == result.status {
                        counts.events[place] += 1
                    }
                }
            case .refused: counts.refused += 1
            case .unavailable: counts.unavailable += 1
            }
            counts.buckets[Self.seconds.firstIndex { seconds <= $0 } ?? Self.seconds.count] += 1
            counts.seconds += seconds
        }
    }

    func write(to text: inout PrometheusText) {
        let counts = counts.withLock { $0 }
        text.family(
            "davtari_posts_total", .counter, "Requests with facts, by what became of them.",
            [
                .init(counts.answered, ("outcome", "answered")), .init(counts.refused, ("outcome", "refused")),
                .init(counts.unavailable, ("outcome", "unavailable")),
            ])
        text.family(
            "davtari_events_total", .counter, "Facts in requests that were answered, by their status.",
            zip(Self.statuses, counts.events).map { .init($1, ("status", $0.rawValue)) })
        var below: Int64 = 0
        var samples: [PrometheusText.Sample] = []
        for (end, count) in zip(Self.seconds.map { "\($0)" } + ["+Inf"], counts.buckets) {
            below += count
            samples.append(.init(below, ("le", end), suffix: "_bucket"))
        }
        text.family(
            "davtari_post_seconds", .histogram, "From a request with facts to its answer.",
            samples + [.init(counts.seconds, suffix: "_sum"), .init(below, suffix: "_count")])
    }
}
