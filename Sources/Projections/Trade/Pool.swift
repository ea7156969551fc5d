import Events
import Rules

/// A pool: the movements of one product in one store, and what they come to.
///
/// Nearly every movement is the latest of its pool and changes no earlier cost: it goes to the end of the packed tail and
/// moves two states. Whatever is late, settles a debt, is returned or corrected opens the ledger, which has the movements in
/// full; the pool is packed again when it is written.
final class Pool {
    /// A page is split when it is longer: the last one is written anew with every movement that comes live, so it stays small
    /// enough for a row that Postgres need not cut up.
    static let pageLength = 48
    let key: PoolKey
    /// The pages before the tail that are in hand; the earlier ones, if any, are in the database.
    private(set) var earlier: [PackedPage] = []
    /// The last page, up to date while no ledger is open.
    private(set) var tail: PackedPage
    private(set) var ledger: PoolLedger?
    private var packedState = CostState()
    /// What the store's own partition comes to, where it is not the same.
    private var otherLocal: LocalState?
    private var packedLocal: CostState {
        get { otherLocal?.state ?? packedState }
        set { otherLocal = newValue == packedState ? nil : LocalState(newValue) }
    }
    private var packedGuess = false
    var sales = RecentSales()
    var isInDatabase = false
    var isChanged = false
    /// Whether the fold will carry its costs on before the batch ends.
    var isUnsettled = false
    /// Whether the fold will pack it before the batch is written.
    var isOpened = false
    /// The places of the next pools of the same product and of the same store in `PoolTable`; -1 behind the last.
    var nextOfProduct: Int32 = -1
    var nextOfStore: Int32 = -1
    /// Where the pages begin that the database has of those in hand, the tail's apart.
    private(set) var storedStarts: Set<PageBound> = []

    init(_ key: PoolKey) {
        self.key = key
        tail = PackedPage(from: .beginning, start: nil)
    }

    var state: CostState { ledger?.state ?? packedState }
    var localState: CostState { ledger?.localState ?? packedLocal }
    var restsOnGuess: Bool { ledger?.restsOnGuess ?? packedGuess }

    // MARK: To the end

    /// Appends a movement that is the latest and changes no earlier cost; nil when it is not, and nothing has changed.
    ///
    /// For what has its own place in the order: no return of a known sale. What leaves may be owed; what comes in may not
    /// settle a debt; a delivery's value is its cost.
    /// - Parameter preset: the product's default cost at the movement's time, asked where no average is known.
    /// - Returns: its corrected and its local cost.
    func append(
        _ kind: Movement.Kind, _ key: PlainKey, quantity: Int64, value: Int64, _ source: RecordSource,
        dayOffset: Int32, preset: () -> (amount: Int64, per: Int64)?
    ) -> (cost: Int64, local: Int64)? {
        guard ledger == nil, tail.isBehind(key) else { return nil }
        if quantity < 0 { return issue(kind, key, 0 &- quantity, value, source, dayOffset, preset) }
        guard packedState.owesNothing, packedLocal.owesNothing, quantity > 0,
            let (cost, local) = worth(of: quantity, kind, value)
        else { return nil }
        closeFullTail(before: key)
        if otherLocal == nil, cost != local { otherLocal = LocalState(packedState) }
        packedState.arriveUnowed(quantity, worth: cost)
        otherLocal?.state.arriveUnowed(quantity, worth: local)
        tail.append(kind, key, quantity: quantity, value: value, cost: cost, local: local, source)
        return (cost, local)
    }

    private func issue(
        _ kind: Movement.Kind, _ key: PlainKey, _ quantity: Int64, _ value: Int64, _ source: RecordSource,
        _ dayOffset: Int32, _ preset: () -> (amount: Int64, per: Int64)?
    ) -> (Int64, Int64) {
        closeFullTail(before: key)
        var (isGuess, ignored) = (false, false)
        let before = packedState
        let cost = packedState.issue(quantity, preset: preset, isGuess: &isGuess).cost
        // One computation serves both while they are the same; a default cost serves the corrected one alone.
        if isGuess, otherLocal == nil { otherLocal = LocalState(before) }
        let local = otherLocal?.state.issue(quantity, preset: { nil }, isGuess: &ignored).cost ?? cost
        if isGuess {
            packedGuess = true
            tail.append(
                Movement(
                    key: OrderKey(key), kind: kind, quantity: 0 &- quantity, value: value, cost: cost, local: local,
                    isGuess: true, source: source, dayOffset: dayOffset))
        } else {
            tail.append(
                kind, key, quantity: 0 &- quantity, value: value, cost: cost, local: local, source, dayOffset: dayOffset
            )
        }
        return (cost, local)
    }

