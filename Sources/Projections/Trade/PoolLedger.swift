import Events
import Rules

/// A pool's movements unpacked, from a page on that starts with nothing owed, with their costs: for whatever does not
/// simply go to the end.
final class PoolLedger {
    /// The first millisecond of the first page in hand; `Pool.beginning` when all are.
    private(set) var loadedFrom: Int64
    var movements: [Movement] = []

    private var start: (corrected: CostState, local: CostState, isGuess: Bool)
    var corrected = MovingAverage()
    var local = MovingAverage()
    /// The product's default cost at a moment.
    let preset: (Int64) -> (amount: Int64, per: Int64)?

    /// - Parameter pages: in their order, without a gap.
    init(_ pages: [PackedPage], preset: @escaping (Int64) -> (amount: Int64, per: Int64)?) throws {
        self.preset = preset
        loadedFrom = Pool.beginning
        start = (CostState(), CostState(), false)
        try keep(pages)
    }

    /// Has these pages in hand and nothing else.
    func keep(_ pages: [PackedPage]) throws {
        movements = []
        try prepend(pages)
    }

    /// Puts earlier pages before those in hand.
    func prepend(_ pages: [PackedPage]) throws {
        guard let first = pages.first else { return }
        loadedFrom = first.from
        start = first.start?.pair ?? (CostState(), CostState(), false)
        movements = try pages.flatMap { try $0.movements() } + movements
        refold()
    }

    var state: CostState { corrected.state }
    var localState: CostState { local.state }
    var owesNothing: Bool { corrected.owesNothing && local.owesNothing }
    var restsOnGuess: Bool { start.isGuess || movements.contains { $0.isGuess } }

    // MARK: Changing

    func insert(_ movement: Movement) {
        let place = place(of: movement.key)
        movements.insert(movement, at: place)
        place == movements.count - 1 ? step(place) : refold()
    }

    /// Takes a movement out; nil when it is not there.
    @discardableResult func remove(_ key: OrderKey) -> Movement? {
        let place = place(of: key)
        guard place < movements.count, movements[place].key == key else { return nil }
        let movement = movements.remove(at: place)
        refold()
        return movement
    }

    func movement(_ key: OrderKey) -> Movement? { index(of: key).map { movements[$0] } }

    func setPublished(_ place: Int) {
        movements[place].published = movements[place].told
        movements[place].publishedLocal = movements[place].local
    }

    private func index(of key: OrderKey) -> Int? {
        let place = place(of: key)
        return place < movements.count && movements[place].key == key ? place : nil
    }

