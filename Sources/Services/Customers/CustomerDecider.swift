import Events

/// A customer as the log knows one: a random id, a category, and sealed bytes.
package enum CustomerDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var isRegistered = false
        package var isErased = false
    }

    package static let kind = "customer"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        if case .customerRegistered(let customer) = said.fact { [customer.customer] } else { [] }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        if case .customerRegistered = said.fact { state.isRegistered = true }
        return state
    }

    package static func decide(_ order: CustomerRegistered, _ state: State) throws(Refusal) -> [Decided] {
        guard !state.isErased else { throw erased }
        guard !state.isRegistered else {
            throw Refusal(.conflict, "customer.registered", "this customer is registered already")
        }
        return [Decided(.customerRegistered(order), to: .chain)]
    }

    static let erased = Refusal(.conflict, "customer.erased", "this person was erased and stays so")
}
