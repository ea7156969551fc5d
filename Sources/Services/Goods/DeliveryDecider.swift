import Events
import Rules

/// A delivery of goods to a store: received once.
package enum DeliveryDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var isReceived = false
    }

    /// What came, with what is known of the shop and the products.
    package struct Order: Sendable {
        package var store: String
        package var storeCurrency: String
        package var delivery: Delivery
        /// The kind of each product that is listed.
        package var kinds: [String: String]
    }

    package static let kind = "delivery"
    package static let initial = State()

    /// A delivery's id is its store's own.
    static func stream(_ store: String, _ delivery: String) -> String { "\(store)/\(delivery)" }

    package static func streams(of said: Said) -> [String] {
        guard case .goodsReceived(let delivery) = said.fact, let store = said.store, let id = delivery.delivery else {
            return []
        }
        return [stream(store, id)]
    }

    package static func evolve(_ state: State, _ said: Said) -> State { State(isReceived: true) }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        let delivery = order.delivery
        guard !state.isReceived else {
            throw Refusal(.conflict, "delivery.received", "delivery \(delivery.delivery ?? "") was received before")
        }
        guard delivery.currency == order.storeCurrency else {
            throw Refusal(
                .invalid, "delivery.currency", "the stock of this shop is valued in \(order.storeCurrency)",
                [("path", "currency"), ("currency", .string(order.storeCurrency))])
        }
        guard !delivery.lines.isEmpty else { throw Refusal.invalid("lines", "required", "a delivery has lines") }
        if let fault = DeliveryRules.faults(of: delivery).first {
            throw Refusal.invalid(fault.path, fault.rule, fault.message)
        }
        for (index, line) in delivery.lines.enumerated() {
            guard line.cost >= 0 else {
                throw Refusal.invalid("lines[\(index)].cost", "cost.negative", "a line's cost is not below 0")
            }
            try checkStocked(line.product ?? "", order.kinds, path: "lines[\(index)].product")
        }
        return [Decided(.goodsReceived(delivery), to: .store(order.store))]
    }

    /// Only goods that the chain knows can lie on a shelf.
    static func checkStocked(_ product: String, _ kinds: [String: String], path: String) throws(Refusal) {
        guard let kind = kinds[product] else {
            throw Refusal(
                .invalid, "product.unknown", "there is no product “\(product)”",
                [("path", .string(path)), ("product", .string(product))])
        }
        guard kind == "goods" else {
            throw Refusal(
                .invalid, "product.stock", "“\(product)” is a \(kind), which has no stock",
                [("path", .string(path)), ("kind", .string(kind))])
        }
    }
}
