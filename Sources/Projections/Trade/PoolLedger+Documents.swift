import Rules

/// How the movements are costed that are no plain way in or out (docs/RULES.md, Stock and cost).
extension PoolLedger {
    /// False: it is costed like a till's, out at the average or in at its worth.
    func stepDocument(_ place: Int) -> Bool {
        let movement = movements[place]
        switch (movement.kind, movement.stated) {
        case (.vendorReturn, _) where movement.cause != nil: giveBack(place)
        case (.count, .counted(let counted)): count(place, counted)
        case (.revaluation, .unitCost(let amount, let per)):
            movements[place].cost = corrected.revalue(at: amount, per: per)
            movements[place].local = local.revalue(at: amount, per: per)
        default: return false
        }
        return true
    }

    private func giveBack(_ place: Int) {
        let movement = movements[place]
        var (isGuess, ignored) = (false, false)
        let moment = movement.key.own.milliseconds
        movements[place].cost = corrected.issue(
            -movement.quantity, worth: movement.value, by: place, preset: preset(moment), isGuess: &isGuess)
        movements[place].local = local.issue(
            -movement.quantity, worth: movement.value, by: place, preset: nil, isGuess: &ignored)
        movements[place].isGuess = isGuess
    }

    /// What was counted is what is there: less leaves at the average, more enters at it.
    private func count(_ place: Int, _ counted: Int64) {
        var (isGuess, ignored) = (false, false)
        let moment = movements[place].key.own.milliseconds
        let variance = counted &- corrected.state.quantity
        (movements[place].cost, movements[place].local) = (0, 0)
        if variance < 0 {
            movements[place].cost = corrected.issue(0 &- variance, by: place, preset: preset(moment), isGuess: &isGuess)
            movements[place].local = local.issue(0 &- variance, by: place, preset: nil, isGuess: &ignored)
        } else if variance > 0 {
            let cost = corrected.averageCost(of: variance, preset(moment), &isGuess)
            movements[place].cost = cost
            corrected.arrive(variance, worth: cost) { movements[$0].cost &+= $1 }
            let localCost = local.averageCost(of: variance, nil, &ignored)
            movements[place].local = localCost
            local.arrive(variance, worth: localCost) { movements[$0].local &+= $1 }
        }
        movements[place].quantity = variance
        movements[place].isGuess = isGuess
    }

    /// The same for a movement whose costs are known; false: as for a till's.
    func replayDocument(
        _ movement: Movement, _ place: Int, _ corrected: inout MovingAverage, _ local: inout MovingAverage
    ) -> Bool {
        switch movement.kind {
        case .vendorReturn where movement.cause != nil:
            var ignored = false
            let moment = movement.key.own.milliseconds
            _ = corrected.issue(
                -movement.quantity, worth: movement.value, by: place, preset: preset(moment), isGuess: &ignored)
            _ = local.issue(0 &- movement.quantity, worth: movement.value, by: place, preset: nil, isGuess: &ignored)
        case .revaluation:
            corrected.revalue(by: movement.cost)
            local.revalue(by: movement.local)
        case .count: return movement.quantity == 0
        default: return false
        }
        return true
    }

    /// What comes in settles what is owed; an issue passes on to other pools what an invoice has settled of it, and what
    /// goods have that were sent here before it.
    func arrive(_ movement: Movement, worth value: Int64) {
        let sent = movement.cause.flatMap { movement.kind == .arrival && !$0.isSamePool ? $0.sale : nil }
        corrected.arrive(
            movement.quantity, worth: value,
            passesOn: { issue in
                movement.kind == .delivery || (sent.map { $0 < movements[issue].key.own } ?? false)
            },
            adjust: { issue, by, passedOn in
                movements[issue].cost &+= by
                movements[issue].passedOn &+= passedOn
            })
    }
}
