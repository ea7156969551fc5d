import Events

/// What of a product is held for orders in a store. Reservations are decided here one after the other, so that the last
/// piece is promised once.
package enum ShelfDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        /// Thousandths, by order.
        package var held: ByID<Int64> = [:]
        package var total: Int64 { held.all.reduce(0, &+) }
    }

    package struct Order: Sendable {
        package var product: String
        package var quantity: Int64
        /// Thousandths on hand, as the read model has folded.
        package var onHand: Int64
        package var path: String
    }

    package static let kind = "shelf"
    package static let initial = State()

    static func stream(_ store: String, _ product: String) -> String { "\(store)/\(product)" }

    package static func streams(of said: Said) -> [String] {
        guard let store = said.store, let (_, lines) = move(said.fact) else { return [] }
        return Set(lines.compactMap { $0.product.map(ExactText.init) }).sorted().map { stream(store, $0.text) }
    }

    private static func move(_ fact: Fact) -> (order: String, lines: [OrderGoodsLine])? {
        switch fact {
        case .orderReserved(let fact): (fact.order, fact.lines)
        case .orderReleased(let fact): (fact.order, fact.lines)
        case .orderHandedOver(let fact): (fact.order, fact.lines)
        default: nil
        }
    }

    /// A state does not say which product it is of: see below.
    package static func evolve(_ state: State, _ said: Said) -> State { state }

    package static func evolve(_ state: State, _ said: Said, in stream: String) -> State {
        guard let store = said.store, let (order, lines) = move(said.fact) else { return state }
        let mine = lines.filter { ExactText.same($0.product.map { self.stream(store, $0) }, stream) }
        let quantity = mine.reduce(0 as Int64) { $0 &+ ($1.quantity ?? 0) }
        var state = state
        let before = state.held[order] ?? 0
        if case .orderReserved = said.fact {
            state.held[order] = before &+ quantity
        } else {
            // More may be handed over than was held.
            let left = max(0, before &- quantity)
            state.held[order] = left == 0 ? nil : left
        }
        return state
    }

    /// Nothing is said of the shelf itself: the order's fact is.
    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        let available = order.onHand &- state.total
        guard order.quantity <= available else {
            throw Refusal(
                .conflict, "stock.available",
                "\(max(0, available)) of “\(order.product)” can be reserved, \(order.quantity) were asked for",
                [
                    ("path", .string(order.path)), ("product", .string(order.product)),
                    ("available", .int(max(0, available))), ("asked", .int(order.quantity)),
                    ("onHand", .int(order.onHand)), ("reserved", .int(state.total)),
                ])
        }
        return []
    }
}
