import Events

/// A customer's order: quoted, placed, reserved, paid in advance, ready, handed over in parts, settled or cancelled.
package enum OrderDecider: Decider {
    package enum Stage: String, Codable, Sendable { case none, quoted, placed, settled, cancelled }

    package struct Line: Codable, Sendable, Equatable {
        package var product: String?
        package var ordered: Int64
        package var held: Int64 = 0
        package var handedOver: Int64 = 0

        package var open: Int64 { max(0, ordered &- handedOver) }
    }

    /// Goods held by one reservation, by line, until a moment (milliseconds since 1970); nil: until they are released.
    package struct Term: Codable, Sendable, Equatable {
        package var until: Int64?
        package var lines: [Int64: Int64]
        /// The reservation, `writer:writerseq`; nil in states that were kept without it.
        package var fact: String?
    }

    package struct State: Codable, Sendable, Equatable, ToldByShops {
        package var stage = Stage.none
        package var store = ""
        package var said: Kept<OrderFacts>?
        package var revision: Int64 = 0
        /// Where the content stands that counts.
        package var place: RevisionPlace?
        package var currency = ""
        package var gross: Int64 = 0
        package var lines: [Int64: Line] = [:]
        /// What is held until when, the soonest first.
        package var terms: [Term] = []
        /// When the next hold ends by itself, in milliseconds since 1970.
        package var expires: Int64?
        /// What is left of each deposit, by its id.
        package var deposits: ByID<Int64> = [:]
        package var isReady = false
        package var shops: Set<ExactText>? = []

        package var own: [String] { store.isEmpty ? [] : [store] }
    }

    package enum Order: Sendable {
        case quote(OrderFacts, at: String)
        case place(OrderFacts, at: String)
        case change(OrderFacts)
        /// What was quoted, as it was.
        case accept(Circumstances)
        case reserve(OrderReserved)
        case release(OrderReleased)
        /// Holds whose time is over are free again.
        case expire(String, now: Instant)
        case takeDeposit(OrderDepositTaken)
        case ready(OrderReady)
        case cancel(OrderCancelled)
        /// What a receipt says: it has happened and is recorded. Never refused.
        case record(OrderHandedOver)
    }

    package static let kind = "order"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .orderQuoted(let fact), .orderPlaced(let fact), .orderChanged(let fact): [fact.order]
        case .orderReserved(let fact): [fact.order]
        case .orderReleased(let fact): [fact.order]
        case .orderDepositTaken(let fact): [fact.order]
        case .orderReady(let fact): [fact.order]
        case .orderHandedOver(let fact): [fact.order]
        case .orderSettled(let fact): [fact.order]
        case .orderCancelled(let fact): [fact.order]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        state.note(said)
        switch said.fact {
        case .orderQuoted(let fact): state.take(fact, .quoted, said)
        case .orderPlaced(let fact): state.take(fact, .placed, said)
        case .orderChanged(let fact): state.take(fact, state.stage == .quoted ? .quoted : .placed, said)
        case .orderReserved(let fact):
            for line in fact.lines { state.hold(line, 1) }
            state.term(of: fact, said.id)
        case .orderReleased(let fact):
            for line in fact.lines { state.hold(line, -1) }
            state.spend(fact.lines)
        case .orderDepositTaken(let fact): state.deposits[fact.deposit, default: 0] &+= fact.amount
        case .orderReady: state.isReady = true
        case .orderHandedOver(let fact):
            for line in fact.lines { state.handOver(line) }
            state.spend(fact.lines)
            state.consume(fact.deposits)
        case .orderSettled: state.stage = .settled
        case .orderCancelled(let fact):
            state.stage = .cancelled
            state.consume(fact.deposits)
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        let place = Decided.Place.store(state.store)
        switch order {
        case .quote, .place, .change, .accept: return try define(order, state)
        case .reserve(let fact):
            try check(state, is: .placed)
            for (index, line) in fact.lines.enumerated() {
                let ordered = try self.line(line, state, "lines[\(index)]")
                let open = ordered.open &- ordered.held
                try check(line.quantity ?? 0, most: open, "order.quantity", "lines[\(index)].quantity")
            }
            return [Decided(.orderReserved(fact), to: place)]
        case .release(let fact):
            try check(state, is: .placed)
            for (index, line) in fact.lines.enumerated() {
                let ordered = try self.line(line, state, "lines[\(index)]")
                try check(line.quantity ?? 0, most: ordered.held, "order.held", "lines[\(index)].quantity")
            }
            return [Decided(.orderReleased(fact), to: place)]
        case .expire(let order, let now): return expire(order, now, state)
        case .takeDeposit(let fact):
            try check(state, is: .placed)
            guard fact.currency == state.currency else {
                throw Refusal.invalid("currency", "order.currency", "this order is in \(state.currency)")
            }
            guard state.deposits[fact.deposit] == nil else {
                throw Refusal(.conflict, "deposit.repeated", "deposit “\(fact.deposit)” was taken before")
            }
            let paid = state.deposits.all.reduce(0, &+)
            try check(fact.amount, most: state.gross &- paid, "deposit.amount", "amount")
            return [Decided(.orderDepositTaken(fact), to: place)]
        case .ready(let fact):
            try check(state, is: .placed)
            for (index, line) in fact.lines.enumerated() { _ = try self.line(line, state, "lines[\(index)]") }
            return [Decided(.orderReady(fact), to: place)]
        case .cancel(let fact): return try cancel(fact, state)
        case .record(let fact): return record(fact, state)
        }
    }

    private static func expire(_ order: String, _ now: Instant, _ state: State) -> [Decided] {
        let over = state.terms.filter { $0.isOver(now) }
        let lines = over.reduce(into: [Int64: Int64]()) { sum, term in sum.merge(term.lines, uniquingKeysWith: &+) }
        var freed = OrderReleased()
        freed.order = order
        freed.circumstances.effectiveAt = over.compactMap(\.until).max().map { Instant(milliseconds: $0).description }
        let held = lines.sorted { $0.key < $1.key }.compactMap { number, quantity -> OrderGoodsLine? in
            let held = min(quantity, state.lines[number]?.held ?? 0)
            guard held > 0 else { return nil }
            return OrderGoodsLine(line: number, product: state.lines[number]?.product, quantity: held)
        }
        // A line of no goods keeps no others back; by itself it is refused.
        let ofGoods = held.filter { $0.product != nil }
        freed.lines = ofGoods.isEmpty ? held : ofGoods
        return freed.lines.isEmpty ? [] : [Decided(.orderReleased(freed), to: .store(state.store))]
    }

    private static func define(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .quote(let fact, let store):
            guard state.stage == .none else { throw repeated(state) }
            return [Decided(.orderQuoted(fact), to: .store(store))]
        case .place(let fact, let store):
            guard state.stage == .none else { throw repeated(state) }
            return [Decided(.orderPlaced(fact), to: .store(store))]
        case .accept(let circumstances):
            try check(state, is: .quoted)
            guard var fact = state.said?.part.revised(after: state.revision) else { throw unknown }
            fact.circumstances = circumstances
            return [Decided(.orderPlaced(fact), to: .store(state.store))]
        case .change(let fact):
            try check(state, is: .quoted, .placed)
            guard fact.currency == state.currency else {
                throw Refusal.invalid("currency", "order.currency", "this order is in \(state.currency)")
            }
            for (number, line) in state.lines.sorted(by: { $0.key < $1.key }) where line.held > 0 || line.handedOver > 0
            {
                let changed = fact.lines.first { $0.line == number }
                let least = line.held &+ line.handedOver
                guard ExactText.same(changed?.product, line.product), changed?.quantity ?? 0 >= least else {
                    throw Refusal(
                        .conflict, "order.line", "of line \(number), \(least) are held or handed over already",
                        [("line", .int(number)), ("least", .int(least))])
                }
            }
            return [Decided(.orderChanged(fact.revised(after: state.revision)), to: .store(state.store))]
        default: return []
        }
    }

    /// What is held is free again; deposits go back less the charge.
    private static func cancel(_ said: OrderCancelled, _ state: State) throws(Refusal) -> [Decided] {
        if state.stage == .cancelled { return [] }
        try check(state, is: .quoted, .placed)
        var fact = said
        let paid = state.deposits.all.reduce(0, &+)
        try check(fact.charge, most: paid, "order.charge", "charge")
        var charge = fact.charge
        fact.deposits = state.deposits.sorted.compactMap { id, left in
            let back = max(0, left &- charge)
            charge = max(0, charge &- left)
            guard back > 0 else { return nil }
            var part = DepositPart()
            (part.deposit, part.amount) = (id, back)
            return part
        }
        fact.currency = fact.charge > 0 || !fact.deposits.isEmpty ? state.currency : nil
        let place = Decided.Place.store(state.store)
        let held = state.lines.sorted { $0.key < $1.key }.filter { $0.value.held > 0 }
        guard !held.isEmpty else { return [Decided(.orderCancelled(fact), to: place)] }
        var freed = OrderReleased()
        (freed.order, freed.circumstances) = (fact.order, fact.circumstances)
        freed.lines = held.map { OrderGoodsLine(line: $0.key, product: $0.value.product, quantity: $0.value.held) }
        return [Decided(.orderReleased(freed), to: place), Decided(.orderCancelled(fact), to: place)]
    }

    private static func record(_ said: OrderHandedOver, _ state: State) -> [Decided] {
        guard state.stage == .placed || state.stage == .quoted, !said.lines.isEmpty else { return [] }
        let place = Decided.Place.store(state.store)
        let handedOver = Decided(.orderHandedOver(said), to: place)
        var facts = [handedOver]
        let after = evolve(state, handedOver.said)
        if after.lines.values.allSatisfy({ $0.open == 0 }) {
            var settled = OrderSettled()
            (settled.order, settled.circumstances) = (said.order, said.circumstances)
            facts.append(Decided(.orderSettled(settled), to: place))
        }
        return facts
    }

    // MARK: Checks

    private static func check(_ state: State, is stages: Stage...) throws(Refusal) {
        guard !stages.contains(state.stage) else { return }
        throw state.stage == .none ? unknown : repeated(state)
    }

    static let unknown = Refusal(.missing, "order.unknown", "there is no such order")

    private static func repeated(_ state: State) -> Refusal {
        Refusal(
            .conflict, "order.stage", "this order is \(state.stage.rawValue)",
            [("stage", .string(state.stage.rawValue))])
    }

    private static func line(_ said: OrderGoodsLine, _ state: State, _ path: String) throws(Refusal) -> Line {
        guard let line = state.lines[said.line], line.product != nil, ExactText.same(line.product, said.product) else {
            throw Refusal.invalid(
                "\(path).line", "order.line", "line \(said.line) of the order is not of “\(said.product ?? "")”")
        }
        return line
    }

    private static func check(
        _ asked: Int64, most: Int64, _ rule: String, _ path: String
    ) throws(Refusal) {
        guard asked <= most else {
            throw Refusal(
                .conflict, rule, "\(path) is \(asked), and at most \(max(0, most)) can be",
                [("path", .string(path)), ("most", .int(max(0, most))), ("asked", .int(asked))])
        }
    }
}

