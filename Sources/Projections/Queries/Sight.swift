import Rules

/// The part of the figures that a reader may see.
package struct Sight: Sendable, Equatable {
    /// nil: every shop, and what belongs to none.
    package var stores: [String]?
    package var scopes: Set<Scope>

    package init(stores: [String]?, scopes: Set<Scope>) { (self.stores, self.scopes) = (stores, scopes) }

    package static let everything = Sight(stores: nil, scopes: Set(Scope.allCases))

    package func sees(_ sensitivity: Column.Sensitivity) -> Bool {
        sensitivity.scope.map { scopes.contains($0) } ?? true
    }
    package func sees(store: String?) -> Bool {
        guard let stores else { return true }
        return store.map { stores.contains($0) } ?? false
    }
}
