/// What documents of the goods' books do to a pool besides letting goods in and out (docs/RULES.md, Stock and cost).
extension MovingAverage {
    /// Takes `quantity` > 0 out at a cost of its own, as a vendor return does; returns what it took.
    ///
    /// Never more than what is held is worth; the last takes the residual. What is not held leaves like any other issue.
    package mutating func issue(
        _ quantity: Int64, worth value: Int64, by issue: Int, preset: () -> (amount: Int64, per: Int64)?,
        isGuess: inout Bool
    ) -> Int64 {
        guard state.quantity > quantity else {
            return self.issue(quantity, by: issue, preset: preset, isGuess: &isGuess)
        }
        let cost = max(0, min(value, state.value))
        (state.averageQuantity, state.averageValue) = (state.quantity, state.value)
        state.quantity &-= quantity
        state.value = Bounded.difference(state.value, cost)
        return cost
    }

    /// Changes what is on hand in value, never to less than nothing; returns by how much: 0 where nothing is on hand.
    package mutating func revalue(by change: Int64) -> Int64 {
        guard state.quantity > 0, change != 0 else { return 0 }
        let by = Bounded.difference(max(0, Bounded.sum(state.value, change)), state.value)
        state.value = Bounded.sum(state.value, by)
        (state.averageQuantity, state.averageValue) = (state.quantity, state.value)
        return by
    }

    /// Sets what is on hand to a cost per unit; returns by how much its value changes: 0 where nothing is on hand.
    package mutating func revalue(at amount: Int64, per quantity: Int64) -> Int64 {
        guard state.quantity > 0, quantity > 0 else { return 0 }
        let by = Bounded.difference(share(amount, state.quantity, of: quantity), state.value)
        state.value = Bounded.sum(state.value, by)
        (state.averageQuantity, state.averageValue) = (state.quantity, state.value)
        return by
    }
}