extension OrderDecider.State {
    fileprivate mutating func take(_ fact: OrderFacts, _ stage: OrderDecider.Stage, _ told: Said) {
        if self.stage == .none || self.stage == .quoted || self.stage == .placed { self.stage = stage }
        store = told.store ?? store
        let place = RevisionPlace(fact.revision, told)
        guard place >= self.place ?? RevisionPlace(before: revision) else { return }
        said = Kept(fact)
        (revision, self.place, currency, gross) = (fact.revision, place, fact.currency, fact.gross)
        let before = lines
        lines = [:]
        for line in fact.lines where !line.isCharge {
            lines[line.line] = .init(
                product: line.product, ordered: line.quantity ?? 0, held: before[line.line]?.held ?? 0,
                handedOver: before[line.line]?.handedOver ?? 0)
        }
        for place in terms.indices { terms[place].lines = terms[place].lines.filter { lines[$0.key] != nil } }
        tidyTerms()
    }

    private mutating func tidyTerms() {
        terms.removeAll { $0.lines.values.allSatisfy { $0 <= 0 } }
        expires = terms.first?.until
    }

    fileprivate mutating func hold(_ said: OrderGoodsLine, _ sign: Int64) {
        guard var line = lines[said.line] else { return }
        line.held = max(0, line.held &+ sign &* (said.quantity ?? 0))
        lines[said.line] = line
    }

