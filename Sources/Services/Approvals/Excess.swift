import Events
import JSON
import Rules

/// Thrown where a command would go further than its asker may alone: nothing of it is decided, and it is asked for instead.
struct BeyondLimit: Error {
    let excess: [ApprovalExcess]
    let drafts: [Decided]
}

extension Call {
    /// - Parameter first: the place among what was decided where this command's begins.
    /// - Throws: `BeyondLimit` where what was decided goes further than whoever answers for it may: who asks, or who lets it.
    func checkLimits(_ action: Action, _ work: Work, from first: Int = 0) throws {
        guard let principal, principal.isLimited,
            let limit = principal.limit(of: action.right, at: Place(ids["store"] ?? Place.chainName))
        else { return }
        var excess: [ApprovalExcess] = []
        let decided = Array(work.decided.dropFirst(first))
        for measure in try Scales(self, work, action).measures(of: decided) where !limit.permits(measure) {
            let over = ApprovalExcess(action.right, measure, limit)
            if !excess.contains(over) { excess.append(over) }
        }
        guard excess.isEmpty else { throw BeyondLimit(excess: excess, drafts: decided) }
    }
}

extension ApprovalExcess {
    init(_ right: Right, _ measure: Measure, _ limit: Limit) {
        self.init()
        self.right = right.description
        switch measure {
        case .percent(let percent): (self.percent, limitPercent) = (percent, limit.percent)
        case .money(let amount, let currency):
            (self.amount, self.currency, limitAmount) = (amount, currency, limit.amounts[currency])
        case .unknown: break
        }
    }

    package var measure: Measure {
        if let percent { return .percent(percent) }
        guard let amount, let currency else { return .unknown }
        return .money(amount, currency: currency)
    }
}

/// What a command gives away, writes off or changes, by the facts that it came to. What is not named here has no measure, and no
/// limit holds it back.
private struct Scales {
    private let call: Call
    private let work: Work
    private let action: Action

    init(_ call: Call, _ work: Work, _ action: Action) { (self.call, self.work, self.action) = (call, work, action) }

    func measures(of decided: [Decided]) throws -> [Measure] {
        // What ends a rule or a price gives nothing any more.
        guard action.method != "DELETE" else { return [] }
        return try decided.flatMap { try measures(of: $0.fact) }
    }

    private func measures(of fact: Fact) throws -> [Measure] {
        switch fact {
        case .discountRuleDefined(let rule): return rule.effects.map { measure(of: $0, rule.currency) }
        case .priceSet(let price): return [try change(of: price)]
        case .productChanged(let facts):
            guard let price = facts.listPrice, let before = try work.product(facts.product)?.listPrice else {
                return []
            }
            return [Self.change(from: before, to: price)]
        case .giftCardIssued(let card): return [.money(card.amount, currency: card.currency)]
        case .giftCardCredited(let card): return [.money(card.amount, currency: card.currency)]
        case .pointsAdjusted(let points): return points.points > 0 ? [.unknown] : []
        case .accountAdjusted(let entry): return given(entry.amount, entry.currency)
        case .accountCorrected(let correction):
            return correction.entry.map { given($0.amount, correction.currency) } ?? [.unknown]
        case .accountReversed: return [.unknown]
        case .paymentRefunded(let refund): return try refunded(refund)
        case .receiptVoided, .receiptCancelled: return [receipt]
        // What was, is taken back whole.
        case .goodsReversed, .cashReversed: return [.unknown]
        case .stockWrittenOff(let document):
            return [try worth(document.lines.map { ($0.product, $0.quantity) })]
        case .stockCounted(let count): return [try worth(count.lines.map { ($0.product, difference($0)) })]
        case .goodsCorrected(let correction): return try correction.document.map { try measures(of: $0) } ?? []
        case .stockRevalued(let revaluation): return [changedValue(revaluation)]
        default: return []
        }
    }

    // MARK: Prices and discounts

    private func measure(of effect: DiscountEffect, _ currency: String?) -> Measure {
        switch (effect.kind, effect.percent, effect.amount, currency) {
        case ("percent", let percent?, _, _): .percent(percent)
        case ("amount", _, let amount?, let currency?): .money(amount, currency: currency)
        // What a set price gives away depends on what is sold.
        default: .unknown
        }
    }

