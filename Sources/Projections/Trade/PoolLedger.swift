import Events
import Rules

/// A pool's movements unpacked, from a page on, with their costs: for whatever does not simply go to the end.
///
/// The page begins with nothing owed, or all that is here are plain issues: whose debts they are settled after is asked only
/// when something comes in. What changes is costed when somebody asks for costs, from where no earlier cost rests on it.
final class PoolLedger {
    /// Where the first page in hand begins; `PageBound.beginning` when all are.
    private(set) var loadedFrom: PageBound
    private(set) var movements: [Movement] = []
    /// Whether nothing here settles a debt or is asked for its cause.
    private(set) var hasOnlyIssues = true
    /// The earliest place that may have changed since costs were last carried on.
    private var changedFrom = 0

    private var start: (corrected: CostState, local: CostState, isGuess: Bool)
    /// As known now, in the order of `movements`.
    private var corrected = LedgerPass()
    /// By the store's own partition alone, in the order of its own (`Movement.localKey`).
    private var local = LedgerPass()
    /// The places of `movements` in the order of the store's own partition; nil while that is the same.
    private var localOrder: [Int]?
    /// Movements that another store's fact displaces.
    private var displacedFromElsewhere = 0
    /// What later movements have changed of costs that other pools follow, by the place of the issue.
    private var adjustments: [Int: [(place: Int, by: Int64)]] = [:]
    /// The product's default cost at a moment.
    private let preset: (Int64) -> (amount: Int64, per: Int64)?
    private let shop: ShopCurrency

    /// - Parameter pages: in their order, without a gap.
    init(
        _ pages: [PackedPage], _ shop: ShopCurrency, preset: @escaping (Int64) -> (amount: Int64, per: Int64)?
    ) throws {
        (self.shop, self.preset) = (shop, preset)
        loadedFrom = .beginning
        start = (CostState(), CostState(), false)
        try prepend(pages)
    }

    /// Puts earlier pages before those in hand.
    func prepend(_ pages: [PackedPage]) throws {
        guard let first = pages.first else { return }
        loadedFrom = first.from
        start = first.start?.pair ?? (CostState(), CostState(), false)
        let earlier = try pages.flatMap { try $0.movements() }
        hasOnlyIssues = hasOnlyIssues && earlier.allSatisfy(\.isPlainIssue)
        movements = earlier + movements
        displacedFromElsewhere = movements.count { $0.isDisplacedFromElsewhere }
        corrected = LedgerPass(start.corrected)
        local = LedgerPass(start.local)
        localOrder = nil
        adjustments = [:]
        changedFrom = 0
    }

    /// Whether debts of movements before those in hand are wanted and not known.
    var lacksDebts: Bool { !hasOnlyIssues && beginsOwing }
    var beginsOwing: Bool { !start.corrected.owesNothing || !start.local.owesNothing }

    var state: CostState {
        costCorrected()
        return corrected.average.state
    }
    var localState: CostState {
        costLocal()
        return local.average.state
    }
    var restsOnGuess: Bool {
        costCorrected()
        return start.isGuess || movements.contains { $0.isGuess }
    }

    // MARK: Changing

    func insert(_ movement: Movement) {
        let place = place(of: movement.key)
        movements.insert(movement, at: place)
        if !movement.isPlainIssue { hasOnlyIssues = false }
        if movement.isDisplacedFromElsewhere { displacedFromElsewhere += 1 }
        rewind(to: place)
    }

    /// Takes a movement out; nil when it is not there.
    @discardableResult func remove(_ key: OrderKey) -> Movement? {
        guard let place = index(of: key) else { return nil }
        rewind(to: place)
        let movement = movements.remove(at: place)
        if movement.isDisplacedFromElsewhere { displacedFromElsewhere -= 1 }
        return movement
    }

    /// Has everything costed anew: the product's default cost has changed, or what its shop reckons in.
    func recost() { rewind(to: 0) }

    private func rewind(to place: Int) {
        rewindCorrected(to: place)
        if displacedFromElsewhere == 0, localOrder == nil {
            local.rewind(to: place, from: start.local)
        } else {
            localOrder = nil
            local = LedgerPass(start.local)
        }
    }

    private func rewindCorrected(to place: Int) {
        corrected.rewind(to: place, from: start.corrected)
        changedFrom = min(changedFrom, corrected.next)
        if !adjustments.isEmpty { adjustments = adjustments.filter { $0.key < corrected.next } }
    }

