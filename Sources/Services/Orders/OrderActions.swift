import Events
import JSON

/// Customers' orders, at the shop that hands over.
enum OrderActions {
    static let all = [
        Action(
            "POST", "stores/{store}/orders", .selling, BodyForm(OrderFacts.self, made: ["order"], more: quote),
            tills: true
        ) { work, call in
            try define(work, call, try call.idInBodyOrNew("order"))
        },
        Action("PUT", "stores/{store}/orders/{order}", .selling, BodyForm(OrderFacts.self, more: quote), tills: true) {
            work, call in
            let id = try call.id("order")
            let stream = try work.stream(OrderDecider.self, id)
            if stream.version == 0 { return try define(work, call, id) }
            let store = try work.at(call, id)
            let fact = try read(work, call, id, store)
            return try work.put(OrderDecider.self, id, .change(fact), call, ["order": .string(id)])
        },
        step("place", Why.self) { why, call, _ in .accept(call.stamped(why.circumstances)) },
        Action(
            "POST", "stores/{store}/orders/{order}/reservations", .selling, BodyForm(OrderReserved.self), tills: true
        ) { work, call in
            try reserve(work, call)
        }.looking { call, _, lookups in
            guard let store = call.ids["store"] else { return }
            for line in try call.body.read(OrderReserved.self, set: [("order", call.ids["order"] ?? "")]).lines {
                guard let product = line.product else { continue }
                call.onHand[product] = try lookups.onHand(store, product)
            }
        },
        step("releases", OrderReleased.self) { fact, _, _ in .release(fact) },
        step("deposits", OrderDepositTaken.self, naming: "deposit") { fact, _, _ in .takeDeposit(fact) },
        step("ready", OrderReady.self) { fact, _, _ in .ready(fact) },
        Action("DELETE", "stores/{store}/orders/{order}", .selling, BodyForm(OrderCancelled.self), tills: true) {
            work, call in
            let id = try call.id("order")
            let store = try work.at(call, id)
            let fact = try call.fact(OrderCancelled.self, set: [("order", id)], zone: store.zone)
            var effect = try work.put(
                OrderDecider.self, id, .cancel(fact), call, ["order": .string(id)], isVersionNeeded: false)
            for decided in work.decided {
                guard case .orderCancelled(let said) = decided.fact else { continue }
                let back = said.deposits.reduce(0 as Int64) { $0 &+ $1.amount }
                effect.body["depositsBack"] = .int(back)
            }
            return effect
        },
    ]

    private static let quote: [(String, JSON)] = [
        ("quote", ["type": "boolean", "description": "an offer that does not bind the customer yet"])
    ]

    /// A step of an order that is there.
    private static func step<Body: FactPart>(
        _ name: String, _ body: Body.Type, naming: String? = nil,
        _ order: @escaping @Sendable (Body, Call, OrderDecider.State) throws -> OrderDecider.Order
    ) -> Action {
        Action(
            "POST", "stores/{store}/orders/{order}/\(name)", .selling,
            BodyForm(Body.self, made: naming.map { [$0] } ?? []), tills: true
        ) { work, call in
            let id = try call.id("order")
            let store = try work.at(call, id)
            var answer: JSON = ["order": .string(id)]
            var set = Body.self == Why.self ? [] : [("order", id)]
            if let naming {
                let made = try call.idInBodyOrNew(naming)
                set.append((naming, made))
                answer[naming] = .string(made)
            }
            var part = try call.body.read(Body.self, set: set)
            if var said = part as? any FactBody {
                said.circumstances = call.stamped(said.circumstances, zone: store.zone)
                part = said as? Body ?? part
            }
            let state = try work.state(OrderDecider.self, id)
            return try work.put(
                OrderDecider.self, id, try order(part, call, state), call, answer, isVersionNeeded: false)
        }
    }

    /// A new order; a body with `quote: true` is an offer that does not bind the customer yet.
    private static func define(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
        let store = try call.id("store")
        let shop = try work.openShop(store)
        let fact = try read(work, call, id, shop)
        let isQuote = call.body["quote"]?.bool ?? false
        return try work.put(
            OrderDecider.self, id, isQuote ? .quote(fact, at: store) : .place(fact, at: store), call,
            ["store": .string(store), "order": .string(id)])
    }

    private static func read(_ work: Work, _ call: Call, _ id: String, _ shop: StoreOpened) throws -> OrderFacts {
        let fact = try call.fact(OrderFacts.self, set: [("order", id)], besides: ["quote"], zone: shop.zone)
        guard fact.currency == shop.currency else {
            throw Refusal.invalid("currency", "order.currency", "this shop sells in \(shop.currency)")
        }
        let kinds = try work.kinds(of: fact.lines.compactMap(\.product))
        for (index, line) in fact.lines.enumerated() {
            guard let product = line.product, kinds[product] == nil else { continue }
            throw Refusal.notThere("product", product, at: "lines[\(index)].product")
        }
        return fact
    }

    /// First what lies on the shelves, then what the order still wants.
    private static func reserve(_ work: Work, _ call: Call) throws -> Effect {
        let (store, id) = (try call.id("store"), try call.id("order"))
        let shop = try work.at(call, id)
        var fact = try call.fact(OrderReserved.self, set: [("order", id)], zone: shop.zone)
        // A hold until a day ends when that day begins in the shop.
        if fact.circumstances.zone == nil, fact.until.flatMap({ CalendarDay($0) }) != nil {
            fact.circumstances.zone = shop.zone
        }
        // In one order, so that two commands that want the same goods do not wait for each other.
        var asked: ByID<(quantity: Int64, path: String)> = [:]
        for (index, line) in fact.lines.enumerated() {
            guard let product = line.product, let quantity = line.quantity else { continue }
            let before = asked[product]
            asked[product] = ((before?.quantity ?? 0) &+ quantity, before?.path ?? "lines[\(index)].quantity")
        }
        for (product, want) in asked.sorted {
            try work.decide(
                ShelfDecider.self, ShelfDecider.stream(store, product),
                .init(
                    product: product, quantity: want.quantity, onHand: call.onHand[product] ?? 0, path: want.path))
        }
        return try work.put(
            OrderDecider.self, id, .reserve(fact), call, ["order": .string(id)], isVersionNeeded: false)
    }
}

extension Work {
    /// The shop of the address, where the order must be.
    fileprivate func at(_ call: Call, _ order: String) throws -> StoreOpened {
        let store = try call.id("store")
        let state = try state(OrderDecider.self, order)
        guard state.stage != .none, ExactText.same(state.store, store) else { throw OrderDecider.unknown }
        return try shop(store)
    }
}
