import Events

/// The third question: what does it see?
extension Principal {
    /// What it sees of everything once it may see this; nil when it may not.
    package func sight(to right: Right) -> Sight? {
        guard rights.holds(right) else { return nil }
        guard let bounds else { return Sight(stores: sees, rights) }
        // What is seen everywhere is seen with what else is seen everywhere: cost of one's own shops does not show in all.
        if bounds.everywhere.holds(right) { return Sight(stores: sees, bounds.everywhere) }
        return Sight(stores: bounds.shops, rights, entries: true)
    }

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
    fileprivate init(stores: [String]?, _ rights: Rights, entries: Bool = false) {
        self.init(
            stores: stores, scopes: Set(rights.scopes),
            identity: rights.holds(.readIdentity) && rights.holds(.read(.personal)), entries: entries)
    }
}
