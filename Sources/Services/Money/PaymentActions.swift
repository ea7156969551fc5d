import Events
import JSON

/// Payments outside a till: a link, a bank transfer, an account.
enum PaymentActions {
    static let all = [
        Action("POST", "stores/{store}/payments", .money, BodyForm(PaymentInitiated.self, made: ["payment"])) {
            work, call in
            try initiate(work, call, try call.idInBodyOrNew("payment"))
        },
        Action("PUT", "stores/{store}/payments/{payment}", .money, BodyForm(PaymentInitiated.self)) { work, call in
            try initiate(work, call, try call.id("payment"))
        },
        step("capture", PaymentCaptured.self) { .capture($0) },
        step("decline", PaymentUnpaid.self) { .decline($0) },
        step("unknown", PaymentUnpaid.self) { .loseSight($0) },
        step("refunds", PaymentRefunded.self, naming: "refund") { .refund($0) },
    ]

    private static func initiate(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
        let store = try call.id("store")
        let fact = try call.fact(PaymentInitiated.self, set: [("payment", id)], zone: try work.shop(store).zone)
        return try work.put(
            PaymentDecider.self, id, .initiate(fact, at: store), call,
            ["store": .string(store), "payment": .string(id)], isVersionNeeded: false)
    }

    private static func step<Body: FactBody>(
        _ name: String, _ body: Body.Type, naming: String? = nil,
        _ order: @escaping @Sendable (Body) -> PaymentDecider.Order
    ) -> Action {
        Action(
            "POST", "stores/{store}/payments/{payment}/\(name)", .money,
            BodyForm(Body.self, made: naming.map { [$0] } ?? [])
        ) { work, call in
            let (store, id) = (try call.id("store"), try call.id("payment"))
            let shop = try work.shop(store)
            let state = try work.state(PaymentDecider.self, id)
            guard state.stage != .none, ExactText.same(state.store, store) else { throw PaymentDecider.unknown }
            var (set, answer) = ([("payment", id)], ["payment": .string(id)] as JSON)
            if let naming {
                let made = try call.idInBodyOrNew(naming)
                set.append((naming, made))
                answer[naming] = .string(made)
            }
            let fact = try call.fact(Body.self, set: set, zone: shop.zone)
            return try work.put(PaymentDecider.self, id, order(fact), call, answer, isVersionNeeded: false)
        }
    }
}
