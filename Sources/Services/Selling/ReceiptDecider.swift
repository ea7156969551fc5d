import Events
import JSON
import Rules

/// A completed receipt: its revisions, and what has followed from it, so that a revision of it can be followed too.
///
/// Corrections, voids and cancellations are revisions of the whole receipt, numbered one after the other here; the highest
/// counts. Of a receipt that nothing was said of after its till, nothing is kept but what its gift cards and points need.
package enum ReceiptDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        /// Of the highest revision that was heard of; 0: the original.
        package var revision: Int64 = 0
        /// What that revision says; nil: the original, or nothing.
        package var replacement: Kept<Receipt>?
        /// Whether that revision is a void or a cancellation.
        package var isNothing: Bool?
        /// Where that revision stands; nil: the original.
        package var place: RevisionPlace?
        /// The highest revision that needs nobody's leave.
        package var ruling: Ruling?
        /// Net, by serial; below 0 where it put money on a card.
        package var taken: ByID<Int64> = [:]
        /// Points that it earned and burned, less what was reversed of them.
        package var points: [PointsMoved]?
        /// The account that a tender of it stands on, as `AccountDecider.stream`.
        package var account: String?

        /// A void or a cancellation counts, and no approved correction stands above it.
        package var isUndone: Bool { ruling?.isNothing ?? isNothing ?? false }
        /// What the receipt is by the revision that counts; nil: the original, or nothing.
        package var counting: Receipt? { isUndone ? nil : replacement?.part }
    }

    package struct PointsMoved: Codable, Sendable, Equatable {
        package var customer: String
        /// As `PointsReversed.kinds`.
        package var kind: String
        package var program: String?
        package var points: Int64
    }

    /// A void, a cancellation or an approved correction. Above one that undid the receipt nothing counts that is not approved, so
    /// this and the highest revision of all say which one counts (`ReceiptEntry.countingRevision`).
    package struct Ruling: Codable, Sendable, Equatable {
        package var place: RevisionPlace
        package var isNothing: Bool
    }

    package enum Order: Sendable {
        case correct(ReceiptCorrection, at: String)
        /// - Parameter original: as its till wrote it.
        case void(ReceiptVoided, original: Receipt, at: String)
        case cancel(ReceiptCancelled, at: String)
        /// One that the office writes to see how a sale comes in; it counts nowhere.
        case train(Receipt, at: String)
    }

    package static let kind = "receipt"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .giftCardCaptured(let fact): fact.receipt.map { [$0] } ?? []
        case .giftCardCredited(let fact): fact.receipt.map { [$0] } ?? []
        case .giftCardIssued(let fact): fact.receipt.map { [$0] } ?? []
        case .pointsEarned(let fact): fact.receipt.map { [$0] } ?? []
        case .pointsBurned(let fact): fact.receipt.map { [$0] } ?? []
        case .pointsReversed(let fact): fact.original.map { [$0] } ?? []
        case .receiptCompleted(let receipt) where receipt.account != nil: said.id.map { [$0.description] } ?? []
        case .receiptCorrected(let fact): [fact.receipt]
        case .receiptVoided(let fact): [fact.receipt]
        case .receiptCancelled(let fact): fact.receipt.map { [$0] } ?? []
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        switch said.fact {
        case .giftCardCaptured(let fact): state.taken[fact.serial, default: 0] &+= fact.amount
        case .giftCardCredited(let fact): state.taken[fact.serial, default: 0] &-= fact.amount
        case .giftCardIssued(let fact): state.taken[fact.serial, default: 0] &-= fact.amount
        case .pointsEarned(let fact): state.move("earned", fact.customer, fact.program, fact.points)
        case .pointsBurned(let fact): state.move("burned", fact.customer, fact.program, fact.points)
        case .pointsReversed(let fact): state.move(fact.kind, fact.customer, fact.program, 0 &- fact.points)
        case .receiptCompleted(let receipt): if state.revision == 0 { state.account = receipt.account }
        case .receiptCorrected(let fact):
            guard let replacement = fact.replacement else { return state }
            state.revise(
                RevisionPlace(fact.revision, said), replacement, isApproved: fact.circumstances.approver != nil)
        case .receiptVoided(let fact): state.revise(RevisionPlace(fact.revision, said), nil)
        case .receiptCancelled(let fact): state.revise(RevisionPlace(fact.revision, said), nil)
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .correct(var fact, let store):
            guard let replacement = fact.replacement else { return [] }
            if state.isUndone, fact.circumstances.approver == nil {
                throw Refusal(
                    .conflict, "receipt.undone",
                    "this receipt was undone; it counts again only where an approver allows it",
                    [("path", "approver"), ("revision", .int(state.revision))])
            }
            try check(replacement)
            if state.counting == replacement { return [] }
            fact.revision = state.revision + 1
            return [Decided(.receiptCorrected(fact), to: .store(store))]
        case .train(let receipt, let store):
            try check(receipt, isReplacement: false)
            return [Decided(.receiptCompleted(receipt), to: .store(store))]
        case .void(var fact, let original, let store):
            if state.isUndone { return [] }
            try fill(&fact, from: state.counting ?? original, shift: original.shift)
            fact.revision = state.revision + 1
            return [Decided(.receiptVoided(fact), to: .store(store))]
        case .cancel(var fact, let store):
            if state.isUndone { return [] }
            fact.revision = state.revision + 1
            return [Decided(.receiptCancelled(fact), to: .store(store))]
        }
    }

    /// What Davtari itself corrects is not suspect.
    private static func check(_ receipt: Receipt, isReplacement: Bool = true) throws(Refusal) {
        let faults = ReceiptRules.faults(of: receipt, isReplacement: isReplacement)
        guard let first = faults.first else { return }
        let all = JSON.array(faults.map(\.json))
        throw Refusal(.invalid, first.rule, first.message, [("path", .string(first.path)), ("faults", all)])
    }

    /// A void gives every tender back, in the shift that took it.
    private static func fill(_ fact: inout ReceiptVoided, from receipt: Receipt, shift: String?) throws(Refusal) {
        if let said = fact.shift, !ExactText.same(said, shift) {
            throw Refusal(
                .conflict, "void.shift", "a receipt is voided in its own shift; later it is cancelled or returned",
                [("path", "shift"), ("shift", .text(shift))])
        }
        (fact.shift, fact.currency) = (shift, fact.currency ?? receipt.currency)
        fact.businessDate = fact.businessDate ?? receipt.businessDate
        guard fact.currency == receipt.currency else {
            throw Refusal.invalid("currency", "void.currency", "the receipt is in \(receipt.currency)")
        }
        if fact.tenders.isEmpty { fact.tenders = receipt.tenders.map(\.givenBack) }
        let (back, paid) = (fact.tenders.reduce(0) { $0 &+ $1.amount }, receipt.tenders.reduce(0) { $0 &+ $1.amount })
        guard back == 0 &- paid else {
            throw Refusal(
                .invalid, "sum.tenders", "tenders give \(0 &- back) back, and \(paid) was paid",
                [("path", "tenders"), ("asked", .int(0 &- back)), ("paid", .int(paid))])
        }
    }
}

