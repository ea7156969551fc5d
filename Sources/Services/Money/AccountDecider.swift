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

        /// Payments and entries by their facts, so that each can be corrected and taken back; nil of what was kept before
        /// they could be.
        package var documents: ByID<Document>?

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

    /// A payment on account or an entry, as it counts now.
    package struct Document: Codable, Sendable, Equatable {
        package var isPayment: Bool
        /// What it adds to what is owed; a payment takes from it.
        package var amount: Int64 = 0
        package var settled: ByID<Int64> = [:]
        package var revision: Int64 = 0
        package var isReversed = false
        package var effectiveAt: String
        package var zone: String?
        /// In whose book it stands.
        package var store: String?
    }

    package enum Order: Sendable {
        /// - Parameters:
        ///   - fact: with nothing of what Davtari knows of the document itself.
        ///   - limit: as of an entry.
        ///   - balance: what the person owes under all ids.
        ///   - closed: the books that the document stands in, where they are closed.
        case correct(AccountCorrected, at: String, limit: Int64?, balance: Int64, ClosedBooks?)
        case reverse(AccountReversed, at: String, ClosedBooks?)
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
        case .accountCorrected(let fact): [stream(fact.customer, fact.currency)]
        case .accountReversed(let fact): [stream(fact.customer, fact.currency)]
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
            state.enter(said.id, .init(fact, said))
        case .accountAdjusted(let fact): state.enter(said.id, .init(fact, said))
        case .accountCorrected(let fact):
            guard
                var document = fact.payment.map({ Document($0, said) })
                    ?? fact.entry.map({ Document($0, said) })
            else { break }
            (document.revision, document.zone) = (fact.revision, fact.circumstances.zone)
            document.effectiveAt = fact.circumstances.effectiveAt ?? document.effectiveAt
            state.revise(fact.original, document)
        case .accountReversed(let fact):
            var document = Document(
                isPayment: false, effectiveAt: fact.circumstances.effectiveAt ?? "", store: said.store)
            (document.revision, document.isReversed) = (fact.revision, true)
            state.revise(fact.original, document)
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
        case .correct(var fact, let store, let limit, let balance, let closed):
            let document = try state.document(fact.original, at: store)
            guard document.isPayment == (fact.payment != nil) else {
                throw Refusal.invalid(
                    document.isPayment ? "entry" : "payment", "account.kind",
                    "“\(fact.original)” is \(document.isPayment ? "a payment" : "an entry") and stays one")
            }
            if document.isReversed { throw Refusal.reversed("original", fact.original) }
            fact.revision = document.revision + 1
            (fact.circumstances.effectiveAt, fact.circumstances.zone) = (document.effectiveAt, document.zone)
            for (index, part) in (fact.payment?.settles ?? []).enumerated() {
                try state.check(part, besides: document.settled[part.receipt] ?? 0, "payment.settles[\(index)].amount")
            }
            if let entry = fact.entry {
                try check(adding: entry.amount &- document.amount, to: balance, within: limit)
            }
            return closed.map { correct(fact, at: store, in: $0) } ?? [
                Decided(.accountCorrected(fact), to: .store(store))
            ]
        case .reverse(var fact, let store, let closed):
            let document = try state.document(fact.original, at: store)
            if document.isReversed { return [] }
            fact.revision = document.revision + 1
            (fact.circumstances.effectiveAt, fact.circumstances.zone) = (document.effectiveAt, document.zone)
            fact.closedThrough = closed?.through
            closed?.move(&fact.circumstances)
            return [Decided(.accountReversed(fact), to: .store(store))]
        case .pay(let fact, let store):
            for (index, part) in fact.settles.enumerated() {
                try state.check(part, besides: 0, "settles[\(index)].amount")
            }
            return [Decided(.accountPaid(fact), to: .store(store))]
        case .enter(let fact, let store, let limit):
            guard fact.amount != 0 else {
                throw Refusal.invalid("amount", "amount.none", "an entry adds to what is owed or takes from it")
            }
            try check(adding: fact.amount, to: state.balance, within: limit)
            return [Decided(.accountAdjusted(fact), to: .store(store))]
        }
    }

    /// In closed books a document stays; on the first open day its opposite stands, and what it should have said.
    private static func correct(_ said: AccountCorrected, at store: String, in closed: ClosedBooks) -> [Decided] {
        var circumstances = said.circumstances
        closed.move(&circumstances)
        var reversal = AccountReversed()
        (reversal.circumstances, reversal.closedThrough) = (circumstances, closed.through)
        (reversal.original, reversal.revision) = (said.original, said.revision)
        (reversal.customer, reversal.currency) = (said.customer, said.currency)
        var facts = [Fact.accountReversed(reversal)]
        if var payment = said.payment {
            (payment.circumstances, payment.customer, payment.currency) = (circumstances, said.customer, said.currency)
            facts.append(.accountPaid(payment))
        }
        if var entry = said.entry {
            (entry.circumstances, entry.customer, entry.currency) = (circumstances, said.customer, said.currency)
            facts.append(.accountAdjusted(entry))
        }
        return facts.map { Decided($0, to: .store(store)) }
    }

    /// What is owed may always become less.
    private static func check(adding amount: Int64, to balance: Int64, within limit: Int64?) throws(Refusal) {
        let after = balance &+ amount
        guard let limit, amount > 0, after > limit else { return }
        throw Refusal(
            .conflict, "account.limit", "at most \(limit) may stand on this account, with it \(after) would",
            [
                ("limit", .int(limit)), ("balance", .int(balance)), ("asked", .int(amount)),
                ("left", .int(max(0, limit &- balance))),
            ])
    }
}

