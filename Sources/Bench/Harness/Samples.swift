/// What was measured of one thing, a value a round.
package struct Samples: Codable, Sendable, Equatable {
    package var values: [Double]
    /// Round by round, the share of the processors' time that was spent meanwhile; nil where it was not looked at.
    package var busy: [Double]?

    package init(_ values: [Double] = []) { self.values = values }

    package var min: Double { values.min() ?? .nan }
    package var max: Double { values.max() ?? .nan }
    package var median: Double { percentile(50) }

    /// The value below or at which `percent` of all lie (nearest rank).
    package func percentile(_ percent: Double) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let rank = Int((percent / 100 * Double(sorted.count)).rounded(.up)) - 1
        return sorted[Swift.min(Swift.max(rank, 0), sorted.count - 1)]
    }

    /// Round by round, ours over the reference's of the same round: what a shared machine does to both falls out.
    package func ratios(to other: Samples) -> Samples { Samples(zip(values, other.values).map { $0 / $1 }) }
}
