import Events
import Rules

/// What follows from all that was said of a transfer.
extension TransferEntry {
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
            let last = figures[place]?.lastReceivedMs ?? .min
            figures[place]?.lastReceivedMs = max(last, arrival.own.milliseconds)
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
