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
        // What may be done with a request is what may be done with what it asks for, which is looked at there.
        if path.first == ApprovalActions.place {
            return principal.rights.decides && principal.kind != .till ? nil : .nothing
        }
        let place = Place(ids["store"] ?? Place.chainName)
        let refusal = principal.refusal(doing: right, at: place, isForTills: tills)
        // Who sells in a shop helps to count there, and changes nothing by that.
        guard refusal != nil, path.contains("countings"), path.contains("entries") else { return refusal }
        return principal.refusal(doing: .change(.selling), at: place, isForTills: tills)
    }
}
