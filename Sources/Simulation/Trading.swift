import Events

/// Receipts without end, in time order; `occurredAt` says when each is due.
package struct Trading: Sequence, IteratorProtocol, Sendable {
    package enum Pace: Sendable {
        /// As the shops' days go: nothing comes by night.
        case openingHours
        /// One receipt somewhere in the chain about every so many milliseconds, by night too.
        case steady(milliseconds: Int)
    }

    private var chronicle: Chronicle
    private let pace: Pace
    private let start: Instant
    private var day: CalendarDay
    /// The rest of the day's visits, last first.
    private var coming: [Visit] = []
    private var lastTime: Instant
    private var served = 0

    init(_ chain: SimulatedChain, from start: Instant, after numbers: [String: Int64], pace: Pace) {
        chronicle = Chronicle(chain, after: numbers)
        (self.start, self.pace, lastTime) = (start, pace, start)
        day = ChainPlan.zone.day(of: start)
        chronicle.prices.advance(
            through: chain.plan, until: start, written: numbers[SimulatedChain.officeWriter])
    }

    package mutating func next() -> SimulatedFact? {
        while true {
            let visit = nextVisit()
            if !chronicle.chain.silence.isSilent(visit) { return chronicle.serve(visit) }
        }
    }

    private mutating func nextVisit() -> Visit {
        switch pace {
        case .steady(let milliseconds):
            served += 1
            var random = SeededRandom(chronicle.plan.seed, "pace", Int(lastTime.milliseconds), served)
            let mean = milliseconds > 2 ? milliseconds : 2
            lastTime.milliseconds += Int64(random.between(mean / 2...mean + mean / 2))
            return chronicle.chain.rhythm.visit(at: lastTime, number: served)
        case .openingHours:
            while coming.isEmpty {
                let rhythm = chronicle.chain.rhythm
                let visits = chronicle.chain.shops.indices.flatMap { rhythm.visits(of: $0, on: day) }
                coming = visits.filter { $0.time >= start }.sorted {
                    ($0.time, $0.shop, $0.till) > ($1.time, $1.shop, $1.till)
                }
                day = day.advanced(by: 1)
            }
            return coming.removeLast()
        }
    }
}
