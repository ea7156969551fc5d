import Events
import JSON

/// Ordering goods from suppliers.
enum PurchaseOrderActions {
    private static let form = BodyForm(PurchaseOrderFacts.self, made: ["purchaseOrder"], without: ["revision"])

    static let all = [
        Action("POST", "stores/{store}/purchase-orders", .goods, form) { work, call in
            let id = try call.idInBodyOrNew("purchaseOrder")
            return try define(work, call, id)
        },
        Action("PUT", "stores/{store}/purchase-orders/{purchaseOrder}", .goods, form) { work, call in
            try define(work, call, try call.id("purchaseOrder"))
        },
        end("DELETE", "stores/{store}/purchase-orders/{purchaseOrder}") { .cancel($0) },
        end("POST", "stores/{store}/purchase-orders/{purchaseOrder}/close") { .close($0) },
    ]

    /// A supplier as it stands; one that ended is as good as an inactive one.
    private static func supplier(_ work: Work, _ id: String) throws -> SupplierFacts? {
        let state = try work.look(SubjectDecider<SupplierSubject>.self, id)
        var supplier = state.said(at: work.now)
        if state.isOver(at: work.now) { supplier?.status = "inactive" }
        return supplier
    }

    private static func define(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
        let store = try call.id("store")
        let shop = try work.openShop(store)
        let state = try work.state(PurchaseOrderDecider.self, id)
        if state.stage != .none, !ExactText.same(state.store, store) { throw PurchaseOrderDecider.unknown }
        let fact = try call.fact(
            PurchaseOrderFacts.self, set: [("purchaseOrder", id)], not: ["revision"], zone: shop.zone)
        let products = fact.lines.compactMap(\.product)
        let known = PurchaseOrderDecider.Known(
            kinds: try work.kinds(of: products), discontinued: try work.discontinued(of: products),
            supplier: try fact.supplier.flatMap { try supplier(work, $0) })
        return try work.put(
            PurchaseOrderDecider.self, id,
            state.stage == .none ? .place(fact, at: store, known) : .change(fact, known), call,
            ["store": .string(store), "purchaseOrder": .string(id)])
    }

    private static func end(
        _ method: String, _ path: String,
        _ order: @escaping @Sendable (PurchaseOrderEnded) -> PurchaseOrderDecider.Order
    ) -> Action {
        Action(method, path, .goods, BodyForm(PurchaseOrderEnded.self)) { work, call in
            let (store, id) = (try call.id("store"), try call.id("purchaseOrder"))
            let state = try work.state(PurchaseOrderDecider.self, id)
            guard state.stage != .none, ExactText.same(state.store, store) else { throw PurchaseOrderDecider.unknown }
            let fact = try call.fact(
                PurchaseOrderEnded.self, set: [("purchaseOrder", id)], zone: try work.shop(store).zone)
            return try work.put(
                PurchaseOrderDecider.self, id, order(fact), call, ["purchaseOrder": .string(id)],
                isVersionNeeded: false)
        }
    }
}

extension Work {
    /// Which of these products are out of the range.
    func discontinued(of products: [String]) throws -> Set<ExactText> {
        try Set(products.map(ExactText.init)).filter { try look(ProductDecider.self, $0.text).isDiscontinued }
    }
}
