import Events

/// Why somebody may not have the office decide.
package enum DoingRefusal: Error, Equatable, Sendable {
    /// It decides nothing at all, or is a till and this is not for tills.
    case nothing
    /// It lacks this right.
    case right(Right)
    case place(Place)
}

/// The second question: may it do this here?
extension Principal {
    /// - Parameter isForTills: whether a till may ask for it too, in its shop and of the chain.
    package func refusal(doing right: Right, at place: Place, isForTills: Bool) -> DoingRefusal? {
        guard rights.decides, kind != .till || isForTills else { return .nothing }
        guard rights.holds(right) else { return .right(right) }
        return reaches(right, place, isForTills: isForTills) ? nil : .place(place)
    }

    /// Whether it holds a right wherever it may act at all, and not in the shops alone where it works.
    package func holdsEverywhere(_ right: Right) -> Bool { everywhere.holds(right) }

    private func reaches(_ right: Right, _ place: Place, isForTills: Bool) -> Bool {
        guard let bounds, !bounds.everywhere.holds(right) else { return acts.holds(place) }
        // Whoever works in a shop serves the chain's customers there, and does of the chain what a till may.
        if place == .chain { return isForTills || right.isOfCustomers }
        return bounds.shops.contains { Place($0) == place }
    }
}

extension Right {
    /// Customers are the chain's, and are known and served in its shops.
    fileprivate var isOfCustomers: Bool { self == .change(.customers) || wider == .change(.customers) }
}
