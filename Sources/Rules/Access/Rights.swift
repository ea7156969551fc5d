import Events

/// The rights that somebody holds. Nobody holds one that was not given.
package struct Rights: Sendable, Hashable {
    private let given: Set<Right>
    /// Whether it may write facts of any type: what an area is asked of a type for is then not looked at, fact by fact.
    package let saysAll: Bool

    package init(_ given: some Sequence<Right>) {
        self.given = Set(given)
        saysAll = self.given.isSuperset(of: Right.allSayings)
    }

    /// - Parameter words: as roles write them: a right, or one with `*` for its subject or its verb (`*.read`, `goods.*`),
    ///   or `*` for all. A wildcard means the words of this version, so that a release's new ones reach who holds it.
    package init(words: [String]) throws(UnknownRight) {
        var given: Set<Right> = []
        for word in words {
            let meant = Self.meant(by: word)
            guard !meant.isEmpty else { throw UnknownRight(word) }
            given.formUnion(meant)
        }
        self.init(given)
    }

    /// - Parameter words: as a fact says them; a word that this version does not know gives nothing.
    package init(known words: [String]) { self.init(words.flatMap { Self.meant(by: $0) }) }

    package static let none = Rights([Right]())
    package static let all = Rights(Right.all)

    package func holds(_ right: Right) -> Bool {
        given.contains(right) || (right.wider.map { given.contains($0) } ?? false)
    }

    /// One of them; nil where there are none.
    package var first: Right? { Right.all.first { given.contains($0) } }

    /// All that one of several gives.
    package static func union(_ all: [Rights]) -> Rights {
        Rights(all.reduce(into: Set<Right>()) { $0.formUnion($1.given) })
    }

    /// The rights among these that are missing here.
    func missing(_ other: Rights) -> [Right] { other.given.filter { !holds($0) } }

    /// What of the figures may be seen, in the order in which they are told.
    package var scopes: [Scope] { Scope.allCases.filter { holds(.read($0)) } }
    /// Where it is let decide whatever there is.
    package var areas: [Area] { Area.allCases.filter { holds(.change($0)) } }
    /// Whether there is anything that it may have decided.
    package var decides: Bool {
        given.contains { right in
            switch right {
            case .change, .act: true
            case .read, .readIdentity, .say, .sayOther, .files, .atTill: false
            }
        }
    }

    private static func meant(by word: String) -> [Right] {
        if word == "*" { return Right.all }
        let parts = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return [] }
        return Right.all.filter { right in
            (parts[0] == "*" || parts[0] == right.subject) && (parts[1] == "*" || parts[1] == right.verb)
        }
    }
}

/// A word that is no right.
package struct UnknownRight: Error, Equatable, CustomStringConvertible {
    package let word: String
    /// The right that was most likely meant.
    package let nearest: String?

    init(_ word: String) {
        self.word = word
        nearest = Spelling.nearest(to: word, among: Right.all.map(\.description))
    }

    package var description: String {
        "there is no right “\(word)”" + (nearest.map { "; did you mean “\($0)”?" } ?? "")
    }
}
