import Rules

/// One of the two folds of a ledger, as far as it has come: what it held after each movement, in its own order.
struct LedgerPass {
    var average: MovingAverage
    private(set) var states: [CostState] = []

    init(_ start: CostState = CostState()) { average = MovingAverage(start) }

    /// How many movements are costed.
    var next: Int { states.count }

    mutating func stepped() { states.append(average.state) }

    /// Goes back to `place`, or to where before it nothing was owed last: costs before that rest on nothing that comes after.
    ///
    /// - Parameter start: what the first movement begins with, nothing owed.
    mutating func rewind(to place: Int, from start: CostState) {
        guard place < next else { return }
        let rest = states[..<place].lastIndex { $0.owesNothing }
        states.removeLast(next - (rest.map { $0 + 1 } ?? 0))
        average = MovingAverage(states.last ?? start)
    }
}
