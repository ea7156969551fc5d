import Events

/// A shop: opened once; its currency and zone are for ever, since its books are kept in them.
package enum StoreDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var said: Kept<StoreOpened>?
        package var isOpen: Bool { said != nil }
    }

    package static let kind = "store"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        if case .storeOpened(let store) = said.fact { [store.store] } else { [] }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        if case .storeOpened(let store) = said.fact { State(said: Kept(store)) } else { state }
    }

    package static func decide(_ order: StoreOpened, _ state: State) throws(Refusal) -> [Decided] {
        if order.store == "chain" {
            throw Refusal(.invalid, "store.chain", "“chain” names the chain's own books; no store may be called so")
        }
        guard let zone = order.zone else { throw Refusal.invalid("zone", "required", "zone is required") }
        if let before = state.said?.part {
            if before.currency != order.currency {
                throw Refusal(
                    .conflict, "store.currency", "the books of this shop are kept in \(before.currency), for ever",
                    [("currency", .string(before.currency))])
            }
            if let was = before.zone, was != zone {
                throw Refusal(
                    .conflict, "store.zone", "the days of this shop are those of \(was), for ever",
                    [("zone", .string(was))])
            }
            if before.isSame(as: order) { return [] }
        }
        return [Decided(.storeOpened(order), to: .chain)]
    }
}

extension StoreOpened {
    fileprivate func isSame(as other: StoreOpened) -> Bool {
        name == other.name && address == other.address && opensOn == other.opensOn
    }
}
