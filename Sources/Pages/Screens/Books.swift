import Events
import Queries

/// How far a shop's books are known, in words: what stands beside the numbers that it limits.
struct Books {
    let say: Words
    let now: Instant
    let zone: Zone
    let writers: [DashboardBooks.Writer]

    /// A till that is this far behind the shop's other tills, or behind now, is silent.
    static let silence: Int64 = 12 * 3_600_000

    init(_ say: Words, now: Instant, zone: Zone, writers: [DashboardBooks.Writer]) {
        (self.say, self.now, self.zone, self.writers) = (say, now, zone, writers)
    }

    var missing: Int64 { writers.reduce(0) { $0 &+ $1.missing } }
    var isComplete: Bool { missing == 0 }

    /// Whose facts say that a shop trades: its tills, and what else writes for it where none is registered. The office
    /// writes of a shop whether that is heard or not.
    private var speakers: [DashboardBooks.Writer] {
        let tills = writers.filter(\.isTill)
        return tills.isEmpty ? writers.filter { !$0.isOffice } : tills
    }
    var lastHeard: Instant? { speakers.map(\.lastHeard).max() }
    /// Whether there is something to tell: numbers that are missing, or tills that are silent.
    var needsAttention: Bool { !isComplete || !silent.isEmpty }

    var silent: [DashboardBooks.Writer] {
        let tills = writers.filter(\.isTill)
        guard let latest = tills.map(\.lastHeard.milliseconds).max() else { return [] }
        let limit = max(latest, now.milliseconds) - Self.silence
        return tills.filter { $0.lastHeard.milliseconds < limit }
    }

    /// A till that is only numbered is called a till, and the office’s own desk the office.
    static func name(_ writer: DashboardBooks.Writer, _ say: Words) -> String {
        if writer.isOffice { return say(.processOffice) }
        return writer.till.map(say.till) ?? writer.writer
    }

    private func moment(_ instant: Instant) -> String { say.dates.moment(instant, zone, now: now) }

    /// “complete through 14:32” or “3 missing: till 2 after No. 118”, and who is silent.
    var sentence: HTML {
        var parts: [HTML] = []
        if let first = writers.first(where: { $0.missing > 0 }) {
            let text = say(
                .missingAfter, say.numbers.count(missing), Self.name(first, say), say.numbers.count(first.prefix))
            parts.append("<span class=\"limit-bad\">\(text)</span>")
        } else if silent.isEmpty, let lastHeard {
            parts.append("<span class=\"limit-good\">\(say(.completeThrough, moment(lastHeard)))</span>")
        }
        if let silence { parts.append("<span class=\"limit-warn\">\(silence)</span>") }
        return parts.isEmpty ? .empty : "<span class=\"limit\">\(parts)</span>"
    }

    /// Who is silent since when, in one sentence a shop.
    var silence: String? {
        let silent = silent
        guard let since = silent.map(\.lastHeard).max() else { return nil }
        if silent.count == writers.count(where: \.isTill) { return say(.allSilentSince, moment(since)) }
        if silent.count == 1 {
            return say(.tillSilentSince, Self.name(silent[0], say), moment(silent[0].lastHeard))
        }
        return say(.tillsSilentSince, silent.map { Self.name($0, say) }.joined(separator: ", "), moment(since))
    }
}
