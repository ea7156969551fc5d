import Events
import Rules

/// A transfer between shops as far as it is known: what was dispatched, what of it arrived, what is missing.
///
/// What is in transit is the sender's, and follows from all that was said; so the order of arrival does not matter.
final class TransferEntry {
    let id: String
    var isInDatabase = false
    var dispatches: [Dispatch] = []
    /// By their own keys, as are losses.
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
    }

    struct Line {
        var line: Int64
        /// Its place in the fact.
        var part: Int64
        var product: String
        /// Thousandths.
        var quantity: Int64
        /// What arrivals take their shares of.
        var cost: Int64 = 0
        /// The same by the sender's own books alone, as known now.
        var ownCost: Int64 = 0
        /// As the sender's own partition had it when it was dispatched.
        var booked: Int64 = 0
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
            candidate.product == product && (line == nil || candidate.line == line)
        }
        guard let first = lines.firstIndex(where: isIt) else { return nil }
        if line == nil, lines[(first + 1)...].contains(where: isIt) { return nil }
        return Place(dispatch: dispatch, line: first)
    }

    func place(of arrival: Arrival) -> Place? {
        guard let id = arrival.dispatch, let dispatch = dispatches.firstIndex(where: { $0.key.fact == id }) else {
            return nil
        }
        return place(dispatch, arrival.dispatchLine, arrival.product)
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

    // MARK: What follows

    /// How each arrival should stand in its pool: what it is worth is its share of the dispatch's cost, cumulatively.
    ///
    /// That cost rests on what stands before the dispatch, so costs pass from pool to pool in the total order and never in a
    /// circle. Where an arrival's own key lies before its dispatch's, as clocks and dates alone may have it, the sender's own
    /// books say the cost, since they rest on no other pool.
    func seats() -> [Seat] {
        var arrived: [Place: Int64] = [:]
        var arrivedHere: [Place: Int64] = [:]
        return arrivals.map { arrival in
            guard let place = place(of: arrival) else {
                return Seat(key: OrderKey(arrival.own), cause: nil, value: 0)
            }
            let isSamePool = ExactText(dispatches[place.dispatch].store) == ExactText(arrival.store)
            let key = key(of: place)
            let cause = Movement.Cause(
                sale: key, isSamePool: isSamePool, sold: self[place].quantity, returnedBefore: arrived[place] ?? 0,
                returnedHereBefore: isSamePool ? arrivedHere[place] ?? 0 : 0)
            arrived[place, default: 0] &+= arrival.quantity
            if isSamePool { arrivedHere[place, default: 0] &+= arrival.quantity }
            let cost = arrival.own < key ? self[place].ownCost : self[place].cost
            // Another shop's dispatch does not move an arrival: what is booked here must not follow that partition's pace.
            return Seat(
                key: isSamePool ? OrderKey(arrival.own, notBefore: key) : OrderKey(arrival.own), cause: cause,
                value: isSamePool ? 0 : cause.worth(of: arrival.quantity, saleCost: cost))
        }
    }

    /// What became of a dispatched line.
    struct Figures: Equatable {
        var received: Int64 = 0
        var missing: Int64 = 0
        var damaged: Int64 = 0
        /// Said to have come without having been sent.
        var surplus: Int64 = 0
        var lastReceivedMs: Int64?
    }

    func figures() -> [Place: Figures] {
        var figures: [Place: Figures] = [:]
        for arrival in arrivals {
            guard let place = place(of: arrival) else { continue }
            figures[place, default: Figures()].received &+= arrival.quantity
            figures[place]!.lastReceivedMs = max(figures[place]!.lastReceivedMs ?? .min, arrival.own.milliseconds)
        }
        for loss in losses {
            guard let place = place(of: loss) else { continue }
            switch loss.kind {
            case "missing": figures[place, default: Figures()].missing &+= loss.quantity
            case "damaged": figures[place, default: Figures()].damaged &+= loss.quantity
            case "surplus": figures[place, default: Figures()].surplus &+= loss.quantity
            default: break
            }
        }
        return figures
    }

    /// What of a line is on its way, and what that is worth.
    func inTransit(_ place: Place, _ figures: Figures) -> (quantity: Int64, value: Int64) {
        let line = self[place]
        let gone = figures.received &+ figures.missing &+ figures.damaged
        guard !isClosed(place.dispatch), gone < line.quantity else { return (0, 0) }
        return (line.quantity &- gone, line.cost &- share(line.cost, gone, of: line.quantity))
    }
}
