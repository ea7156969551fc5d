import Rules

/// What one movement costs or adds, and what it does to its pool (docs/RULES.md, Stock and cost).
struct Costing {
    var cost: Int64 = 0
    var isGuess = false
    /// What is moved, where that is found here: of a count by how much it differs from what the fold had there, and of a
    /// reversal.
    var moved: Int64?

    /// - Parameters:
    ///   - preset: the product's default cost, where no average was ever known.
    ///   - isOwn: whether the amount that the movement states is in the currency that the shop reckons in.
    ///   - causeCost: what the movement is worth by what it gives back or goes on with; nil where that is unknown.
    ///   - reversed: of a reversal what its cause moved, and what that cost.
    ///   - adjust: told each earlier issue whose cost this changes, and by how much.
    init(
        _ movement: Movement, at place: Int, _ average: inout MovingAverage,
        preset: () -> (amount: Int64, per: Int64)?, isOwn: (Movement) -> Bool, causeCost: (Movement) -> Int64?,
        reversed: (quantity: Int64, cost: Int64)?, adjust: (Int, Int64) -> Void
    ) {
        switch (movement.kind, movement.stated) {
        case (.count, .counted(let counted)):
            count(counted, at: place, &average, preset: preset, adjust: adjust)
        case (.revaluation, .unitCost(let amount, let per, _)) where isOwn(movement):
            cost = average.revalue(at: amount, per: per)
        case (.revaluation, _): break
        case (.reversal, _):
            guard let reversed else { return }
            reverse(reversed.quantity, worth: reversed.cost, at: place, &average, preset: preset, adjust: adjust)
        case (.vendorReturn, _) where movement.cause != nil:
            cost = average.issue(
                0 &- movement.quantity, worth: causeCost(movement) ?? 0, by: place, preset: preset, isGuess: &isGuess)
        default:
            if movement.quantity < 0 {
                cost = average.issue(0 &- movement.quantity, by: place, preset: preset, isGuess: &isGuess)
                return
            }
            cost =
                movement.kind.isInvoiced && isOwn(movement)
                ? movement.value
                : causeCost(movement) ?? average.state.averageCost(of: movement.quantity, preset, &isGuess)
            average.arrive(movement.quantity, worth: cost, adjust: adjust)
        }
    }

    /// What was counted is what is there: less leaves at the average, more enters at it.
    private mutating func count(
        _ counted: Int64, at place: Int, _ average: inout MovingAverage, preset: () -> (amount: Int64, per: Int64)?,
        adjust: (Int, Int64) -> Void
    ) {
        let difference = Bounded.difference(counted, average.state.quantity)
        moved = difference
        if difference < 0 {
            cost = average.issue(-difference, by: place, preset: preset, isGuess: &isGuess)
        } else if difference > 0 {
            cost = average.state.averageCost(of: difference, preset, &isGuess)
            average.arrive(difference, worth: cost, adjust: adjust)
        }
    }

    /// What came in leaves, what went out comes back, and what was only valued is worth what it was, as far as it is there.
    private mutating func reverse(
        _ quantity: Int64, worth: Int64, at place: Int, _ average: inout MovingAverage,
        preset: () -> (amount: Int64, per: Int64)?, adjust: (Int, Int64) -> Void
    ) {
        moved = 0 &- quantity
        if quantity > 0 {
            cost = average.issue(quantity, worth: worth, by: place, preset: preset, isGuess: &isGuess)
        } else if quantity < 0 {
            cost = worth
            average.arrive(0 &- quantity, worth: worth, adjust: adjust)
        } else {
            cost = average.revalue(by: 0 &- worth)
        }
    }
}