    /// By how much a price differs from the one that it takes the place of: of the same shops if there is one, else of the chain;
    /// of several by the most.
    private func change(of price: PriceSet) throws -> Measure {
        guard let amount = price.amount else { return .unknown }
        if let before = work.pricesBefore[price.price] { return Self.change(from: before, to: amount) }
        let others = try work.prices(of: price.product).filter { $0.currency == price.currency && $0.amount != nil }
        func places(_ stores: [String]) -> Set<ExactText> { Set(stores.map(ExactText.init)) }
        let same = others.filter { ExactText.same($0.price, price.price) || places($0.stores) == places(price.stores) }
        let general = others.filter { $0.stores.isEmpty && $0.customer == nil && $0.customerCategory == nil }
        var before = ([same, general, others].first { !$0.isEmpty } ?? []).compactMap(\.amount)
        if before.isEmpty, let list = try work.product(price.product)?.listPrice { before = [list] }
        guard !before.isEmpty else { return .unknown }
        return before.map { Self.change(from: $0, to: amount) }.max { Self.size($0) < Self.size($1) } ?? .unknown
    }

    private static func change(from old: UnitAmount, to new: UnitAmount) -> Measure {
        let (before, after) = (
            Int128(old.amount) * Int128(max(new.per, 1)), Int128(new.amount) * Int128(max(old.per, 1))
        )
        guard before > 0 else { return before == after ? .percent(0) : .unknown }
        let (percent, rest) = ((after - before).magnitude * 1_000_000)
            .quotientAndRemainder(dividingBy: before.magnitude)
        return .percent(Int64(clamping: percent + (rest > 0 ? 1 : 0)))
    }

    private static func size(_ measure: Measure) -> Int64 {
        if case .percent(let percent) = measure { percent } else { .max }
    }

    // MARK: Money

    /// Less is owed; what makes it more gives nothing away.
    private func given(_ amount: Int64, _ currency: String) -> [Measure] {
        amount < 0 ? [.money(amount == .min ? .max : 0 &- amount, currency: currency)] : []
    }

    private func refunded(_ refund: PaymentRefunded) throws -> [Measure] {
        let currency = try work.state(PaymentDecider.self, refund.payment).currency
        return [.money(refund.amount, currency: currency)]
    }

    /// What the receipt was paid with.
    private var receipt: Measure {
        call.original?.receipt.paid ?? .unknown
    }

    // MARK: Goods

    /// What goods cost, by the books; where they do not know it, nobody can say.
    private func worth(_ lines: [(product: String?, quantity: Int64?)]) throws -> Measure {
        var sum = Int128(0)
        for case (let product?, let quantity?) in lines where quantity > 0 {
            guard let cost = call.costsOnHand[product], cost.quantity > 0, cost.value >= 0 else { return .unknown }
            sum += Int128(cost.value) * Int128(quantity) / Int128(cost.quantity)
        }
        return .money(Int64(clamping: sum), currency: try work.shop(call.ids["store"] ?? "").currency)
    }

    /// How much more or less was counted than the books have.
    private func difference(_ line: StockCountedLine) -> Int64? {
        guard let product = line.product, let counted = line.quantity else { return nil }
        let books = work.booksSay[product] ?? call.costsOnHand[product]?.quantity ?? 0
        let (difference, overflow) = books.subtractingReportingOverflow(counted)
        return overflow || difference == .min ? .max : abs(difference)
    }

    private func changedValue(_ revaluation: StockRevalued) -> Measure {
        var sum = Int128(0)
        for line in revaluation.lines {
            guard let on = call.costsOnHand[line.product], on.quantity > 0, let cost = line.cost, cost.per > 0 else {
                return .unknown
            }
            let now = Int128(cost.amount) * Int128(on.quantity) / Int128(cost.per)
            sum += Int128((now - Int128(on.value)).magnitude)
        }
        return .money(Int64(clamping: sum), currency: revaluation.currency)
    }
}

extension Work {
    /// The prices of a product that hold now, or will; those decided just now are not among them.
    fileprivate func prices(of product: String) throws -> [PriceSet] {
        let rows = try connection.query(
            """
            SELECT id FROM davtari.stream
            WHERE kind = \(PriceSubject.kind) AND version > 0 AND davtari.said(state)->>'product' = \(product)
            """)
        return try rows.compactMap { row -> PriceSet? in
            guard let state = try StreamTable.peek(connection, PriceDecider.self, row.text(0))?.state,
                let price = state.said(at: now)
            else { return nil }
            let end = price.to.flatMap { Instant(momentOrDay: $0, in: .home) }
            return end.map { $0 > now } ?? true ? price : nil
        }
    }

    /// As it was before this.
    fileprivate func product(_ id: String) throws -> ProductFacts? {
        try StreamTable.peek(connection, ProductDecider.self, id)?.state.said(at: now)
    }
}
