import Events

/// Money asked for outside a till: initiated, then captured, declined or unknown; what was captured may go back.
package enum PaymentDecider: Decider {
    package enum Stage: String, Codable, Sendable { case none, initiated, captured, declined, unknown }

    package struct State: Codable, Sendable, Equatable, ToldByShops {
        package var stage = Stage.none
        package var store = ""
        package var asked: Int64 = 0
        package var captured: Int64 = 0
        package var refunded: Int64 = 0
        package var currency = ""
        package var refunds: Set<ExactText> = []
        package var shops: Set<ExactText>? = []

        package var own: [String] { store.isEmpty ? [] : [store] }
    }

    package enum Order: Sendable {
        case initiate(PaymentInitiated, at: String)
        case capture(PaymentCaptured)
        case decline(PaymentUnpaid)
        case loseSight(PaymentUnpaid)
        case refund(PaymentRefunded)
    }

    package static let kind = "payment"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .paymentInitiated(let fact): [fact.payment]
        case .paymentCaptured(let fact): [fact.payment]
        case .paymentDeclined(let fact), .paymentUnknown(let fact): [fact.payment]
        case .paymentRefunded(let fact): [fact.payment]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        state.note(said)
        if let store = said.store { state.store = store }
        switch said.fact {
        case .paymentInitiated(let fact):
            if state.stage == .none { state.stage = .initiated }
            (state.asked, state.currency) = (fact.amount, fact.currency)
        case .paymentCaptured(let fact):
            state.stage = .captured
            (state.captured, state.currency) = (fact.amount, fact.currency)
        // What was captured stays so: an answer that came late does not undo it.
        case .paymentDeclined: if state.stage != .captured { state.stage = .declined }
        case .paymentUnknown: if state.stage == .initiated || state.stage == .none { state.stage = .unknown }
        case .paymentRefunded(let fact):
            state.refunded &+= fact.amount
            state.refunds.insert(ExactText(fact.refund))
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        let place = Decided.Place.store(state.store)
        switch order {
        case .initiate(let fact, let store):
            guard state.stage == .none else {
                throw Refusal(.conflict, "payment.repeated", "this payment was begun before")
            }
            return [Decided(.paymentInitiated(fact), to: .store(store))]
        case .capture(let fact):
            try check(state, is: .initiated, .unknown)
            try check(fact.currency, state)
            guard fact.amount <= state.asked else {
                throw Refusal(
                    .conflict, "payment.amount", "\(state.asked) was asked for, not \(fact.amount)",
                    [("most", .int(state.asked)), ("asked", .int(fact.amount))])
            }
            return [Decided(.paymentCaptured(fact), to: place)]
        case .decline(let fact):
            if state.stage == .declined { return [] }
            try check(state, is: .initiated, .unknown)
            return [Decided(.paymentDeclined(fact), to: place)]
        case .loseSight(let fact):
            if state.stage == .unknown { return [] }
            try check(state, is: .initiated)
            return [Decided(.paymentUnknown(fact), to: place)]
        case .refund(let fact):
            try check(state, is: .captured)
            try check(fact.currency, state)
            guard !state.refunds.contains(ExactText(fact.refund)) else {
                throw Refusal(.conflict, "refund.repeated", "refund “\(fact.refund)” was made before")
            }
            let left = state.captured &- state.refunded
            guard fact.amount <= left else {
                throw Refusal(
                    .conflict, "refund.amount",
                    "\(max(0, left)) is left of what was captured, \(fact.amount) was asked for",
                    [("left", .int(max(0, left))), ("asked", .int(fact.amount))])
            }
            return [Decided(.paymentRefunded(fact), to: place)]
        }
    }

    static let unknown = Refusal(.missing, "payment.unknown", "there is no such payment")

    private static func check(_ state: State, is stages: Stage...) throws(Refusal) {
        if state.stage == .none { throw unknown }
        guard stages.contains(state.stage) else {
            throw Refusal(
                .conflict, "payment.stage", "this payment is \(state.stage.rawValue)",
                [("stage", .string(state.stage.rawValue))])
        }
    }

    private static func check(_ currency: String, _ state: State) throws(Refusal) {
        guard currency == state.currency else {
            throw Refusal.invalid("currency", "payment.currency", "this payment is in \(state.currency)")
        }
    }
}
