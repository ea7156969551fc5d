import Events

/// An amount as a fact of the goods' books states it.
package struct StatedAmount: Equatable {
    package var amount: Int64
    package var currency: String
}

/// The currency that a shop reckons in: amounts in another are no costs of its goods (docs/RULES.md, Other currencies).
final class ShopCurrency {
    /// Who says a currency, and when.
    struct Named {
        var key: PlainKey
        var currency: String
    }

    /// As the shop was opened; of several the last in the total order.
    var opened: Named?
    /// The first in the total order that its goods' books state: it stands in while nobody has opened the shop.
    var first: Named?
    /// The first in the log that its goods' books state. Deliveries in it say no currency in their pools; it never changes.
    var usual: String?
    /// The currency of its first receipt in the log.
    var sold: String?
    var isInDatabase = false

    /// As known now; nil while nothing is.
    var current: String? { opened?.currency ?? first?.currency }
    /// By the store's own partition alone, since booked figures may know no more; nil while nothing is known.
    var booked: String? { sold ?? usual }

    /// Whether what a delivery in the usual currency says is its cost, as known now and as booked.
    var isUsual: Bool { usual == current && usual == booked }

    func currency(of movement: Movement) -> String? {
        switch movement.stated {
        case .currency(let currency)?: currency
        case .unitCost(_, _, let currency)?: currency
        case .credit(let credit)?: credit.currency
        default:
            switch movement.kind {
            case .delivery: usual
            case .arrival: movement.cause?.currency
            default: nil
            }
        }
    }

    /// Whether amounts in a currency are its own; where it is not known which one that is, all are.
    func reckons(in currency: String?) -> Bool { currency == nil || current == nil || currency == current }

    /// What a movement in another currency than the usual says of it; nil in the usual one.
    func stated(_ currency: String) -> Movement.Stated? { currency == usual ? nil : .currency(currency) }
}

extension TradeFold {
    /// A shop was opened: from now on it is known what it reckons in.
    func opened(_ opened: StoreOpened, _ event: Event) throws {
        let key = event.key(atPhase: .timed, opened.circumstances)
        let number = names.number(of: opened.store)
        let shop = try pools.shop(number)
        guard !opened.currency.isEmpty, shop.opened.map({ $0.key < key }) ?? true else { return }
        let before = shop.current
        shop.opened = .init(key: key, currency: opened.currency)
        shops.touch(ExactText(opened.store))
        if before != opened.currency { try costAnew(number) }
    }

    /// A receipt was completed: booked figures are in the currency of the first.
    func sold(in currency: String, _ store: Int32) throws {
        let shop = try pools.shop(store)
        guard shop.sold == nil, !currency.isEmpty else { return }
        let before = shop.booked
        shop.sold = currency
        shops.touch(ExactText(names[store]))
        if let before, before != currency { try costAnew(store) }
    }

    /// What a fact states its costs in.
    ///
    /// - Returns: the currency; nil where it cannot be read, and then none of the amounts can.
    func reckoning(
        _ stated: String, _ key: PlainKey, _ store: Int32, _ unread: UnreadMembers
    ) throws -> String? {
        guard let currency = unread.currency(stated) else { return nil }
        try reckon(in: currency, key, store)
        return currency
    }

    /// A fact of a shop's goods' books states amounts in a currency.
    func reckon(in stated: String, _ key: PlainKey, _ store: Int32) throws {
        let shop = try pools.shop(store)
        let before = shop.current
        if shop.usual == nil {
            shop.usual = stated
            shops.touch(ExactText(names[store]))
        }
        if shop.opened == nil, shop.first.map({ key < $0.key }) ?? true {
            shop.first = .init(key: key, currency: stated)
            shops.touch(ExactText(names[store]))
            if before != stated { try costAnew(store) }
        }
    }

    /// Costs a shop's goods by the currency that it is now known to reckon in, and those of others that came from it.
    private func costAnew(_ store: Int32) throws {
        let (name, shop) = (names[store], try pools.shop(store))
        if let source {
            try pools.prefetch(
                try source.products(of: name).map { PoolKey(store: store, product: names.number(of: $0)) })
        }
        var stated: [Movement] = []
        var (sent, returned): (Set<FactID>, Set<FactID>) = ([], [])
        for pool in pools.pools(ofStore: store) {
            let ledger = try pools.ledger(pool, from: .beginning)
            ledger.recost()
            changed(pool)
            for movement in ledger.movements {
                if shop.currency(of: movement) != nil { stated.append(movement) }
                if movement.kind == .dispatch { sent.insert(movement.key.own.fact) }
                if movement.kind == .sale, movement.isFollowed { returned.insert(movement.key.own.fact) }
            }
        }
        try unapplied.prefetch(stated.compactMap { shop.key(of: $0) })
        for movement in stated { try tell(movement, of: name, shop) }
        let known = try source?.deliveries(of: name) ?? []
        for key in Set(known + deliveries.keys.filter { $0.store == ExactText(name) }).sorted() {
            if let entry = try deliveries.row(key) { try follow(entry) }
        }
        for id in inOrder(sent) {
            for isRevised in [false, true] {
                if let entry = try transfer(DispatchKey(fact: id, isRevised: isRevised)) { try seatArrivals(of: entry) }
            }
        }
        for id in inOrder(returned) { if let entry = try receipts.row(id) { try reseatReturns(of: entry) } }
    }

    private func inOrder(_ ids: Set<FactID>) -> [FactID] {
        ids.sorted { ($0.writer, $0.sequence) < ($1.writer, $1.sequence) }
    }

    /// Shows an amount in another currency than its shop's, as long as it is one.
    func tell(_ movement: Movement, of store: String, _ shop: ShopCurrency) throws {
        guard let key = shop.key(of: movement), let currency = shop.currency(of: movement) else { return }
        guard !shop.reckons(in: currency) else { return try hide(key.id, key.refersTo.text) }
        let saying = Saying(
            key: movement.key.own, type: movement.kind.factType, store: store, source: movement.source,
            isApplied: false)
        try show(saying, of: key.refersTo.text)
    }
}

extension ShopCurrency {
    /// What is shown of an amount that a movement states: its currency and its line; nil for a movement that states none.
    func key(of movement: Movement) -> UnappliedKey? {
        currency(of: movement).map { Self.key(of: movement.key.own, in: $0) }
    }

    static func key(of own: PlainKey, in currency: String) -> UnappliedKey {
        let isRevised = own.part >= GoodsDocument.firstRevisedPart
        // Two lines of one number are two.
        let place = (isRevised ? own.part &- GoodsDocument.firstRevisedPart : own.part) &+ 1
        let line = place == own.line ? "\(own.line)" : "\(own.line).\(place)"
        return UnappliedKey(
            id: own.fact, refersTo: ExactText("\(currency):\(line)\(isRevised ? ":corrected" : "")"))
    }
}

extension Movement.Kind {
    /// Of those that state an amount.
    fileprivate var factType: String {
        switch self {
        case .revaluation: "stock.revalued.v1"
        case .vendorReturn: "goods.returned.v1"
        case .arrival: "transfer.received.v1"
        default: "goods.received.v1"
        }
    }
}
