import Crypto
import Events
import JSON

/// Receiving goods.
enum DeliveryActions {
    static let all = [
        Action("POST", "stores/{store}/deliveries", .goods) { work, call in
            // Named in the body, or by us: a random id, since no counter may be shared across shops.
            try receive(work, call, call.body["delivery"]?.string ?? Hex.encode(Random.bytes(8)))
        },
        Action("PUT", "stores/{store}/deliveries/{delivery}", .goods) { work, call in
            try receive(work, call, try call.id("delivery"))
        },
    ]

    private static func receive(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
        let store = try call.id("store")
        guard let shop = try work.look(StoreDecider.self, store).said?.part else {
            throw Refusal.missing("store", store)
        }
        var delivery = try call.body.read(Delivery.self, set: [("delivery", id)])
        delivery.circumstances = call.stamped(delivery.circumstances, zone: shop.zone)
        let order = DeliveryDecider.Order(
            store: store, storeCurrency: shop.currency, delivery: delivery,
            kinds: try work.kinds(of: delivery.lines.compactMap(\.product)))
        return try work.put(
            DeliveryDecider.self, DeliveryDecider.stream(store, id), order, call,
            ["store": .string(store), "delivery": .string(id)], isVersionNeeded: false)
    }
}

extension Work {
    /// The kind of each of these products that is listed.
    func kinds(of products: [String]) throws -> [String: String] {
        var kinds: [String: String] = [:]
        for product in Set(products) {
            let state = try look(ProductDecider.self, product)
            if state.isListed { kinds[product] = state.kind }
        }
        return kinds
    }
}
