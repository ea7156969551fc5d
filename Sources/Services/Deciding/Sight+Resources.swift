import Rules

extension Sight {
    /// Whether a thing of these shops is seen.
    package func sees(_ shops: Resource.Shops) -> Bool {
        switch shops {
        case .every: true
        case .some(let named): stores == nil || named.contains { sees(store: $0) }
        case .all(let named): named.allSatisfy { sees(store: $0) }
        case .chain: entries
        }
    }
}
