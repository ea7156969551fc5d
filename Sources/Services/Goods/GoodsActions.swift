import Events
import JSON

/// Receiving, counting, writing off, giving back and valuing goods: each a document of a shop.
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
        + document("revaluations", "revaluation", StockRevalued.self) { ($0.lines.map(\.product), .stockRevalued($0)) }
        + document("landed-costs", "charge", LandedCostAdded.self) {
            ($0.lines.compactMap(\.product), .landedCostAdded($0))
        } + corrections

    /// A delivery cost something else than was written; the address names the delivery's own id.
    private static let corrections = [
        Action(
            "POST", "stores/{store}/deliveries/{delivery}/cost-corrections", .goods,
            BodyForm(CostCorrected.self, without: ["revision"])
        ) { work, call in
            let (store, id) = (try call.id("store"), try call.id("delivery"))
            let shop = try work.shop(store)
            let stream = GoodsDocumentDecider.stream(store, "delivery", id)
            let delivery = try work.look(GoodsDocumentDecider.self, stream)
            guard let fact = delivery.fact else { throw Refusal.missing("delivery", id) }
            // The fact names what it corrects by its number in the log.
            var correction = try call.body.with("delivery", .string(fact)).read(CostCorrected.self, not: ["revision"])
            correction.circumstances = call.stamped(correction.circumstances, zone: shop.zone)
            return try work.put(
                CostCorrectionDecider.self, fact,
                .init(fact: correction, store: store, storeCurrency: shop.currency, lines: delivery.lines), call,
                ["store": .string(store), "delivery": .string(id)], isVersionNeeded: false)
        }
    ]

    /// - Parameters:
    ///   - collection: its address under a store; one with an id of ours, one with the caller's.
    ///   - name: the fact's member that is its id.
    private static func document<Body: FactBody>(
        _ collection: String, _ name: String, _ body: Body.Type,
        _ said: @escaping @Sendable (Body) -> (products: [String], fact: Fact)
    ) -> [Action] {
        let form = BodyForm(Body.self, made: [name])
        @Sendable func take(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
            let store = try call.id("store")
            let shop = try work.shop(store)
            let part = try call.fact(Body.self, set: [(name, id)], zone: shop.zone)
            let (products, fact) = said(part)
            let order = GoodsDocumentDecider.Order(
                store: store, storeCurrency: shop.currency, fact: fact, kinds: try work.kinds(of: products))
            return try work.put(
                GoodsDocumentDecider.self, GoodsDocumentDecider.stream(store, name, id), order, call,
                .object([.init("store", .string(store)), .init(name, .string(id))]), isVersionNeeded: false)
        }
        return [
            Action("POST", "stores/{store}/\(collection)", .goods, form) { work, call in
                // Named in the body, or by us: a random id, since no counter may be shared across shops.
                try take(work, call, try call.idInBodyOrNew(name))
            },
            Action("PUT", "stores/{store}/\(collection)/{\(name)}", .goods, form) { work, call in
                try take(work, call, try call.id(name))
            },
        ]
    }
}
