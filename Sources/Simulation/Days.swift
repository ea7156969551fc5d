import Events

/// What one day brings.
package struct SimulatedDay: Sendable {
    package var day: CalendarDay
    /// What reaches the log, in time order.
    package var facts: [SimulatedFact] = []
    /// What stays at its till: the missing number, and all of the silent till. It may be sent later.
    package var withheld: [SimulatedFact] = []
}

/// The plan's days, one by one: a day is made when it is asked for, and forgotten.
package struct Days: Sequence, IteratorProtocol {
    private var chronicle: Chronicle
    private var day: CalendarDay
    private var isGapMade = false

    init(_ chain: SimulatedChain) {
        chronicle = Chronicle(chain, after: [SimulatedChain.officeWriter: chain.openingCount])
        day = chain.plan.firstDay
    }

    private enum Happening {
        case visit(Visit)
        case lorry(Lorry)
        case errand(Errand)
        case priceReview

        /// At one moment the office comes first.
        var order: (Int, Int) {
            switch self {
            case .priceReview: (0, 0)
            case .lorry(let lorry): (1, lorry.shop)
            case .errand(let errand): (2, errand.shop)
            case .visit(let visit): (3, visit.shop)
            }
        }
    }

    package mutating func next() -> SimulatedDay? {
        guard day <= chronicle.plan.lastDay else { return nil }
        var result = SimulatedDay(day: day)
        for (time, happening) in happenings() {
            if let until = chronicle.plan.until, time >= until { break }
            switch happening {
            case .priceReview: result.facts += chronicle.reviewPrices(on: day, at: time)
            case .lorry(let lorry): if let fact = chronicle.unload(lorry, on: day) { result.facts.append(fact) }
            case .errand(let errand): result.facts.append(chronicle.run(errand))
            case .visit(let visit):
                let fact = chronicle.serve(visit)
                if isWithheld(visit) { result.withheld.append(fact) } else { result.facts.append(fact) }
            }
        }
        day = day.advanced(by: 1)
        return result
    }

    private mutating func isWithheld(_ visit: Visit) -> Bool {
        let silence = chronicle.chain.silence
        if silence.isSilent(visit) { return true }
        guard !isGapMade, silence.mayBeMissing(visit) else { return false }
        isGapMade = true
        return true
    }

    private mutating func happenings() -> [(time: Instant, Happening)] {
        let chain = chronicle.chain
        var all: [(time: Instant, Happening)] = []
        if day > chain.plan.firstDay, PriceList.reviews(on: day) {
            all.append((PriceList.reviewTime(on: day), .priceReview))
        }
        for lorry in chronicle.lorries(on: day) { all.append((lorry.time, .lorry(lorry))) }
        for errand in chronicle.agenda.removeValue(forKey: day) ?? [] { all.append((errand.time, .errand(errand))) }
        for shop in chain.shops.indices {
            for visit in chain.rhythm.visits(of: shop, on: day) { all.append((visit.time, .visit(visit))) }
        }
        let order = all.indices.sorted {
            let (one, other) = (all[$0], all[$1])
            if one.time != other.time { return one.time < other.time }
            return (one.1.order.0, one.1.order.1, $0) < (other.1.order.0, other.1.order.1, $1)
        }
        return order.map { all[$0] }
    }
}

extension Chronicle {
    /// The week's new prices, one fact each.
    fileprivate mutating func reviewPrices(on day: CalendarDay, at time: Instant) -> [SimulatedFact] {
        prices.review(on: day).enumerated().map { place, article in
            var fact = ProductFacts()
            fact.product = chain.articles[article].id
            fact.listPrice = UnitAmount(amount: prices.amounts[article], per: 1_000)
            let id = nextID(of: SimulatedChain.officeWriter)
            let moment = Instant(milliseconds: time.milliseconds + Int64(place) * 250)
            return SimulatedFact(.chain, id, "product.changed.v1", at: moment, isTill: false, fact)
        }
    }

    fileprivate mutating func run(_ errand: Errand) -> SimulatedFact {
        switch errand.work {
        case .correct(let correction): write("receipt.corrected.v1", correction, of: errand.shop, at: errand.time)
        case .enter(let delivery): write("goods.received.v1", delivery, of: errand.shop, at: errand.time)
        }
    }
}
