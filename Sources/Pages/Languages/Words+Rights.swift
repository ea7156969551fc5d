import Rules

extension Words {
    /// A right as a role writes it, wildcards included: `*.read`, `goods.*`.
    func right(_ word: String) -> String {
        if word == "*" { return self(.everything) }
        // A word of a later version is shown as it is.
        guard let right = (try? Rights(words: [word]))?.first else { return word }
        if word.hasSuffix(".*") { return self(right.subjectTitle) }
        return word.hasPrefix("*.") ? "\(self(.everything)): \(self(right.verbTitle))" : self(right.title)
    }
}
