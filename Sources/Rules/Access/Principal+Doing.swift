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
        guard acts.holds(place) else { return .place(place) }
        return nil
    }
}