    private func place(of key: OrderKey) -> Int {
        if let last = movements.last, last.key < key { return movements.count }
        var (low, high) = (0, movements.count)
        while low < high {
            let middle = (low + high) / 2
            if movements[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: Costing

    /// Costs everything in hand anew.
    func refold() {
        corrected = MovingAverage(start.corrected)
        local = MovingAverage(start.local)
        for place in movements.indices { step(place) }
    }

    private func step(_ place: Int) {
        let movement = movements[place]
        if movement.kind.isDocument, stepDocument(place) { return }
        var isGuess = false
        var ignored = false
        let moment = movement.key.own.milliseconds
        if movement.quantity < 0 {
            movements[place].cost = corrected.issue(
                -movement.quantity, by: place, preset: preset(moment), isGuess: &isGuess)
            movements[place].passedOn = movements[place].cost
            movements[place].local = local.issue(0 &- movement.quantity, by: place, preset: nil, isGuess: &ignored)
        } else {
            let value = correctedWorth(of: movement, moment, &isGuess)
            movements[place].cost = value
            arrive(movement, worth: value)
            let localValue = localWorth(of: movement)
            movements[place].local = localValue
            local.arrive(movement.quantity, worth: localValue) { movements[$0].local &+= $1 }
        }
        movements[place].isGuess = isGuess
    }

    private func correctedWorth(of movement: Movement, _ moment: Int64, _ isGuess: inout Bool) -> Int64 {
        if movement.kind == .delivery { return movement.value }
        guard let cause = movement.cause else {
            return corrected.averageCost(of: movement.quantity, preset(moment), &isGuess)
        }
        guard cause.isSamePool, let sale = index(of: OrderKey(cause.sale)) else { return movement.value }
        return cause.worth(of: movement.quantity, saleCost: movements[sale].cost)
    }

    private func localWorth(of movement: Movement) -> Int64 {
        if movement.kind == .delivery { return movement.value }
        if case .booked(let cost)? = movement.stated { return cost }
        if let cause = movement.cause, cause.isSamePool, let sale = index(of: OrderKey(cause.sale)) {
            return cause.booked(of: movement.quantity, saleCost: movements[sale].local)
        }
        var ignored = false
        return local.averageCost(of: movement.quantity, nil, &ignored)
    }

    // MARK: Pages

    /// What is in hand as pages. A page begins only where nothing is owed, at a new millisecond, and behind no return
    /// whose sale lies before it, so that it can be costed without what comes earlier.
    func pages() -> [PackedPage] {
        var pages = [PackedPage(from: loadedFrom, start: Self.start(start.corrected, start.local, start.isGuess))]
        var isBehindGuess = start.isGuess
        var corrected = MovingAverage(start.corrected)
        var local = MovingAverage(start.local)
        let reach = reachOfReturns()
        for (place, movement) in movements.enumerated() {
            if pages[pages.count - 1].count >= Pool.pageLength, corrected.owesNothing, local.owesNothing, place > 0,
                corrected.state.quantity >= 0, local.state.quantity >= 0,
                movements[place - 1].key.at.milliseconds < movement.key.at.milliseconds, reach[place] >= place
            {
                pages.append(
                    PackedPage(
                        from: movement.key.at.milliseconds,
                        start: Self.start(corrected.state, local.state, isBehindGuess)))
            }
            isBehindGuess = isBehindGuess || movement.isGuess
            pages[pages.count - 1].append(movement)
            replay(movement, place, &corrected, &local)
        }
        return pages
    }

    static func start(_ corrected: CostState, _ local: CostState, _ isGuess: Bool) -> PageStart? {
        let nothing = CostState()
        if corrected == nothing, local == nothing, !isGuess { return nil }
        return PageStart(corrected: corrected, local: local, isGuess: isGuess)
    }

    /// Moves the states on by a movement whose costs are known, without asking for them again.
    private func replay(
        _ movement: Movement, _ place: Int, _ corrected: inout MovingAverage, _ local: inout MovingAverage
    ) {
        if movement.kind.isDocument, replayDocument(movement, place, &corrected, &local) { return }
        var ignored = false
        if movement.quantity < 0 {
            let moment = movement.key.own.milliseconds
            _ = corrected.issue(0 &- movement.quantity, by: place, preset: preset(moment), isGuess: &ignored)
            _ = local.issue(0 &- movement.quantity, by: place, preset: nil, isGuess: &ignored)
        } else {
            corrected.arrive(movement.quantity, worth: movement.cost) { _, _ in }
            local.arrive(movement.quantity, worth: movement.local) { _, _ in }
        }
    }

    /// For every place the earliest place that it or a later movement looks back to.
    private func reachOfReturns() -> [Int] {
        var reach = Array(movements.indices)
        var earliest = movements.count
        for place in movements.indices.reversed() {
            if let cause = movements[place].cause, cause.isSamePool, let sale = index(of: OrderKey(cause.sale)) {
                earliest = min(earliest, sale)
            }
            reach[place] = min(earliest, place)
        }
        return reach
    }
}

extension Movement.Cause {
    /// The part of a sale's cost that comes back with `quantity`, cumulatively, so that all parts make the whole.
    func worth(of quantity: Int64, saleCost: Int64) -> Int64 {
        part(of: saleCost, quantity, after: returnedBefore)
    }

    /// The same as the store's own partition knows it.
    func booked(of quantity: Int64, saleCost: Int64) -> Int64 {
        part(of: saleCost, quantity, after: returnedHereBefore)
    }

    private func part(of cost: Int64, _ quantity: Int64, after returned: Int64) -> Int64 {
        share(cost, returned &+ quantity, of: sold) &- share(cost, returned, of: sold)
    }
}
