import Events
import JSON
import Rules

/// A customer as facts say one in the open.
package enum CustomerSubject: Remembered {
    package static var shape: EntityShape { .customer }

    package static func told(_ fact: Fact) -> Told<CustomerRegistered>? { fact.toldOfCustomer }
}

extension CustomerDecider.State: StateWithHistory {
    package var before: SubjectState<CustomerSubject> {
        var facts = CustomerRegistered()
        facts.category = category
        return stage == .unknown ? SubjectState() : SubjectState(always: facts)
    }

    package var isOver: Bool? { stage == .erased }
}

/// A customer as the log knows one: a random id, a category, and sealed bytes.
package enum CustomerDecider: Decider {
    package enum Stage: String, Codable, Sendable { case unknown, registered, erased }

    package struct State: Codable, Sendable, Equatable {
        package var stage = Stage.unknown
        package var category: String?
        /// The ids that it was merged with, each by itself.
        package var merged: Set<ExactText>?
        /// Whether facts of theirs are sealed, and need their key; nil in what was stored before this was kept.
        package var isSealed: Bool?
        /// What was said in the open, and when; nil in what was stored before this was kept.
        package var history: SubjectState<CustomerSubject>?
    }

    package enum Order: Sendable {
        case register(CustomerRegistered)
        case change(CustomerChanged)
        case categorise(CustomerCategorySet)
        case merge(CustomerMerged, other: Stage)
        case unmerge(CustomerUnmerged)
        case erase(CustomerErased)
    }

    package static let kind = "customer"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .customerRegistered(let fact): [fact.customer]
        case .customerChanged(let fact): [fact.customer]
        case .customerCategorySet(let fact): [fact.customer]
        case .customerMerged(let fact): [fact.customer, fact.with]
        case .customerUnmerged(let fact): [fact.customer, fact.with]
        case .customerErased(let fact): [fact.customer]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State { evolve(state, said, in: "") }

    package static func evolve(_ state: State, _ said: Said, in stream: String) -> State {
        var state = state
        state.hear(said)
        switch said.fact {
        case .customerRegistered(let fact):
            // A person who was erased stays so, whatever comes late.
            if state.stage == .unknown { state.stage = .registered }
            state.category = fact.category ?? state.category
            if fact.sealed != nil { state.isSealed = true }
        case .customerChanged(let fact) where fact.sealed != nil: state.isSealed = true
        case .customerCategorySet(let fact): state.category = fact.category
        case .customerErased: state.stage = .erased
        case .customerMerged(let fact):
            state.merged = (state.merged ?? []).union([other(than: stream, fact.customer, fact.with)])
        case .customerUnmerged(let fact):
            state.merged?.remove(other(than: stream, fact.customer, fact.with))
        default: break
        }
        return state
    }

    private static func other(than stream: String, _ one: String, _ other: String) -> ExactText {
        ExactText(ExactText.same(one, stream) ? other : one)
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch (state.stage, order) {
        case (.erased, .erase): return []
        case (.erased, _):
            throw Refusal(.conflict, "customer.erased", "this person was erased and stays so")
        case (.registered, .register):
            throw Refusal(.conflict, "customer.registered", "this customer is registered already")
        case (.unknown, .register(let fact)): return [Decided(.customerRegistered(fact), to: .chain)]
        // What is not known by command may stand on receipts all the same: a till made the id.
        case (_, .erase(let fact)): return [Decided(.customerErased(fact), to: .chain)]
        case (.unknown, _): throw Refusal(.missing, "customer.unknown", "there is no such customer")
        case (.registered, .change(let fact)): return [Decided(.customerChanged(fact), to: .chain)]
        case (.registered, .categorise(let fact)):
            return fact.category == state.category ? [] : [Decided(.customerCategorySet(fact), to: .chain)]
        case (.registered, .merge(let fact, let other)):
            guard other == .registered else {
                throw Refusal(
                    .conflict, "merge.other", "“\(fact.with)” is not a registered customer",
                    [("with", .string(fact.with))])
            }
            if state.merged?.contains(ExactText(fact.with)) ?? false { return [] }
            return [Decided(.customerMerged(fact), to: .chain)]
        case (.registered, .unmerge(let fact)):
            guard state.merged?.contains(ExactText(fact.with)) ?? false else {
                throw Refusal(
                    .conflict, "merge.none", "“\(fact.with)” was not merged with this customer",
                    [
                        ("path", "with"), ("with", .string(fact.with)),
                        ("merged", .array((state.merged ?? []).sorted().map { .string($0.text) })),
                    ])
            }
            return [Decided(.customerUnmerged(fact), to: .chain)]
        }
    }
}
