import Events

/// The state of a thing of one shop, or of two, into which the facts of others may have been folded: an import of each shop may
/// name its order as another does.
protocol ToldByShops {
    /// In whose books its facts stand, the chain's apart; nil of a state that was kept without it.
    var shops: Set<ExactText>? { get set }
    /// Whose it is by its own words.
    var own: [String] { get }
}

extension ToldByShops {
    mutating func note(_ said: Said) {
        guard let store = said.store else { return }
        var known = shops ?? Set(own.map { ExactText($0) })
        known.insert(ExactText(store))
        shops = known
    }

    /// Whether another shop than those that it is of has told of it.
    var isMixed: Bool { !(shops ?? []).isSubset(of: own.map { ExactText($0) }) }
}
