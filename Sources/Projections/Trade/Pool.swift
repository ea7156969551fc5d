import Events
import Rules

struct PoolKey: Hashable, Comparable {
    var store: String
    var product: String
    static func < (one: PoolKey, other: PoolKey) -> Bool {
        one.store != other.store ? one.store < other.store : one.product < other.product
    }
}

/// A pool's movements of one product in the total order, from a page on that starts with nothing owed, and their costs.
final class Pool {
    /// A page is split when it is longer.
    static let pageLength = 256
    /// The first page begins before every movement.
    static let beginning = Int64.min

    let key: PoolKey
    /// The first millisecond of the first page in hand; `beginning` when all are.
    private(set) var loadedFrom: Int64
    private(set) var movements: [Movement] = []
    /// Where each page in hand begins, in milliseconds; the first is `loadedFrom`.
    private(set) var pageStarts: [Int64]
    /// The pages as the database has them.
    var storedPages: [Int64: [UInt8]] = [:]

    private var startCorrected = CostState()
    private var startLocal = CostState()
    /// Whether a movement before the first in hand rests on a guess.
    private var startGuessed = false
    private var corrected = MovingAverage()
    private var local = MovingAverage()
    var sales = RecentSales()
    var isInDatabase = false

    /// The product's default cost at a moment.
    private let preset: (Int64) -> (amount: Int64, per: Int64)?

    init(_ key: PoolKey, preset: @escaping (Int64) -> (amount: Int64, per: Int64)?) {
        (self.key, self.preset) = (key, preset)
        loadedFrom = Self.beginning
        pageStarts = [Self.beginning]
    }

    /// With pages from the database, ascending; the first begins with nothing owed.
    func load(_ pages: [Page]) {
        guard let first = pages.first else { return }
        loadedFrom = first.from
        (startCorrected, startLocal, startGuessed) = (first.corrected, first.local, first.isBehindGuess)
        movements = pages.flatMap(\.movements)
        pageStarts = pages.map(\.from)
        refold()
    }

    /// Puts earlier pages before those in hand.
    func prepend(_ pages: [Page]) {
        guard let first = pages.first else { return }
        loadedFrom = first.from
        (startCorrected, startLocal, startGuessed) = (first.corrected, first.local, first.isBehindGuess)
        movements = pages.flatMap(\.movements) + movements
        pageStarts = pages.map(\.from) + pageStarts
        refold()
    }

    var state: CostState { corrected.state }
    var localState: CostState { local.state }
    var restsOnGuess: Bool { startGuessed || movements.contains { $0.isGuess } }

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

    /// Gives a return of another pool's sale its present worth; false when nothing changed.
    func setValue(_ value: Int64, of key: OrderKey) -> Bool {
        guard let place = index(of: key), movements[place].value != value else { return false }
        movements[place].value = value
        refold()
        return true
    }

    func movement(_ key: OrderKey) -> Movement? { index(of: key).map { movements[$0] } }

    func setPublished(_ place: Int) { movements[place].published = movements[place].cost }

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
        corrected = MovingAverage(startCorrected)
        local = MovingAverage(startLocal)
        for place in movements.indices { step(place) }
    }

    private func step(_ place: Int) {
        let movement = movements[place]
        var isGuess = false
        var ignored = false
        let moment = movement.key.own.milliseconds
        if movement.quantity < 0 {
            movements[place].cost = corrected.issue(
                -movement.quantity, by: place, preset: preset(moment), isGuess: &isGuess)
            movements[place].local = local.issue(-movement.quantity, by: place, preset: nil, isGuess: &ignored)
        } else {
            let value = correctedWorth(of: movement, moment, &isGuess)
            movements[place].cost = value
            corrected.arrive(movement.quantity, worth: value) { movements[$0].cost &+= $1 }
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
        if let cause = movement.cause, cause.isSamePool, let sale = index(of: OrderKey(cause.sale)) {
            return cause.booked(of: movement.quantity, saleCost: movements[sale].local)
        }
        var ignored = false
        return local.averageCost(of: movement.quantity, nil, &ignored)
    }

    // MARK: Pages

    struct Page {
        var from: Int64
        var corrected: CostState
        var local: CostState
        /// Whether an earlier page rests on a guess.
        var isBehindGuess: Bool
        var movements: [Movement]
    }

    /// What is in hand as pages. A page begins only where nothing is owed, at a new millisecond, and behind no return
    /// whose sale lies before it, so that it can be costed without what comes earlier.
    func pages() -> [Page] {
        var pages = [
            Page(
                from: loadedFrom, corrected: startCorrected, local: startLocal, isBehindGuess: startGuessed,
                movements: [])
        ]
        var isBehindGuess = startGuessed
        var corrected = MovingAverage(startCorrected)
        var local = MovingAverage(startLocal)
        let reach = reachOfReturns()
        for (place, movement) in movements.enumerated() {
            if pages[pages.count - 1].movements.count >= Self.pageLength, corrected.owesNothing, place > 0,
                corrected.state.quantity >= 0,
                movements[place - 1].key.at.milliseconds < movement.key.at.milliseconds, reach[place] >= place
            {
                pages.append(
                    Page(
                        from: movement.key.at.milliseconds, corrected: corrected.state, local: local.state,
                        isBehindGuess: isBehindGuess, movements: []))
            }
            isBehindGuess = isBehindGuess || movement.isGuess
            pages[pages.count - 1].movements.append(movement)
            replay(movement, place, &corrected, &local)
        }
        return pages
    }

    /// Moves the states on by a movement whose costs are known, without asking for them again.
    private func replay(
        _ movement: Movement, _ place: Int, _ corrected: inout MovingAverage, _ local: inout MovingAverage
    ) {
        var ignored = false
        if movement.quantity < 0 {
            let moment = movement.key.own.milliseconds
            _ = corrected.issue(-movement.quantity, by: place, preset: preset(moment), isGuess: &ignored)
            _ = local.issue(-movement.quantity, by: place, preset: nil, isGuess: &ignored)
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

    func stored(_ pages: [Page], bytes: [Int64: [UInt8]]) {
        pageStarts = pages.map(\.from)
        storedPages = bytes
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