    // MARK: Asking

    /// A movement as it stands; its costs may not be those that are known now.
    func movement(_ key: OrderKey) -> Movement? { index(of: key).map { movements[$0] } }

    /// What a movement costs by the store's own partition, as far as that is known.
    func localCost(_ key: OrderKey) -> Int64? {
        guard let place = index(of: key) else { return nil }
        arrangeLocal()
        let rank = localOrder?.firstIndex(of: place) ?? place
        costLocal(through: rank)
        return movements[place].local
    }

    /// What an issue costs by what stands before `moment` in the total order, and from now on is followed; nil when it is not
    /// here.
    func cost(of key: OrderKey, before moment: OrderKey) -> Int64? {
        guard let place = index(of: key) else { return nil }
        costCorrected()
        if !movements[place].isFollowed {
            movements[place].isFollowed = true
            if movements[place].isAdjusted, movements[place].kind != .dispatch {
                rewindCorrected(to: place)
                costCorrected()
            }
        }
        let later = adjustments[place]?.reduce(Int64(0)) { moment < movements[$1.place].key ? $0 &+ $1.by : $0 } ?? 0
        return movements[place].cost &- later
    }

    /// Tells of every movement that costs something else than was told, or is followed, since the last time.
    func carryOn(_ tell: (_ movement: Movement, _ by: Int64) throws -> Void) rethrows {
        costCorrected()
        for place in changedFrom..<movements.count {
            let by = movements[place].cost &- movements[place].published
            guard by != 0 || movements[place].isFollowed else { continue }
            movements[place].published = movements[place].cost
            try tell(movements[place], by)
        }
        changedFrom = movements.count
    }

