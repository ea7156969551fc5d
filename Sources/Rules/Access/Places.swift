import Events

/// Where something is written or decided: a shop, or the chain, which is none.
package enum Place: Sendable, Hashable {
    case chain
    case store(ExactText)

    /// What the chain is called where shops are named; no shop may be called so.
    package static let chainName = "chain"

    package init(_ name: String) { self = name == Self.chainName ? .chain : .store(ExactText(name)) }

    package var name: String {
        switch self {
        case .chain: Self.chainName
        case .store(let store): store.text
        }
    }
}

/// The shops, and perhaps the chain, in which somebody may do something.
package struct Places: Sendable, Hashable {
    /// nil: every one.
    private let named: Set<Place>?

    private init(_ named: Set<Place>?) { self.named = named }

    package static let every = Places(nil)
    package static let nowhere = Places([])
    package static func only(_ places: some Sequence<Place>) -> Places { Places(Set(places)) }

    package func holds(_ place: Place) -> Bool { named?.contains(place) ?? true }
    package func holds(all others: Places) -> Bool {
        guard let named else { return true }
        return others.named.map { $0.isSubset(of: named) } ?? false
    }
}
