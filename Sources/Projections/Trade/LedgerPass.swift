import Rules

/// One of the two folds of a ledger, as far as it has come: what it held after each movement, in its own order.
struct LedgerPass {
    var average: MovingAverage
    private(set) var states: [CostState] = []

    init(_ start: CostState = CostState()) { average = MovingAverage(start) }

    /// How many movements are costed.
    var next: Int { states.count }

    /// The last movement that settled debts, so that it changed what earlier ones cost; -1 where there is none.
    private var lastSettling = -1

    mutating func stepped() {
        if average.takeSettled() { lastSettling = next }
        states.append(average.state)
    }

    /// Goes back to `place` where nothing was settled from there on, so that no earlier cost rests on what came after; else to
    /// where before it nothing was owed last.
    ///
    /// - Parameter start: what the first movement begins with.
    mutating func rewind(to place: Int, from start: CostState) {
        guard place < next else { return }
        guard place <= lastSettling else {
            states.removeLast(next - place)
            return average.goBack(before: place, to: states.last ?? start)
        }
        let rest = states[..<place].lastIndex { $0.owesNothing }
        states.removeLast(next - (rest.map { $0 + 1 } ?? 0))
        average = MovingAverage(states.last ?? start)
        // What was settled before the rest is behind it.
        lastSettling = min(lastSettling, next - 1)
    }
}