    fileprivate mutating func term(of fact: OrderReserved, _ id: FactID?) {
        let zone = fact.circumstances.zone.flatMap { Zone($0) } ?? .utc
        let until = fact.until.flatMap { Instant(momentOrDay: $0, in: zone)?.milliseconds }
        let lines = fact.lines.map { ($0.line, $0.quantity ?? 0) }
        terms.append(.init(until: until, lines: Dictionary(lines, uniquingKeysWith: &+), fact: id?.description))
        terms.sort { $0.until ?? .max < $1.until ?? .max }
        tidyTerms()
    }

    /// What ends soonest goes first.
    fileprivate mutating func spend(_ lines: [OrderGoodsLine]) {
        for line in lines {
            var left = line.quantity ?? 0
            for place in terms.indices where left > 0 {
                let part = min(left, terms[place].lines[line.line] ?? 0)
                left &-= part
                terms[place].lines[line.line]? &-= part
            }
        }
        tidyTerms()
    }

    fileprivate mutating func handOver(_ said: OrderGoodsLine) {
        guard var line = lines[said.line] else { return }
        let quantity = said.quantity ?? 0
        line.handedOver &+= quantity
        line.held = max(0, line.held &- quantity)
        lines[said.line] = line
    }

    fileprivate mutating func consume(_ parts: [DepositPart]) {
        for part in parts { deposits[part.deposit] = max(0, (deposits[part.deposit] ?? 0) &- part.amount) }
    }
}

extension OrderDecider.Term {
    func isOver(_ now: Instant) -> Bool { until.map { $0 <= now.milliseconds } ?? false }
}

extension OrderFacts {
    fileprivate func revised(after revision: Int64) -> OrderFacts {
        var copy = self
        copy.revision = revision + 1
        return copy
    }
}

extension OrderGoodsLine {
    init(line: Int64, product: String?, quantity: Int64) {
        self.init()
        (self.line, self.product, self.quantity) = (line, product, quantity)
    }
}