    /// What goods that come in add: a delivery its invoice, anything else the present average; nil where none is known.
    private func worth(of quantity: Int64, _ kind: Movement.Kind, _ value: Int64) -> (Int64, Int64)? {
        if kind == .delivery { return (value, value) }
        guard let cost = packedState.averageCost(of: quantity), let local = packedLocal.averageCost(of: quantity) else {
            return nil
        }
        return (cost, local)
    }

    private func closeFullTail(before key: PlainKey) {
        guard tail.count >= Self.pageLength, let last = tail.last else { return }
        earlier.append(tail)
        tail = PackedPage(
            from: PageBound(between: last, and: key), start: PoolLedger.start(packedState, packedLocal, packedGuess))
    }

    // MARK: In full

    /// How far back the movements are wanted in full.
    enum Reach {
        /// From the page that holds the key on, or the last before it that begins with nothing owed.
        case debts
        /// For a plain issue: from the page that holds the key on, as long as only such stand from there on.
        case issue
    }

    /// The movements in full, at least from the page that holds `key` on.
    ///
    /// - Parameter fetch: the pages from the one that holds a place, or by the reach from the last before it that begins with
    ///   nothing owed, not including the one that begins at another.
    func open(
        from key: PlainKey, _ reach: Reach, _ shop: ShopCurrency,
        preset: @escaping (Int64) -> (amount: Int64, per: Int64)?,
        fetch: (_ from: PageBound, _ reach: Reach, _ before: PageBound) throws -> [PackedPage]
    ) throws -> PoolLedger {
        let opened: PoolLedger
        if let ledger {
            opened = ledger
        } else {
            opened = try PoolLedger([tail], shop, preset: preset)
            ledger = opened
        }
        if opened.loadedFrom.isAfter(key) {
            try opened.prepend(try pages(from: PageBound(key), reach, before: opened.loadedFrom, fetch))
        }
        if opened.lacksDebts || reach == .debts && opened.beginsOwing {
            try opened.prepend(try pages(from: opened.loadedFrom, .debts, before: opened.loadedFrom, fetch))
        }
        return opened
    }

    /// The pages in hand or in the database from the one that holds a place on, by the reach; those in hand leave it.
    private func pages(
        from place: PageBound, _ reach: Reach, before end: PageBound,
        _ fetch: (PageBound, Reach, PageBound) throws -> [PackedPage]
    ) throws -> [PackedPage] {
        let found = earlier.lastIndex { $0.from <= place && (reach == .issue || !$0.beginsOwing) }
        var pages = Array(earlier[(found ?? 0)...])
        earlier.removeSubrange((found ?? 0)...)
        let first = pages.first?.from ?? end
        if found == nil, first > .beginning {
            let fetched = try fetch(place, reach, first)
            storedStarts.formUnion(fetched.map(\.from))
            pages.insert(contentsOf: fetched, at: 0)
        }
        return pages
    }

    // MARK: Kept

    /// With what was taken out of the database.
    func load(_ stored: StoredPool) {
        tail = stored.tail
        (packedState, packedLocal, packedGuess) = (stored.state, stored.local, stored.isGuess)
        sales = stored.sales
    }

    /// Packs what was opened.
    func pack() {
        guard let ledger else { return }
        let pages = ledger.pages()
        (packedState, packedLocal, packedGuess) = (ledger.state, ledger.localState, ledger.restsOnGuess)
        earlier += pages.dropLast()
        tail = pages[pages.count - 1]
        self.ledger = nil
    }

    /// While no ledger is open.
    var hasMovements: Bool { tail.count > 0 || tail.from > .beginning }

    /// Whether pages before the tail are to be written or taken away.
    var hasEarlier: Bool { !earlier.isEmpty || !storedStarts.isEmpty }

    /// Which pages before the tail the database lacks, and which it has in vain; it has them all from now on.
    func takeEarlier() -> (fresh: [PackedPage], gone: [PageBound]) {
        defer {
            earlier = []
            storedStarts = []
        }
        return (earlier, storedStarts.sorted())
    }
}

/// Kept apart, since most pools have only one state.
private final class LocalState {
    var state: CostState
    init(_ state: CostState) { self.state = state }
}