extension AccountDecider.Document {
    fileprivate init(_ paid: AccountPaid, _ said: Said) {
        self.init(isPayment: true, paid.circumstances, said)
        amount = 0 &- paid.amount
        for part in paid.settles { settled[part.receipt, default: 0] &+= part.amount }
    }

    fileprivate init(_ entry: AccountAdjusted, _ said: Said) {
        self.init(isPayment: false, entry.circumstances, said)
        amount = entry.amount
    }

    private init(isPayment: Bool, _ circumstances: Circumstances, _ said: Said) {
        self.init(
            isPayment: isPayment,
            effectiveAt: circumstances.effectiveAt ?? Instant(milliseconds: said.at).description,
            zone: circumstances.zone, store: said.store)
    }
}

extension AccountDecider.State {
    /// What stands in another shop's book is corrected there.
    fileprivate func document(_ fact: String, at store: String) throws(Refusal) -> AccountDecider.Document {
        guard let document = documents?[fact], ExactText.same(document.store, store) else {
            throw Refusal.notThere("original", fact)
        }
        return document
    }

    /// - Parameter own: what the payment that is corrected settles already.
    fileprivate func check(_ part: AccountSettlement, besides own: Int64, _ path: String) throws(Refusal) {
        let left = (charges[part.receipt] ?? 0) &- (settled[part.receipt] ?? 0) &+ own
        guard part.amount > left else { return }
        throw Refusal(
            .conflict, "account.settled",
            "\(max(0, left)) of receipt “\(part.receipt)” stand on this account, not \(part.amount)",
            [
                ("path", .string(path)), ("receipt", .string(part.receipt)), ("left", .int(max(0, left))),
                ("asked", .int(part.amount)),
            ])
    }

    /// A payment or an entry as it was first said.
    fileprivate mutating func enter(_ id: FactID?, _ document: AccountDecider.Document) {
        add(document, 1)
        guard let id = id?.description else { return }
        var all = documents ?? [:]
        all[id] = document
        documents = all
    }

    /// The highest revision counts, and of two with one number the one that is heard last; one that speaks of nothing that its
    /// shop's book has revises nothing.
    fileprivate mutating func revise(_ original: String, _ document: AccountDecider.Document) {
        guard var all = documents, let known = all[original], document.revision >= known.revision,
            ExactText.same(document.store, known.store)
        else { return }
        var document = document
        if document.isReversed { document.isPayment = known.isPayment }
        add(known, -1)
        add(document, 1)
        all[original] = document
        documents = all
    }

    private mutating func add(_ document: AccountDecider.Document, _ times: Int64) {
        entries &+= times &* document.amount
        for (receipt, amount) in document.settled.sorted { settled[receipt, default: 0] &+= times &* amount }
    }

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
