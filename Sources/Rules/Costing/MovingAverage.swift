/// Moving-average costing of one pool, movement by movement in the total order (docs/RULES.md, Stock and cost).
///
/// An issue that crosses zero splits: what is there leaves at the average, the rest is owed and costed provisionally.
/// A later arrival settles the oldest debts at its own cost and re-provisions what is still owed, so the cost of an
/// earlier issue changes; `adjust` tells whose and by how much.
package struct MovingAverage: Sendable {
    package internal(set) var state: CostState
    /// What is owed, oldest first, from `firstDebt` on.
    private var debts: [Debt] = []
    private var firstDebt = 0
    /// Whether an arrival has settled debts since this was last asked for (`takeSettled`).
    private var hasSettled = false

    private struct Debt: Sendable {
        var issue: Int
        var owed: CostState.Owed
    }

    /// Starts where nothing is owed.
    package init(_ state: CostState = CostState()) { self.state = state }

    package var owesNothing: Bool { state.owesNothing }

    package mutating func takeSettled() -> Bool {
        defer { hasSettled = false }
        return hasSettled
    }

    /// Goes back to before the issue numbered `issue`, where nothing was settled since.
    ///
    /// - Parameter state: what was held there.
    package mutating func goBack(before issue: Int, to state: CostState) {
        while debts.count > firstDebt, let last = debts.last, last.issue >= issue { debts.removeLast() }
        self.state = state
    }

    /// Takes `quantity` > 0 out for the movement numbered `issue`; returns its cost (`CostState.issue`).
    package mutating func issue(
        _ quantity: Int64, by issue: Int, preset: () -> (amount: Int64, per: Int64)?, isGuess: inout Bool
    ) -> Int64 {
        let (cost, owed) = state.issue(quantity, preset: preset, isGuess: &isGuess)
        if let owed { debts.append(Debt(issue: issue, owed: owed)) }
        return cost
    }

    /// Brings `quantity` > 0 worth `value` in; `adjust` is told each earlier issue whose cost changes, and by how much.
    package mutating func arrive(_ quantity: Int64, worth value: Int64, adjust: (_ issue: Int, _ by: Int64) -> Void) {
        if owesNothing { return state.arriveUnowed(quantity, worth: value) }
        hasSettled = true
        var settled: Int64 = 0
        var spent: Int64 = 0
        while firstDebt < debts.count, settled < quantity {
            var debt = debts[firstDebt].owed
            let part = min(debt.quantity, quantity &- settled)
            let cost = Bounded.difference(share(value, settled &+ part, of: quantity), spent)
            let released = part == debt.quantity ? debt.provisional : share(debt.provisional, part, of: debt.quantity)
            settled &+= part
            spent = Bounded.sum(spent, cost)
            if cost != released { adjust(debts[firstDebt].issue, Bounded.difference(cost, released)) }
            debt.quantity &-= part
            debt.provisional = Bounded.difference(debt.provisional, released)
            debts[firstDebt].owed = debt
            if debt.quantity == 0 { firstDebt += 1 }
        }
        state.quantity = Bounded.sum(state.quantity, quantity)
        if owesNothing {
            debts.removeAll(keepingCapacity: true)
            firstDebt = 0
            state.value = state.quantity == 0 ? 0 : Bounded.difference(value, spent)
        } else {
            state.value = -reprovision(at: value, per: quantity, adjust)
        }
        state.noteAverage(of: quantity, worth: value)
    }

    /// Costs what is still owed anew; returns its sum.
    private mutating func reprovision(
        at value: Int64, per quantity: Int64, _ adjust: (_ issue: Int, _ by: Int64) -> Void
    ) -> Int64 {
        var sum: Int64 = 0
        for place in firstDebt..<debts.count {
            let provisional = share(value, debts[place].owed.quantity, of: quantity)
            let by = Bounded.difference(provisional, debts[place].owed.provisional)
            if by != 0 { adjust(debts[place].issue, by) }
            debts[place].owed.provisional = provisional
            sum = Bounded.sum(sum, provisional)
        }
        return sum
    }
}
