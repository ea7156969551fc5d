import Events
import Rules

/// A pool: the movements of one product in one store, and what they come to.
///
/// Nearly every movement is the latest of its pool and needs no debt: it goes to the end of the packed tail and moves two
/// states. Whatever is late, owed, returned or corrected opens the ledger, which has the movements in full; the pool is
/// packed again when it is written.
final class Pool {
    /// A page is split when it is longer: the last one is written anew with every movement that comes live, so it stays small
    /// enough for a row that Postgres need not cut up.
    static let pageLength = 48
    /// The first page begins before every movement.
    static let beginning = Int64.min

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
    /// Where the pages begin that the database has of those in hand, the tail's apart.
    private(set) var storedStarts: Set<Int64> = []

    init(_ key: PoolKey) {
        self.key = key
        tail = PackedPage(from: Self.beginning, start: nil)
    }

    var state: CostState { ledger?.state ?? packedState }
    var localState: CostState { ledger?.localState ?? packedLocal }
    var restsOnGuess: Bool { ledger?.restsOnGuess ?? packedGuess }

    // MARK: To the end

    /// Appends a movement that is the latest and leaves nothing owed; nil when it is not, and nothing has changed.
    ///
    /// For what has its own place in the order: no return of a known sale.
    /// - Returns: its corrected and its local cost.
    func append(_ kind: Movement.Kind, _ key: PlainKey, quantity: Int64, value: Int64, _ source: RecordSource) -> (
        cost: Int64, local: Int64
    )? {
        guard ledger == nil, packedState.quantity >= 0, packedLocal.quantity >= 0, tail.isBehind(key) else {
            return nil
        }
        let (cost, local): (Int64, Int64)
        if quantity < 0 {
            guard packedState.quantity >= 0 &- quantity, packedLocal.quantity >= 0 &- quantity else { return nil }
            closeFullTail(before: key)
            cost = packedState.issueHeld(0 &- quantity)
            // One computation serves both while they are the same.
            local = otherLocal?.state.issueHeld(0 &- quantity) ?? cost
        } else {
            guard quantity > 0, let worth = worth(of: quantity, kind, value) else { return nil }
            closeFullTail(before: key)
            (cost, local) = worth
            if otherLocal == nil, cost != local { otherLocal = LocalState(packedState) }
            packedState.arriveUnowed(quantity, worth: cost)
            otherLocal?.state.arriveUnowed(quantity, worth: local)
        }
        tail.append(kind, key, quantity: quantity, value: value, cost: cost, local: local, source)
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
        guard tail.count >= Self.pageLength, tail.lastMilliseconds < key.milliseconds else { return }
        earlier.append(tail)
        tail = PackedPage(from: key.milliseconds, start: PoolLedger.start(packedState, packedLocal, packedGuess))
    }

    // MARK: In full

    /// The movements in full, at least from the page that holds `milliseconds` on.
    ///
    /// - Parameter fetch: the pages from the one that holds a moment up to, not including, the one that begins at another.
    func open(
        from milliseconds: Int64, preset: @escaping (Int64) -> (amount: Int64, per: Int64)?,
        fetch: (_ from: Int64, _ before: Int64) throws -> [PackedPage]
    ) throws -> PoolLedger {
        if let ledger {
            if milliseconds < ledger.loadedFrom {
                try ledger.prepend(try pages(from: milliseconds, before: ledger.loadedFrom, fetch))
            }
            return ledger
        }
        var pages = [tail]
        if milliseconds < tail.from {
            pages.insert(contentsOf: try self.pages(from: milliseconds, before: tail.from, fetch), at: 0)
        }
        let opened = try PoolLedger(pages, preset: preset)
        ledger = opened
        return opened
    }

    /// The pages in hand or in the database from the one that holds a moment on; those in hand leave it.
    private func pages(
        from milliseconds: Int64, before end: Int64, _ fetch: (Int64, Int64) throws -> [PackedPage]
    ) throws -> [PackedPage] {
        let place = earlier.lastIndex { $0.from <= milliseconds } ?? 0
        var pages = Array(earlier[place...])
        earlier.removeSubrange(place...)
        let first = pages.first?.from ?? end
        if milliseconds < first, first > Self.beginning {
            let fetched = try fetch(milliseconds, first)
            storedStarts.formUnion(fetched.map(\.from))
            pages.insert(contentsOf: fetched, at: 0)
        }
        return pages
    }

    // MARK: Kept

    /// With what was taken out of the database.
    func load(_ stored: StoredPool, preset: @escaping (Int64) -> (amount: Int64, per: Int64)?) throws {
        tail = stored.tail
        (packedState, packedLocal, packedGuess) = (stored.state, stored.local, stored.isGuess)
        sales = stored.sales
        if stored.owes { ledger = try PoolLedger([tail], preset: preset) }
    }

    /// What is owed is known only in full.
    var owes: Bool { ledger.map { !$0.owesNothing } ?? false }

    /// Packs what was opened. Where something is still owed the ledger stays open, with the last page alone.
    func pack() throws {
        guard let ledger else { return }
        let pages = ledger.pages()
        (packedState, packedLocal, packedGuess) = (ledger.state, ledger.localState, ledger.restsOnGuess)
        earlier += pages.dropLast()
        tail = pages[pages.count - 1]
        if ledger.owesNothing {
            self.ledger = nil
        } else if pages.count > 1 {
            try ledger.keep([tail])
        }
    }

    /// Whether pages before the tail are to be written or taken away.
    var hasEarlier: Bool { !earlier.isEmpty || !storedStarts.isEmpty }

    /// Which pages before the tail the database lacks, and which it has in vain; it has them all from now on.
    func takeEarlier() -> (fresh: [PackedPage], gone: [Int64]) {
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
