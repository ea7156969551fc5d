import Events
import Rules

/// A document of a shop that moves goods, and is said once: a delivery, a stocktake, a write-off, a return to a supplier.
package enum GoodsDocumentDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var isSaid = false
        /// The delivery's fact, by which corrections of its cost name it, and what its lines are of.
        package var fact: String?
        package var lines: [Int64: String] = [:]
    }

    /// What is said, with what is known of the shop and the products.
    package struct Order: Sendable {
        package var store: String
        package var storeCurrency: String
        package var fact: Fact
        /// The kind of each product that is listed.
        package var kinds: ByID<String>
    }

    package static let kind = "goodsDocument"
    package static let initial = State()

    /// A document's id is its store's own, and its kind's.
    static func stream(_ store: String, _ kind: String, _ id: String) -> String { "\(store)/\(kind)/\(id)" }

    package static func streams(of said: Said) -> [String] {
        guard let store = said.store, let (kind, id) = name(said.fact) else { return [] }
        return [stream(store, kind, id)]
    }

    private static func name(_ fact: Fact) -> (kind: String, id: String)? {
        switch fact {
        case .goodsReceived(let fact): fact.delivery.map { ("delivery", $0) }
        case .goodsReturned(let fact): ("vendorReturn", fact.vendorReturn)
        case .stockCounted(let fact): ("stocktake", fact.stocktake)
        case .stockWrittenOff(let fact): ("writeOff", fact.writeOff)
        case .stockRevalued(let fact): ("revaluation", fact.revaluation)
        case .landedCostAdded(let fact): ("charge", fact.charge)
        default: nil
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = State(isSaid: true)
        guard case .goodsReceived(let delivery) = said.fact else { return state }
        state.fact = said.id?.description
        for line in delivery.lines { state.lines[line.line] = line.product }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        guard let (kind, id) = name(order.fact) else { return [] }
        guard !state.isSaid else {
            throw Refusal(
                .conflict, "\(kind).repeated", "\(kind) “\(id)” was taken before; what was wrong in it is corrected",
                [(kind, .string(id))])
        }
        if let currency = currency(order.fact), currency != order.storeCurrency {
            throw Refusal.stockCurrency(kind, order.storeCurrency)
        }
        if case .goodsReceived(let delivery) = order.fact { try check(delivery) }
        for (index, product) in products(order.fact).enumerated() {
            guard let product else { continue }
            try checkStocked(product, order.kinds, path: "lines[\(index)].product")
        }
        return [Decided(order.fact, to: .store(order.store))]
    }

    private static func check(_ delivery: Delivery) throws(Refusal) {
        guard !delivery.lines.isEmpty else { throw Refusal.invalid("lines", "lines.none", "a delivery has lines") }
        if let fault = DeliveryRules.faults(of: delivery).first {
            throw Refusal.invalid(fault.path, fault.rule, fault.message)
        }
        for (index, line) in delivery.lines.enumerated() where line.cost < 0 {
            throw Refusal.invalid("lines[\(index)].cost", "cost.negative", "a line's cost is not below 0")
        }
    }

    private static func currency(_ fact: Fact) -> String? {
        switch fact {
        case .goodsReceived(let fact): fact.currency
        case .stockRevalued(let fact): fact.currency
        case .landedCostAdded(let fact): fact.currency
        default: nil
        }
    }

    private static func products(_ fact: Fact) -> [String?] {
        switch fact {
        case .goodsReceived(let fact): fact.lines.map(\.product)
        case .goodsReturned(let fact): fact.lines.map(\.product)
        case .stockCounted(let fact): fact.lines.map(\.product)
        case .stockWrittenOff(let fact): fact.lines.map(\.product)
        case .stockRevalued(let fact): fact.lines.map(\.product)
        case .landedCostAdded(let fact): fact.lines.map(\.product)
        default: []
        }
    }

    /// Only goods that the chain knows can lie on a shelf.
    static func checkStocked(_ product: String, _ kinds: ByID<String>, path: String) throws(Refusal) {
        guard let kind = kinds[product] else { throw Refusal.notThere("product", product, at: path) }
        guard kind == "goods" else {
            throw Refusal(
                .invalid, "product.stock", "“\(product)” is a \(kind), which has no stock",
                [("path", .string(path)), ("kind", .string(kind))])
        }
    }
}
