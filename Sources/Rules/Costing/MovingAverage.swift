/// What a pool holds of one product: an exact (quantity, value) pair, and the last average as a pair of its own.
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
    /// Takes out `quantity` > 0 of what is held, at the average; the last takes the residual. Returns its cost.
    ///
    /// Only where at least that much is held.
    package mutating func issueHeld(_ quantity: Int64) -> Int64 {
        (averageQuantity, averageValue) = (self.quantity, value)
        let cost = self.quantity == quantity ? value : share(value, quantity, of: self.quantity)
        self.quantity &-= quantity
        value &-= cost
        return cost
    }

    /// Brings `quantity` > 0 in where nothing is owed.
    package mutating func arriveUnowed(_ quantity: Int64, worth value: Int64) {
        self.quantity &+= quantity
        self.value &+= value
        noteAverage(of: quantity, worth: value)
    }

    /// What `quantity` is worth at the last known average; nil when none was ever known.
    package func averageCost(of quantity: Int64) -> Int64? {
        if self.quantity > 0 { return share(value, quantity, of: self.quantity) }
        if averageQuantity > 0 { return share(averageValue, quantity, of: averageQuantity) }
        return nil
    }

    /// After an arrival: the average of what is held, else that of what came.
    fileprivate mutating func noteAverage(of quantity: Int64, worth value: Int64) {
        let isHeld = self.quantity > 0
        averageQuantity = isHeld ? self.quantity : quantity
        averageValue = isHeld ? self.value : value
    }
}

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

    struct Debt: Sendable {
        var issue: Int
        var quantity: Int64
        var provisional: Int64
        /// The same as other pools may know it (`arrive`).
        var passedOn: Int64
    }

    /// Starts where nothing is owed.
    package init(_ state: CostState = CostState()) { self.state = state }

    package var owesNothing: Bool { firstDebt == debts.count }

    /// Takes `quantity` > 0 out for the movement numbered `issue`; returns its cost.
    ///
    /// - Parameter preset: the product's default cost, asked when no average was ever known.
    /// - Parameter isGuess: set when the cost rests on `preset` or on nothing.
    package mutating func issue(
        _ quantity: Int64, by issue: Int, preset: @autoclosure () -> (amount: Int64, per: Int64)?, isGuess: inout Bool
    ) -> Int64 {
        if state.quantity >= quantity { return state.issueHeld(quantity) }
        if state.quantity > 0 { (state.averageQuantity, state.averageValue) = (state.quantity, state.value) }
        let held = max(0, state.quantity)
        let taken = held > 0 ? state.value : 0
        let owed = quantity &- held
        let provisional = averageCost(of: owed, preset(), &isGuess)
        debts.append(Debt(issue: issue, quantity: owed, provisional: provisional, passedOn: provisional))
        state.quantity &-= quantity
        state.value = state.value &- taken &- provisional
        return taken &+ provisional
    }

    /// What `quantity` costs at the present average: of what is held, else the last one known, else the default.
    package func averageCost(
        of quantity: Int64, _ preset: @autoclosure () -> (amount: Int64, per: Int64)?, _ isGuess: inout Bool
    ) -> Int64 {
        if let cost = state.averageCost(of: quantity) { return cost }
        isGuess = true
        guard let preset = preset() else { return 0 }
        return share(preset.amount, quantity, of: preset.per)
    }

    /// Brings `quantity` > 0 worth `value` in; `adjust` is told each earlier issue whose cost changes, and by how much.
    package mutating func arrive(_ quantity: Int64, worth value: Int64, adjust: (_ issue: Int, _ by: Int64) -> Void) {
        arrive(quantity, worth: value, passesOn: { _ in false }, adjust: { issue, by, _ in adjust(issue, by) })
    }

    /// The same, telling besides by how much that changes which other pools take over from an issue.
    ///
    /// - Parameter passesOn: whether an issue passes on what this settles of it: an invoice, or goods that had left their
    ///   shop before it. Others may be the very goods that were issued, and a cost must not rest on itself.
    package mutating func arrive(
        _ quantity: Int64, worth value: Int64, passesOn: (_ issue: Int) -> Bool,
        adjust: (_ issue: Int, _ by: Int64, _ passedOn: Int64) -> Void
    ) {
        if owesNothing { return state.arriveUnowed(quantity, worth: value) }
        var settled: Int64 = 0
        var spent: Int64 = 0
        while firstDebt < debts.count, settled < quantity {
            var debt = debts[firstDebt]
            let part = min(debt.quantity, quantity &- settled)
            let cost = share(value, settled &+ part, of: quantity) &- spent
            let released = part == debt.quantity ? debt.provisional : share(debt.provisional, part, of: debt.quantity)
            let passed = part == debt.quantity ? debt.passedOn : share(debt.passedOn, part, of: debt.quantity)
            settled &+= part
            spent &+= cost
            let passedBy = passesOn(debt.issue) ? cost &- passed : 0
            if cost != released || passedBy != 0 { adjust(debt.issue, cost &- released, passedBy) }
            debt.quantity &-= part
            debt.provisional &-= released
            debt.passedOn &-= passed
            debts[firstDebt] = debt
            if debt.quantity == 0 { firstDebt += 1 }
        }
        state.quantity &+= quantity
        if owesNothing {
            debts.removeAll(keepingCapacity: true)
            firstDebt = 0
            state.value = value &- spent
        } else {
            state.value = 0 &- reprovision(at: value, per: quantity, passesOn, adjust)
        }
        state.noteAverage(of: quantity, worth: value)
    }

    /// Costs what is still owed anew; returns its sum.
    private mutating func reprovision(
        at value: Int64, per quantity: Int64, _ passesOn: (Int) -> Bool, _ adjust: (Int, Int64, Int64) -> Void
    ) -> Int64 {
        var sum: Int64 = 0
        for place in firstDebt..<debts.count {
            let provisional = share(value, debts[place].quantity, of: quantity)
            let by = provisional &- debts[place].provisional
            let passedBy = passesOn(debts[place].issue) ? provisional &- debts[place].passedOn : 0
            if by != 0 || passedBy != 0 { adjust(debts[place].issue, by, passedBy) }
            debts[place].provisional = provisional
            debts[place].passedOn &+= passedBy
            sum &+= provisional
        }
        return sum
    }
}
