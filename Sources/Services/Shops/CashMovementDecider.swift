import Events

/// Cash that came into a drawer or left it without a receipt, as it counts now; by the fact that first said it.
package enum CashMovementDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        /// In whose book it stands; nil while nobody has said it.
        package var store: String?
        package var kind = ""
        package var amount: Int64 = 0
        package var currency = ""
        /// Its own time, which revisions keep.
        package var effectiveAt = ""
        package var zone: String?
        package var revision: Int64 = 0
        package var isReversed = false
    }

    package enum Order: Sendable {
        /// - Parameters:
        ///   - fact: with nothing of what Davtari knows of the movement itself.
        ///   - closed: the books that it stands in, where they are closed.
        case correct(CashCorrected, at: String, ClosedBooks?)
        case reverse(CashReversed, at: String, ClosedBooks?)
    }

    package static let kind = "cashMovement"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .cashMoved: said.id.map { [$0.description] } ?? []
        case .cashCorrected(let fact): [fact.original]
        case .cashReversed(let fact): [fact.original]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        switch said.fact {
        case .cashMoved(let moved):
            // What another shop said of it before it was heard is nothing to it.
            if !ExactText.same(state.store, said.store) { (state.revision, state.isReversed) = (0, false) }
            state.store = said.store
            let own = moved.circumstances
            (state.effectiveAt, state.zone) = (
                own.effectiveAt ?? Instant(milliseconds: said.at).description, own.zone
            )
            if state.revision == 0 { state.take(moved) }
        case .cashCorrected(let fact):
            guard state.isRevised(by: fact.revision, said), let moved = fact.movement else { break }
            (state.revision, state.isReversed) = (fact.revision, false)
            state.take(moved)
        case .cashReversed(let fact):
            guard state.isRevised(by: fact.revision, said) else { break }
            (state.revision, state.isReversed) = (fact.revision, true)
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .correct(var fact, let store, let closed):
            try state.expect(fact.original, at: store)
            if state.isReversed { throw Refusal.reversed("original", fact.original) }
            fact.revision = state.revision + 1
            if let closed { return correct(fact, at: store, in: closed) }
            (fact.circumstances.effectiveAt, fact.circumstances.zone) = (state.effectiveAt, state.zone)
            return [Decided(.cashCorrected(fact), to: .store(store))]
        case .reverse(var fact, let store, let closed):
            try state.expect(fact.original, at: store)
            if state.isReversed { return [] }
            fact.revision = state.revision + 1
            (fact.circumstances.effectiveAt, fact.circumstances.zone) = (state.effectiveAt, state.zone)
            fact.closedThrough = closed?.through
            closed?.move(&fact.circumstances)
            return [Decided(.cashReversed(fact), to: .store(store))]
        }
    }

    /// In closed books a movement stays; on the first open day its opposite stands, and what it should have said.
    private static func correct(_ said: CashCorrected, at store: String, in closed: ClosedBooks) -> [Decided] {
        var reversal = CashReversed()
        reversal.circumstances = said.circumstances
        closed.move(&reversal.circumstances)
        (reversal.original, reversal.revision, reversal.closedThrough) = (said.original, said.revision, closed.through)
        var moved = said.movement ?? CashMoved()
        moved.circumstances = reversal.circumstances
        return [Fact.cashReversed(reversal), .cashMoved(moved)].map { Decided($0, to: .store(store)) }
    }
}

extension CashMovementDecider.State {
    fileprivate mutating func take(_ moved: CashMoved) {
        (kind, amount, currency) = (moved.kind, moved.amount, moved.currency)
    }

    /// The highest revision counts, and of two with one number the one that is heard last; another shop's revises nothing.
    fileprivate mutating func isRevised(by number: Int64, _ said: Said) -> Bool {
        guard number >= revision, store == nil || ExactText.same(store, said.store) else { return false }
        store = said.store
        return true
    }

    /// What stands in another shop's book is corrected there.
    fileprivate func expect(_ fact: String, at store: String) throws(Refusal) {
        guard !effectiveAt.isEmpty, ExactText.same(self.store, store) else { throw Refusal.notThere("original", fact) }
    }
}
