import Events
import Rules

/// What follows from all that was said of a transfer.
extension TransferEntry {
    /// How each arrival should stand in its pool: what it is worth is its share, cumulatively, of what the dispatch costs by
    /// what stands before it. nil: it moves nothing, since the dispatch was to its own store.
    ///
    /// - Parameters:
    ///   - cost: what a dispatched line costs before a moment.
    ///   - currency: what a store reckons in.
    func seats(
        _ cost: (Place, _ before: OrderKey) throws -> Int64, in currency: (_ store: String) throws -> String?
    ) rethrows -> [Seat?] {
        var arrived: [Place: Int64] = [:]
        var arrivedHere: [Place: Int64] = [:]
        return try arrivals.map { arrival in
            let blind = Seat(key: OrderKey(arrival.own), cause: nil, value: 0)
            guard let place = place(of: arrival) else { return blind }
            let isSamePool = ExactText(dispatches[place.dispatch].store) == ExactText(arrival.store)
            if dispatches[place.dispatch].isToItself { return isSamePool ? nil : blind }
            let cause = Movement.Cause(
                sale: key(of: place), isSamePool: isSamePool, sold: self[place].quantity,
                returnedBefore: arrived[place] ?? 0, returnedHereBefore: isSamePool ? arrivedHere[place] ?? 0 : 0,
                currency: isSamePool ? nil : try currency(dispatches[place.dispatch].store))
            arrived[place] = Bounded.sum(arrived[place] ?? 0, arrival.quantity)
            if isSamePool { arrivedHere[place] = Bounded.sum(arrivedHere[place] ?? 0, arrival.quantity) }
            let key = OrderKey(arrival.own, notBefore: cause.sale)
            let value =
                isSamePool ? 0 : cause.worth(of: arrival.quantity, saleCost: try cost(place, key))
            return Seat(key: key, cause: cause, value: value)
        }
    }

    /// What became of a dispatched line, as wide as any sum, since what was said of it stands in no order.
    struct Figures: Equatable {
        var received: Int128 = 0
        var missing: Int128 = 0
        var damaged: Int128 = 0
        /// Said to have come without having been sent.
        var surplus: Int128 = 0
        var lastReceivedMs: Int64?
    }

    func figures() -> [Place: Figures] {
        var figures: [Place: Figures] = [:]
        for arrival in arrivals {
            guard let place = place(of: arrival) else { continue }
            figures[place, default: Figures()].received &+= Int128(arrival.quantity)
            let last = figures[place]?.lastReceivedMs ?? .min
            figures[place]?.lastReceivedMs = max(last, arrival.own.milliseconds)
        }
        for loss in losses {
            guard let place = place(of: loss) else { continue }
            switch loss.kind {
            case "missing": figures[place, default: Figures()].missing &+= Int128(loss.quantity)
            case "damaged": figures[place, default: Figures()].damaged &+= Int128(loss.quantity)
            case "surplus": figures[place, default: Figures()].surplus &+= Int128(loss.quantity)
            default: break
            }
        }
        return figures
    }

    /// What of a line is on its way, and what that is worth.
    func inTransit(_ place: Place, _ figures: Figures) -> (quantity: Int64, value: Int64) {
        let line = self[place]
        let wide = figures.received &+ figures.missing &+ figures.damaged
        let isOver = isClosed(place.dispatch) || line.isTakenBack || dispatches[place.dispatch].isToItself
        guard !isOver, wide < line.quantity else {
            return (0, 0)
        }
        let gone = Int64(clamping: wide)
        return (line.quantity.minus(gone), line.cost &- share(line.cost, gone, of: line.quantity))
    }
}