    /// Where a movement stands. Ones of the same place are no two: a key is a line's.
    func index(of key: OrderKey) -> Int? {
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

    private func costCorrected() {
        while corrected.next < movements.count { stepCorrected(corrected.next) }
    }

    /// - Parameter through: a place in the order of the store's own partition, and on until what that owes is settled.
    private func costLocal(through rank: Int = .max) {
        arrangeLocal()
        while local.next < movements.count, local.next <= rank || !local.average.owesNothing {
            stepLocal(localOrder?[local.next] ?? local.next)
        }
    }

    private func arrangeLocal() {
        guard displacedFromElsewhere > 0, localOrder == nil else { return }
        localOrder = movements.indices.sorted { movements[$0].localKey < movements[$1].localKey }
        local = LedgerPass(start.local)
    }

    private func stepCorrected(_ place: Int) {
        let movement = movements[place]
        (movements[place].isGuess, movements[place].isAdjusted) = (false, false)
        let moment = movement.key.own.milliseconds
        let costing = Costing(
            movement, at: place, &corrected.average, preset: { preset(moment) },
            isOwn: { shop.currency(of: $0) == shop.current },
            causeCost: { movement in
                guard let cause = movement.cause else { return nil }
                guard cause.isSamePool else { return shop.reckons(in: cause.currency) ? movement.value : nil }
                // A cause before the first page in hand cannot change any more: what it is worth is known.
                guard let sale = index(of: OrderKey(cause.sale)) else { return movement.cost }
                return cause.worth(of: movement.quantity, saleCost: movements[sale].cost)
            },
            reversed: movement.kind == .reversal ? reversed(movement) : nil,
            adjust: { issue, by in adjust(issue, by, at: place) })
        movements[place].cost = costing.cost
        movements[place].isGuess = costing.isGuess
        if let moved = costing.moved { movements[place].quantity = moved }
        corrected.stepped()
    }

    private func adjust(_ issue: Int, _ by: Int64, at place: Int) {
        movements[issue].cost = Bounded.sum(movements[issue].cost, by)
        movements[issue].isAdjusted = true
        if movements[issue].kind == .dispatch { movements[issue].isFollowed = true }
        if movements[issue].isFollowed { adjustments[issue, default: []].append((place, by)) }
    }

    /// What a reversal's cause moved, and what that cost; a cause before the first page in hand cannot change any more.
    private func reversed(_ movement: Movement) -> (quantity: Int64, cost: Int64) {
        guard let cause = movement.cause, let place = index(of: OrderKey(cause.sale)) else {
            return (0 &- movement.quantity, movement.cost)
        }
        return (movements[place].quantity, movements[place].cost)
    }

    private func stepLocal(_ place: Int) {
        let reversed = movements[place].kind == .reversal ? localReversed(movements[place]) : nil
        let costing = Costing(
            movements[place], at: place, &local.average, preset: { nil },
            isOwn: { shop.currency(of: $0) == shop.booked },
            causeCost: { movement in
                if case .booked(let cost)? = movement.stated { return cost }
                guard let cause = movement.cause else { return nil }
                if movement.kind == .vendorReturn { return movement.value }
                guard cause.isSamePool else { return nil }
                guard let sale = index(of: OrderKey(cause.sale)) else { return movement.local }
                return cause.booked(of: movement.quantity, saleCost: movements[sale].local)
            }, reversed: reversed,
            adjust: { issue, by in movements[issue].local = Bounded.sum(movements[issue].local, by) })
        movements[place].local = costing.cost
        if movements[place].kind == .reversal { movements[place].stated = costing.moved.map { .moved($0) } }
        local.stepped()
    }

    /// The same by the store's own partition.
    private func localReversed(_ movement: Movement) -> (quantity: Int64, cost: Int64) {
        guard let cause = movement.cause, let place = index(of: OrderKey(cause.sale)) else {
            guard case .moved(let quantity)? = movement.stated else { return (0, 0) }
            return (0 &- quantity, movement.local)
        }
        guard movements[place].kind == .count else { return (movements[place].quantity, movements[place].local) }
        // A count's variance by the store's own partition stands in what it held before and after it alone.
        let rank = localOrder?.firstIndex(of: place) ?? place
        guard rank < local.next else { return (0, 0) }
        let before = rank == 0 ? start.local : local.states[rank - 1]
        return (Bounded.difference(local.states[rank].quantity, before.quantity), movements[place].local)
    }

    // MARK: Pages

    /// What is in hand as pages. A page begins at the same place in both orders, so that a late fact's key tells where it
    /// belongs.
    func pages() -> [PackedPage] {
        costCorrected()
        costLocal()
        var pages = [PackedPage(from: loadedFrom, start: Self.start(start.corrected, start.local, start.isGuess))]
        var isBehindGuess = start.isGuess
        let bounds = localBounds()
        for (place, movement) in movements.enumerated() {
            if place > 0, pages[pages.count - 1].count >= Pool.pageLength,
                movements[place - 1].key.at < movement.key.at
            {
                let bound = PageBound(between: movements[place - 1].key.at, and: movement.key.at)
                if bounds.map({ $0.isBound(place, bound) }) ?? true {
                    let start = Self.start(corrected.states[place - 1], local.states[place - 1], isBehindGuess)
                    pages.append(PackedPage(from: bound, start: start))
                }
            }
            isBehindGuess = isBehindGuess || movement.isGuess
            pages[pages.count - 1].append(movement)
        }
        return pages
    }

    /// Where both orders part into the same two halves: only asked for where they differ.
    private func localBounds() -> LocalBounds? {
        localOrder.map { _ in LocalBounds(movements.map { $0.localKey.at }) }
    }

    static func start(_ corrected: CostState, _ local: CostState, _ isGuess: Bool) -> PageStart? {
        let nothing = CostState()
        if corrected == nothing, local == nothing, !isGuess { return nil }
        return PageStart(corrected: corrected, local: local, isGuess: isGuess)
    }
}

/// For each place, the last key before it and the first from it on, by the store's own partition.
private struct LocalBounds {
    private var lastBefore: [PlainKey]
    private var firstFrom: [PlainKey]

    init(_ keys: [PlainKey]) {
        (lastBefore, firstFrom) = ([.beginning], keys)
        for key in keys { lastBefore.append(max(lastBefore[lastBefore.count - 1], key)) }
        for place in keys.indices.dropLast().reversed() {
            firstFrom[place] = min(firstFrom[place], firstFrom[place + 1])
        }
    }

    func isBound(_ place: Int, _ bound: PageBound) -> Bool {
        bound.isAfter(lastBefore[place]) && !bound.isAfter(firstFrom[place])
    }
}

extension Movement {
    /// Leaves at the average, or is owed: it changes no earlier cost, and while nothing comes in no later one that is owed.
    var isPlainIssue: Bool { kind == .sale && quantity < 0 && cause == nil && key.after == nil }

    fileprivate var isDisplacedFromElsewhere: Bool { key.after != nil && cause?.isSamePool == false }
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
        Bounded.difference(share(cost, returned &+ quantity, of: sold), share(cost, returned, of: sold))
    }
}
