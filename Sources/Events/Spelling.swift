/// Finds what somebody meant who wrote a name that nobody knows.
package enum Spelling {
    /// Of some names the one that differs least; nil where even that differs by more than a third of its letters.
    package static func nearest(to name: String, among names: some Sequence<String>) -> String? {
        let letters = Array(name.utf8.prefix(lengthLooked))
        var best: (name: String, distance: Int)?
        for known in names {
            let distance = distance(letters, Array(known.utf8))
            if best.map({ distance < $0.distance }) ?? true { best = (known, distance) }
        }
        guard let best, best.distance * 3 <= letters.count else { return nil }
        return best.name
    }

    /// The longest name that is compared: none of ours is half as long.
    private static let lengthLooked = 80

    /// How many letters have to be put in, taken out, exchanged, or swapped with their neighbour (optimal string alignment).
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var before = [Int](repeating: 0, count: other.count + 1)
        var last = Array(0...other.count)
        for (place, letter) in one.enumerated() {
            var row = [place + 1]
            for column in other.indices {
                var least = min(last[column] + (letter == other[column] ? 0 : 1), last[column + 1] + 1, row[column] + 1)
                if place > 0, column > 0, letter == other[column - 1], one[place - 1] == other[column] {
                    least = min(least, before[column - 1] + 1)
                }
                row.append(least)
            }
            (before, last) = (last, row)
        }
        return last[other.count]
    }
}
