import Rules

extension Action {
    /// The right to ask for it: its area's, or where it is an entry of an entity that is said or ended, that entity's own. What
    /// stands under an entry (a shop's deliveries, a customer's points) is its area's work.
    package var right: Right {
        guard let shape = path.first.flatMap({ EntityShapes.at($0) }),
            path.dropFirst().allSatisfy({ $0.hasPrefix("{") })
        else { return .change(area) }
        return .act(entity: shape.name, method == "DELETE" ? .end : .change)
    }

    /// Why somebody may not ask for it at this address; nil where they may. API, forms and terminal ask this.
    package func refusal(to principal: Principal, at ids: [String: String]) -> DoingRefusal? {
        let place = Place(ids["store"] ?? Place.chainName)
        switch admission {
        case .deciders: return principal.rights.decides && principal.kind != .till ? nil : .nothing
        case .right: return principal.refusal(doing: right, at: place, isForTills: tills)
        case .rightOr(let area):
            guard principal.refusal(doing: right, at: place, isForTills: tills) != nil else { return nil }
            return principal.refusal(doing: .change(area), at: place, isForTills: tills)
        }
    }
}
