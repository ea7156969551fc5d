import Events

/// What a fact says of one thing.
package enum Told<Body: Sendable>: Sendable {
    case said(id: String, Body)
    case ended(id: String)

    package var id: String {
        switch self {
        case .said(let id, _): id
        case .ended(let id): id
        }
    }

    package func map<Other>(_ change: (Body) -> Other) -> Told<Other> {
        switch self {
        case .said(let id, let body): .said(id: id, change(body))
        case .ended(let id): .ended(id: id)
        }
    }
}

extension Fact {
    /// What it says of a supplier; nil where it speaks of something else.
    package var toldOfSupplier: Told<SupplierFacts>? {
        switch self {
        case .supplierRegistered(let facts), .supplierChanged(let facts): .said(id: facts.supplier, facts)
        case .supplierEnded(let fact): .ended(id: fact.supplier)
        default: nil
        }
    }
}
