import Crypto
import Events
import JSON

/// Receiving, counting, writing off and giving back goods: each a document of a shop.
enum GoodsActions {
    static let all =
        document("deliveries", "delivery", Delivery.self) { ($0.lines.compactMap(\.product), .goodsReceived($0)) }
        + document("vendor-returns", "vendorReturn", GoodsReturned.self) {
            ($0.lines.compactMap(\.product), .goodsReturned($0))
        }
        + document("stocktakes", "stocktake", StockCounted.self) {
            ($0.lines.compactMap(\.product), .stockCounted($0))
        }
        + document("write-offs", "writeOff", StockWrittenOff.self) {
            ($0.lines.compactMap(\.product), .stockWrittenOff($0))
        }

    /// - Parameters:
    ///   - collection: its address under a store; one with an id of ours, one with the caller's.
    ///   - name: the fact's member that is its id.
    private static func document<Body: FactBody>(
        _ collection: String, _ name: String, _ body: Body.Type,
        _ said: @escaping @Sendable (Body) -> (products: [String], fact: Fact)
    ) -> [Action] {
        @Sendable func take(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
            let store = try call.id("store")
            let shop = try work.shop(store)
            var part = try call.body.read(Body.self, set: [(name, id)])
            part.circumstances = call.stamped(part.circumstances, zone: shop.zone)
            let (products, fact) = said(part)
            let order = GoodsDocumentDecider.Order(
                store: store, storeCurrency: shop.currency, fact: fact, kinds: try work.kinds(of: products))
            return try work.put(
                GoodsDocumentDecider.self, GoodsDocumentDecider.stream(store, name, id), order, call,
                .object([.init("store", .string(store)), .init(name, .string(id))]), isVersionNeeded: false)
        }
        return [
            Action("POST", "stores/{store}/\(collection)", .goods) { work, call in
                // Named in the body, or by us: a random id, since no counter may be shared across shops.
                try take(work, call, try call.body[name].map { try call.id(in: $0, name) } ?? ID.new())
            },
            Action("PUT", "stores/{store}/\(collection)/{\(name)}", .goods) { work, call in
                try take(work, call, try call.id(name))
            },
        ]
    }
}

/// Ids that we make up.
enum ID {
    static func new() -> String { Hex.encode(Random.bytes(8)) }
}

extension Work {
    /// A shop that is open.
    func shop(_ store: String) throws -> StoreOpened {
        guard let shop = try look(StoreDecider.self, store).said?.part else { throw Refusal.missing("store", store) }
        return shop
    }

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
