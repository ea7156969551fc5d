import Events

/// The third question: what does it see?
extension Principal {
    /// What it sees of everything once it may see this; nil when it may not.
    package func sight(to right: Right) -> Sight? {
        guard rights.holds(right) else { return nil }
        return Sight(
            stores: sees, scopes: Set(rights.scopes),
            identity: rights.holds(.readIdentity) && rights.holds(.read(.personal)))
    }

    /// What it sees of a writer's book at a place: a till its own; nil when it may not.
    package func sight(ofBook writer: String, at place: Place) -> Sight? {
        if kind == .till {
            return refusal(writingAs: writer, at: place) == nil ? Sight(stores: nil, scopes: [.books]) : nil
        }
        guard let sight = sight(to: .read(.books)), sees.map({ Places.only($0.map { Place($0) }).holds(place) }) ?? true
        else { return nil }
        return sight
    }
}
