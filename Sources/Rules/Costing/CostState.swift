/// What a pool holds of one product: an exact (quantity, value) pair, and the last average as a pair of its own.
///
/// Something is owed exactly where the quantity is below zero.
package struct CostState: Equatable, Sendable {
    /// Thousandths; below zero when more was issued than is known to have arrived.
    package var quantity: Int64 = 0
    /// Minor units; 0 exactly when the quantity is 0.
    package var value: Int64 = 0
    /// The last average, for issues below zero: 0 quantity means none yet.
    package var averageQuantity: Int64 = 0
    package var averageValue: Int64 = 0

    package init() {}
    package init(quantity: Int64, value: Int64, averageQuantity: Int64, averageValue: Int64) {
        (self.quantity, self.value) = (quantity, value)
        (self.averageQuantity, self.averageValue) = (averageQuantity, averageValue)
    }
}

extension CostState {
    package var owesNothing: Bool { quantity >= 0 }

    /// Takes out `quantity` > 0 of what is held, at the average; the last takes the residual. Returns its cost.
    ///
    /// Only where at least that much is held.
    package mutating func issueHeld(_ quantity: Int64) -> Int64 {
        (averageQuantity, averageValue) = (self.quantity, value)
        let cost = self.quantity == quantity ? value : share(value, quantity, of: self.quantity)
        self.quantity &-= quantity
        value = Bounded.difference(value, cost)
        return cost
    }

    /// Takes `quantity` > 0 out: what is held at the average, the rest is owed at the last average.
    ///
    /// - Parameter preset: the product's default cost, asked when no average was ever known.
    /// - Parameter isGuess: set when the cost rests on `preset` or on nothing.
    /// - Returns: the cost, and what of it is owed.
    package mutating func issue(
        _ quantity: Int64, preset: () -> (amount: Int64, per: Int64)?, isGuess: inout Bool
    ) -> (cost: Int64, owed: Owed?) {
        if self.quantity >= quantity { return (issueHeld(quantity), nil) }
        if self.quantity > 0 { (averageQuantity, averageValue) = (self.quantity, value) }
        let held = max(0, self.quantity)
        let taken = held > 0 ? value : 0
        let owed = quantity &- held
        let provisional = averageCost(of: owed, preset, &isGuess)
        self.quantity = Bounded.difference(self.quantity, quantity)
        value = Bounded.difference(Bounded.difference(value, taken), provisional)
        return (Bounded.sum(taken, provisional), Owed(quantity: owed, provisional: provisional))
    }

    package struct Owed: Sendable {
        package var quantity: Int64
        package var provisional: Int64
    }

    /// Brings `quantity` > 0 in where nothing is owed.
    package mutating func arriveUnowed(_ quantity: Int64, worth value: Int64) {
        self.quantity = Bounded.sum(self.quantity, quantity)
        self.value = Bounded.sum(self.value, value)
        noteAverage(of: quantity, worth: value)
    }

    /// What `quantity` is worth at the last known average; nil when none was ever known.
    package func averageCost(of quantity: Int64) -> Int64? {
        if self.quantity > 0 { return share(value, quantity, of: self.quantity) }
        if averageQuantity > 0 { return share(averageValue, quantity, of: averageQuantity) }
        return nil
    }

    /// What `quantity` costs at the present average: of what is held, else the last one known, else the default.
    package func averageCost(
        of quantity: Int64, _ preset: () -> (amount: Int64, per: Int64)?, _ isGuess: inout Bool
    ) -> Int64 {
        if let cost = averageCost(of: quantity) { return cost }
        isGuess = true
        guard let preset = preset() else { return 0 }
        return share(preset.amount, quantity, of: preset.per)
    }

    /// After an arrival: the average of what is held, else that of what came.
    mutating func noteAverage(of quantity: Int64, worth value: Int64) {
        let isHeld = self.quantity > 0
        averageQuantity = isHeld ? self.quantity : quantity
        averageValue = isHeld ? self.value : value
    }
}
