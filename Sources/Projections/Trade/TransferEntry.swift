import Events

/// A transfer between shops as far as it is known: what was dispatched, what of it arrived, what is missing.
///
/// What is in transit is the sender's, and follows from all that was said; so the order of arrival does not matter.
final class TransferEntry {
    let id: String
    var isInDatabase = false
    var dispatches: [Dispatch] = []
    /// By their own keys.
    var arrivals: [Arrival] = []
    var losses: [Loss] = []
    var closes: [Close] = []

    init(_ id: String) { self.id = id }

    struct Dispatch {
        /// The fact's own place; its lines have theirs.
        var key: PlainKey
        var store: String
        var to: String
        var source: RecordSource
        var lines: [Line] = []
        /// Whether a correction of the dispatch says it; it stands beside what is left of it as it was first said.
        var isRevised = false

        var document: DocumentKey { DocumentKey(store: ExactText(store), id: key.fact) }

        /// Moves nothing.
        var isToItself: Bool { ExactText(store) == ExactText(to) }
    }

    struct Line {
        var line: Int64
        /// Its place in the fact.
        var part: Int64
        var product: String
        /// Thousandths.
        var quantity: Int64
        /// As known now.
        var cost: Int64 = 0
        /// Whether something has settled it, so that arrivals must ask what it cost before they came (`PoolLedger.cost`).
        var isFollowed = false
        /// As the sender's own partition had it when it was dispatched.
        var booked: Int64 = 0
        /// Its opposite stands in a later period: it is back where it was sent from.
        var isTakenBack = false
    }

    struct Arrival {
        var own: PlainKey
        var store: String
        var dispatch: FactID?
        var dispatchLine: Int64?
        var product: String
        var quantity: Int64
        /// Its part of what the dispatch was booked at, as the fact states it.
        var booked: Int64?
        var source: RecordSource
        /// How it stands in its pool; nil while it does not.
        var seat: Seat?

        func movement(in seat: Seat) -> Movement {
            Movement(
                key: seat.key, kind: .arrival, quantity: quantity, value: seat.value, cause: seat.cause,
                stated: booked.map { .booked($0) }, source: source)
        }
    }

    /// A movement's place, and what follows from what it refers to.
    struct Seat: Equatable {
        var key: OrderKey
        var cause: Movement.Cause?
        var value: Int64
    }

    struct Loss {
        var own: PlainKey
        var store: String
        var dispatch: FactID?
        var dispatchLine: Int64?
        var product: String
        var quantity: Int64
        var kind: String
        var source: RecordSource
    }

    struct Close {
        var key: PlainKey
        var store: String
        var dispatch: FactID?
        var source: RecordSource
    }

    func add(_ arrival: Arrival) {
        arrivals.insert(arrival, at: arrivals.firstIndex { arrival.own < $0.own } ?? arrivals.count)
    }

    func add(_ dispatch: Dispatch) -> Int {
        let place = dispatches.firstIndex { dispatch.key < $0.key } ?? dispatches.count
        dispatches.insert(dispatch, at: place)
        return place
    }

    func key(of place: Place) -> PlainKey {
        var key = dispatches[place.dispatch].key
        let line = self[place]
        (key.line, key.part) = (line.line, line.part)
        return key
    }

    // MARK: What refers to what

    /// A line of a dispatch.
    struct Place: Hashable {
        var dispatch: Int
        var line: Int
    }

    subscript(_ place: Place) -> Line {
        get { dispatches[place.dispatch].lines[place.line] }
        set { dispatches[place.dispatch].lines[place.line] = newValue }
    }

    /// The line that is named, or the only one of the product.
    private func place(_ dispatch: Int, _ line: Int64?, _ product: String) -> Place? {
        let lines = dispatches[dispatch].lines
        let isIt = { (candidate: Line) in
            ExactText.same(candidate.product, product) && (line == nil || candidate.line == line)
        }
        guard let first = lines.firstIndex(where: isIt) else { return nil }
        if line == nil, lines[(first + 1)...].contains(where: isIt) { return nil }
        return Place(dispatch: dispatch, line: first)
    }

    func place(of arrival: Arrival) -> Place? {
        guard let id = arrival.dispatch else { return nil }
        let found = dispatches.indices.filter { dispatches[$0].key.fact == id }
            .compactMap { place($0, arrival.dispatchLine, arrival.product) }
        return found.count == 1 ? found[0] : nil
    }

    /// Only the sender's own books say what is not on its way any more.
    func place(of loss: Loss) -> Place? {
        let found = dispatches.indices.filter { isFor($0, loss.store, loss.dispatch) }
            .compactMap { place($0, loss.dispatchLine, loss.product) }
        return found.count == 1 ? found[0] : nil
    }

    private func isFor(_ dispatch: Int, _ store: String, _ id: FactID?) -> Bool {
        ExactText(dispatches[dispatch].store) == ExactText(store) && (id == nil || dispatches[dispatch].key.fact == id)
    }

    func isClosed(_ dispatch: Int) -> Bool { closes.contains { isFor(dispatch, $0.store, $0.dispatch) } }

    /// What was said of a dispatch, and whether its own shop said it.
    var sayings: [Saying] {
        losses.map { loss in
            Saying(
                key: loss.own, type: "transfer.discrepancyFound.v1", store: loss.store, source: loss.source,
                isApplied: place(of: loss) != nil)
        }
            + closes.map { close in
                Saying(
                    key: close.key, type: "transfer.closed.v1", store: close.store, source: close.source,
                    isApplied: dispatches.indices.contains { isFor($0, close.store, close.dispatch) })
            }
    }
}
