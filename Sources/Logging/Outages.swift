/// Who among a house's processes finds what away, so that each outage is told once, and its end.
struct Outages {
    private struct Outage {
        var since: ContinuousClock.Instant
        /// The processes that miss it.
        var parts: Set<String>
    }

    private var outages: [String: Outage] = [:]

    /// Whether the house had not heard of it.
    mutating func begin(_ what: String, in part: String, at now: ContinuousClock.Instant) -> Bool {
        let isNew = outages[what] == nil
        outages[what, default: Outage(since: now, parts: [])].parts.insert(part)
        return isNew
    }

    /// How long it was away, once the last that missed it has it back.
    mutating func end(_ what: String, in part: String, at now: ContinuousClock.Instant) -> Duration? {
        guard var outage = outages[what] else { return nil }
        outage.parts.remove(part)
        outages[what] = outage.parts.isEmpty ? nil : outage
        return outage.parts.isEmpty ? now - outage.since : nil
    }

    /// What a process missed that began anew, and serves.
    func missed(by part: String) -> [String] { outages.filter { $0.value.parts.contains(part) }.keys.sorted() }

    static func back(after time: Duration) -> String { "back after \(max(1, time.components.seconds)) s" }
}
