import Events

/// A price: for one product and one currency, from one moment to another; said again it replaces what it said.
package enum PriceDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var said: Kept<PriceSet>?
    }

    package enum Order: Sendable {
        case set(PriceSet, isListed: Bool)
        /// Holds no longer than until `to`.
        case end(Circumstances, to: String)
    }

    package static let kind = "price"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        if case .priceSet(let price) = said.fact { [price.price] } else { [] }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        if case .priceSet(let price) = said.fact { State(said: Kept(price)) } else { state }
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .set(let price, let isListed):
            if let amount = price.amount, amount.amount < 0 {
                throw Refusal.invalid("amount.amount", "price.negative", "a price is not below 0")
            }
            guard isListed else { throw Refusal.notThere("product", price.product) }
            guard let before = state.said?.part else { return [Decided(.priceSet(price), to: .chain)] }
            guard ExactText.same(before.product, price.product), before.currency == price.currency else {
                throw Refusal(
                    .conflict, "price.product", "this price is one of “\(before.product)” in \(before.currency)",
                    [("product", .string(before.product)), ("currency", .string(before.currency))])
            }
            return price.isSame(as: before) ? [] : [Decided(.priceSet(price), to: .chain)]
        case .end(let circumstances, let to):
            guard var price = state.said?.part else {
                throw Refusal(.missing, "price.unknown", "there is no such price")
            }
            if price.to == to { return [] }
            price.to = to
            // Where it did not say from when, it held from when it was said.
            price.from = price.from ?? price.circumstances.effectiveAt
            price.circumstances = circumstances
            return [Decided(.priceSet(price), to: .chain)]
        }
    }
}

extension PriceSet {
    fileprivate func isSame(as other: PriceSet) -> Bool {
        var copy = self
        copy.circumstances = other.circumstances
        return copy == other && circumstances.effectiveAt == other.circumstances.effectiveAt
    }
}
