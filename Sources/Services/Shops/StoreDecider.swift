import Events
import JSON
import Log
import Rules

/// A shop as its facts say it between them.
package enum StoreSubject: Remembered {
    package static var shape: EntityShape { .store }
    package static func told(_ fact: Fact) -> Told<StoreFacts>? { fact.toldOfStore }
}

extension StoreDecider.State: StateWithHistory {
    package var before: SubjectState<StoreSubject> {
        guard let said, case .said(_, var facts, _)? = Fact.storeOpened(said.part).toldOfStore else {
            return SubjectState()
        }
        facts.closedOn = closedOn.flatMap { CalendarDay($0) }
        return SubjectState(always: facts)
    }
}

/// A shop: opened, perhaps closed one day; its currency and zone are for ever, since its books are kept in them.
package enum StoreDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var said: Kept<StoreOpened>?
        /// The last day on which it sells; nil while it is open.
        package var closedOn: String?
        package var isOpen: Bool { said != nil && closedOn == nil }
        package var history: SubjectState<StoreSubject>?
    }

    package enum Order: Sendable {
        case open(StoreOpened)
        /// What differs, of a shop that is there; one that closed stays so.
        case change(StoreOpened)
        case close(StoreClosed)
    }

    package static let kind = "store"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .storeOpened(let store): [store.store]
        case .storeChanged(let store): [store.store]
        case .storeClosed(let store): [store.store]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        state.hear(said)
        switch said.fact {
        case .storeOpened(let store): state = State(said: Kept(store), history: state.history)
        case .storeChanged(let change):
            if let store = state.said?.part { state.said = Kept(store.changed(by: change)) }
        case .storeClosed(let store): state.closedOn = store.closedOn?.description ?? ""
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .open(let store): return try open(store, state)
        case .change(let store):
            guard state.said != nil else { throw Refusal.missing("store", store.store) }
            return try open(store, state, isChange: true)
        case .close(let store):
            guard state.said != nil else { throw Refusal.missing("store", store.store) }
            if !state.isOpen { return [] }
            return [Decided(.storeClosed(store), to: .chain)]
        }
    }

    private static func open(
        _ order: StoreOpened, _ state: State, isChange: Bool = false
    ) throws(Refusal) -> [Decided] {
        if order.store == "chain" {
            throw Refusal(.invalid, "store.chain", "“chain” names the chain's own books; no store may be called so")
        }
        // Under such a name the door would take no fact of its tills.
        guard state.said != nil || PartitionKey.isStore(order.store) else {
            throw Refusal.invalid(
                "store", "store.id",
                "a store is named by 1 to \(PartitionKey.storeBytes) bytes without spaces and slashes")
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
            // What is left out of a shop that is there is cleared, which only a change can say.
            let change = before.change(to: order).map { [Decided(.storeChanged($0), to: .chain)] } ?? []
            return state.isOpen || isChange ? change : [Decided(.storeOpened(order), to: .chain)] + change
        }
        return [Decided(.storeOpened(order), to: .chain)]
    }
}
