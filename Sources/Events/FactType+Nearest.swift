extension FactType {
    /// The type that a name nobody knows was most likely meant to be: of another version, or misspelt by a third of its
    /// letters at most.
    package static func nearest(to name: String) -> String? {
        let letters = Array(name.utf8.prefix(lengthLooked))
        var best: (name: String, distance: Int)?
        for type in all {
            let distance = Self.distance(letters, Array(type.name.utf8))
            if best.map({ distance < $0.distance }) ?? true { best = (type.name, distance) }
        }
        guard let best, best.distance * 3 <= letters.count else { return nil }
        return best.name
    }

    /// The longest name that is compared: none of ours is half as long.
    private static let lengthLooked = 80

    /// How many letters have to be put in, taken out or exchanged (Levenshtein).
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var row = Array(0...other.count)
        for (place, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = place + 1
            for column in other.indices {
                let exchanged = diagonal + (letter == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(exchanged, row[column] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
