import Events

/// What has followed from a receipt, so that a correction of it can be followed too: how much it took from each gift card.
package enum ReceiptEffects: Decider {
    package struct State: Codable, Sendable, Equatable {
        /// Of the latest correction that was heard of; 0: none.
        package var revision: Int64 = 0
        /// Net, by serial; below 0 where it put money on a card.
        package var taken: [String: Int64] = [:]
    }

    package struct Order: Sendable {}

    package static let kind = "receipt"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .giftCardCaptured(let fact): fact.receipt.map { [$0] } ?? []
        case .giftCardCredited(let fact): fact.receipt.map { [$0] } ?? []
        case .giftCardIssued(let fact): fact.receipt.map { [$0] } ?? []
        case .receiptCorrected(let fact): [fact.receipt]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        switch said.fact {
        case .giftCardCaptured(let fact): state.taken[fact.serial, default: 0] &+= fact.amount
        case .giftCardCredited(let fact): state.taken[fact.serial, default: 0] &-= fact.amount
        case .giftCardIssued(let fact): state.taken[fact.serial, default: 0] &-= fact.amount
        case .receiptCorrected(let fact): state.revision = max(state.revision, fact.revision)
        default: break
        }
        return state
    }

    /// Nothing is decided of it: what follows is the cards' to say.
    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] { [] }
}
