/// Ours and the reference in turn, as often as asked: on a shared machine only what ran side by side compares.
package enum Rounds {
    package struct Contender {
        package var name: String
        package var run: () throws -> Double
        package init(_ name: String, _ run: @escaping () throws -> Double) { (self.name, self.run) = (name, run) }
    }

    /// - Parameter say: told every value as it comes.
    /// - Returns: each contender's samples, in their order.
    package static func interleave(
        _ rounds: Int, unit: String, _ contenders: [Contender], say: (String) -> Void
    ) throws -> [Samples] {
        var samples = contenders.map { _ in Samples() }
        for round in 1...rounds {
            for (place, contender) in contenders.enumerated() {
                let (value, busy) = try Processors.busy { try contender.run() }
                samples[place].values.append(value)
                if let busy { samples[place].busy = (samples[place].busy ?? []) + [busy] }
                say("round \(round) of \(rounds): \(contender.name): \(Number.text(value)) \(unit)")
            }
        }
        return samples
    }
}
