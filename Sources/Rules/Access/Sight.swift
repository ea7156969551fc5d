import Events

/// The part of the figures that a reader may see.
package struct Sight: Sendable, Hashable {
    /// nil: every shop, and what belongs to none.
    package let stores: [String]?
    package let scopes: Set<Scope>
    /// Whether it is told who persons are, which stands in no read model: their names, phones, cards.
    package let identity: Bool
    /// Whether what is the chain's and no figure (its customers, its suppliers) is seen, though figures are of some shops only.
    package let entries: Bool

    /// What of entries is left out, and what is not changed.
    package let narrowing: Narrowing

    package init(
        stores: [String]?, scopes: Set<Scope>, identity: Bool = false, entries: Bool = false,
        narrowing: Narrowing = .none
    ) {
        (self.stores, self.scopes, self.identity) = (stores, scopes, identity)
        self.entries = entries || stores == nil
        self.narrowing = narrowing
    }

    /// What this house asks for itself. Who asks from outside has what `Principal.sight` gives.
    package static let everything = Sight(stores: nil, scopes: Set(Scope.allCases), identity: true)
    package static let nothing = Sight(stores: [], scopes: [])

    package func sees(store: String?) -> Bool {
        guard let stores else { return true }
        return store.map { store in stores.contains { ExactText($0) == ExactText(store) } } ?? false
    }

    /// What is missing to be told a fact as it stands in the log: it is told whole or not at all.
    package func missing(for whole: WholeFact) -> [Scope] { whole.needs.filter { !scopes.contains($0) } }
}

/// A fact as it stands in the log.
package enum WholeFact: Sendable {
    /// No receipt says what its goods cost.
    case receipt
    case any

    package var needs: [Scope] {
        switch self {
        case .receipt: [.personal]
        case .any: [.personal, .cost]
        }
    }
}
