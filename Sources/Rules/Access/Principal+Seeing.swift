import Events

/// The third question: what does it see?
extension Principal {
    /// What it sees of everything once it may see this; nil when it may not.
    package func sight(to right: Right) -> Sight? {
        guard rights.holds(right) else { return nil }
        guard let bounds else { return Sight(stores: sees, rights, limited.seeing) }
        // What is seen everywhere is seen with what else is seen everywhere: cost of one's own shops does not show in all.
        if bounds.everywhere.holds(right) {
            return Sight(stores: sees, bounds.everywhere, limited.filter { $0.reach == .every }.seeing)
        }
        return Sight(stores: bounds.shops, rights, limited.seeing, entries: true)
    }

    /// What of entries it is not shown, wherever they are.
    package var leftOut: Narrowing { limited.seeing }

    /// What of entries it may not change.
    package var heldBack: Narrowing { limited.changing }

    /// What it sees of a writer's book at a place: a till its own; nil when it may not.
    package func sight(ofBook writer: String, at place: Place) -> Sight? {
        if kind == .till {
            return refusal(writingAs: writer, at: place) == nil ? Sight(stores: nil, scopes: [.books]) : nil
        }
        guard let sight = sight(to: .read(.books)),
            sight.stores.map({ Places.only($0.map { Place($0) }).holds(place) }) ?? true
        else { return nil }
        return sight
    }
}

extension Sight {
    fileprivate init(stores: [String]?, _ rights: Rights, _ narrowing: Narrowing, entries: Bool = false) {
        self.init(
            stores: stores, scopes: Set(rights.scopes),
            identity: rights.holds(.readIdentity) && rights.holds(.read(.personal)), entries: entries,
            narrowing: narrowing)
    }
}
