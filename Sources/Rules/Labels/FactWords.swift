/// The words that facts choose from, for people.
package enum FactWords {
    /// What a word is called that a member holds: `cash`, of `tenders.kind`. nil where the house does not know it.
    ///
    /// - Parameter member: the end of its path in the facts that say it.
    package static func title(of word: String, in member: String) -> Title? {
        if let known = KnownWords.table["", member], !known.contains(word) { return nil }
        return FactLabels.words.titles["", "\(member).\(word)"]
    }
}
