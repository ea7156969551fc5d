import Events

/// What a customer owes in a currency: what receipts and the office put on account, less what was paid.
package enum AccountDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        /// The office's entries less payments.
        package var entries: Int64 = 0
        /// What receipts put on account, by receipt, as they count now.
        package var charges: ByID<Int64> = [:]
        /// The revisions of receipts that were corrected.
        package var revisions: ByID<Int64> = [:]
        /// What payments have settled of them.
        package var settled: ByID<Int64> = [:]

        /// What several ids of one person owe together.
        static func together(_ states: [Self]) -> Self {
            guard states.count > 1 else { return states.first ?? Self() }
            var all = Self()
            for state in states {
                all.entries &+= state.entries
                all.charges.merge(state.charges, &+)
                all.settled.merge(state.settled, &+)
                all.revisions.merge(state.revisions, max)
            }
            return all
        }

        /// Above 0 the customer owes.
        package var balance: Int64 { charges.all.reduce(entries, &+) }
    }

    package enum Order: Sendable {
        case pay(AccountPaid, at: String)
        /// - Parameter limit: of the contract that it names, or that the customer has.
        case enter(AccountAdjusted, at: String, limit: Int64?)
    }

    package static let kind = "account"
    package static let initial = State()

    static func stream(_ customer: String, _ currency: String) -> String { "\(customer)/\(currency)" }

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .accountPaid(let fact): [stream(fact.customer, fact.currency)]
        case .accountAdjusted(let fact): [stream(fact.customer, fact.currency)]
        case .receiptCompleted(let receipt) where !receipt.training && receipt.onAccount != nil:
            receipt.customer.map { [stream($0, receipt.currency)] } ?? []
        case .receiptCorrected(let correction):
            correction.replacement.flatMap { receipt in receipt.customer.map { [stream($0, receipt.currency)] } } ?? []
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State { evolve(state, said, in: "") }

    package static func evolve(_ state: State, _ said: Said, in stream: String) -> State {
        var state = state
        switch said.fact {
        case .accountPaid(let fact):
            state.entries &-= fact.amount
            for part in fact.settles { state.settled[part.receipt, default: 0] &+= part.amount }
        case .accountAdjusted(let fact): state.entries &+= fact.amount
        case .receiptCompleted(let receipt):
            guard let id = said.id?.description, let amount = receipt.onAccount else { return state }
            // A correction may have come first.
            if state.revisions[id] == nil { state.charges[id] = amount }
        case .receiptCorrected(let correction):
            guard let receipt = correction.replacement else { return state }
            // Whose account the receipt stood on before may not be the one that it stands on now.
            let isHere = stream.isEmpty || ExactText.same(receipt.account, stream)
            state.revise(correction.receipt, correction.revision, isHere && !receipt.training ? receipt.onAccount : nil)
        case .receiptVoided(let fact): state.revise(fact.receipt, fact.revision, nil)
        case .receiptCancelled(let fact): if let id = fact.receipt { state.revise(id, fact.revision, nil) }
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .pay(let fact, let store):
            for (index, part) in fact.settles.enumerated() {
                let left = (state.charges[part.receipt] ?? 0) &- (state.settled[part.receipt] ?? 0)
                guard part.amount <= left else {
                    throw Refusal(
                        .conflict, "account.settled",
                        "\(max(0, left)) of receipt “\(part.receipt)” stand on this account, not \(part.amount)",
                        [
                            ("path", .string("settles[\(index)].amount")), ("receipt", .string(part.receipt)),
                            ("left", .int(max(0, left))), ("asked", .int(part.amount)),
                        ])
                }
            }
            return [Decided(.accountPaid(fact), to: .store(store))]
        case .enter(let fact, let store, let limit):
            guard fact.amount != 0 else {
                throw Refusal.invalid("amount", "amount.none", "an entry adds to what is owed or takes from it")
            }
            let after = state.balance &+ fact.amount
            // What is owed may always become less.
            if let limit, fact.amount > 0, after > limit {
                throw Refusal(
                    .conflict, "account.limit", "at most \(limit) may stand on this account, with it \(after) would",
                    [
                        ("limit", .int(limit)), ("balance", .int(state.balance)), ("asked", .int(fact.amount)),
                        ("left", .int(max(0, limit &- state.balance))),
                    ])
            }
            return [Decided(.accountAdjusted(fact), to: .store(store))]
        }
    }
}

extension AccountDecider.State {
    fileprivate mutating func revise(_ receipt: String, _ revision: Int64, _ charge: Int64?) {
        // Told only when what counts of the receipt has changed (`Work.foldCharge`).
        guard revision >= revisions[receipt] ?? 0 else { return }
        (revisions[receipt], charges[receipt]) = (revision, charge)
    }
}

extension Receipt {
    /// What it puts on the customer's account; a return takes from it. nil: no such tender.
    fileprivate var onAccount: Int64? {
        let amounts = tenders.filter { $0.kind == "account" }.map(\.amount)
        return amounts.isEmpty ? nil : amounts.reduce(0, &+)
    }
}
