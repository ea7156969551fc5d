/// What happens to facts between a till and the log; none of it may change a figure.
extension Array {
    /// The same elements in another order.
    package func permuted(seed: UInt64) -> [Element] {
        var random = SeededRandom(seed, "permuted")
        var copy = self
        random.shuffle(&copy)
        return copy
    }

    /// Some elements stand twice or three times: at once, or again far behind, as a resend after a lost answer does.
    package func duplicated(percent: Int, seed: UInt64) -> [Element] {
        var random = SeededRandom(seed, "duplicated")
        var again: [(place: Int, order: Int)] = []
        for index in indices {
            again.append((index, 0))
            guard random.happens(percent: percent) else { continue }
            for copy in 1...random.between(1...2) {
                again.append(
                    (random.happens(percent: 50) ? index : random.between(index...count - 1), copy * count + index))
            }
        }
        again.sort { ($0.place, $0.order) < ($1.place, $1.order) }
        return again.map { $0.order == 0 ? self[$0.place] : self[$0.order % count] }
    }

    /// Some elements come up to `places` later than they should, as from a till that was offline.
    package func delayed(percent: Int, by places: Int = 1_000, seed: UInt64) -> [Element] {
        var random = SeededRandom(seed, "delayed")
        let late = indices.map { random.happens(percent: percent) ? $0 + random.between(1...Swift.max(1, places)) : $0 }
        return indices.sorted { (late[$0], $0) < (late[$1], $1) }.map { self[$0] }
    }
}