extension ReceiptDecider.State {
    fileprivate mutating func move(_ kind: String, _ customer: String, _ program: String?, _ points: Int64) {
        var all = self.points ?? []
        let place = all.firstIndex { moved in
            ExactText(moved.customer) == ExactText(customer) && moved.kind == kind && moved.program == program
        }
        if let place {
            all[place].points &+= points
        } else {
            all.append(.init(customer: customer, kind: kind, program: program, points: points))
        }
        self.points = all
    }

    /// - Parameter replacement: nil of a void and a cancellation.
    fileprivate mutating func revise(_ place: RevisionPlace, _ replacement: Receipt?, isApproved: Bool = false) {
        // What was kept without places stands before all of its number.
        let highest = self.place ?? RevisionPlace(before: revision)
        var ruled = ruling ?? (isUndone ? .init(place: highest, isNothing: true) : nil)
        if replacement == nil || isApproved, ruled.map({ $0.place < place }) ?? true {
            ruled = .init(place: place, isNothing: replacement == nil)
        }
        ruling = ruled
        if highest < place {
            (self.place, revision) = (place, place.number)
            isNothing = replacement == nil ? true : nil
            self.replacement = replacement.map { Kept($0) }
        }
        account = counting?.account ?? account
    }
}

extension Tender {
    /// The same money, the other way.
    fileprivate var givenBack: Tender {
        var back = self
        back.amount = 0 &- amount
        back.foreignAmount = foreignAmount.map { 0 &- $0 }
        back.baseAmount = baseAmount.map { 0 &- $0 }
        return back
    }
}

extension Receipt {
    /// Whose account a tender of it stands on; nil: no such tender.
    var account: String? {
        guard !training, tenders.contains(where: { $0.kind == "account" }) else { return nil }
        return customer.map { AccountDecider.stream($0, currency) }
    }
}
