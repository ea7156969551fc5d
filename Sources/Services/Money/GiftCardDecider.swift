import Events
import Rules

/// A gift card as facts say it first.
package enum GiftCardSubject: Remembered {
    package static var shape: EntityShape { .giftCard }
    package static func told(_ fact: Fact) -> Told<GiftCardIssued>? { fact.toldOfGiftCard }
}

extension GiftCardDecider.State: StateWithHistory {
    /// The amount that it was issued with was not kept.
    package var before: SubjectState<GiftCardSubject> {
        var card = GiftCardIssued()
        (card.kind, card.currency, card.expiresOn) = (kind, currency, expiresOn.flatMap { CalendarDay($0) })
        return isIssued ? SubjectState(always: card) : SubjectState()
    }
}

/// A gift card, or a store credit: serial by its number, so that two tills never spend the same money.
///
/// A till that is online holds an amount, and captures it with the receipt; one that was offline has taken it already,
/// which is recorded whatever is left.
package enum GiftCardDecider: Decider {
    package struct Hold: Codable, Sendable, Equatable {
        package var amount: Int64
        /// Milliseconds since 1970; nil: until it is captured or released.
        package var until: Int64?
        /// The shop whose till holds it; nil: the office does, or nobody said.
        package var store: String?
    }

    package struct State: Codable, Sendable, Equatable {
        package var isIssued = false
        package var isBlocked = false
        package var currency = ""
        package var kind = "giftCard"
        /// Minor units; below 0 where tills that were offline took more than there was.
        package var balance: Int64 = 0
        package var holds: ByID<Hold> = [:]
        /// Holds that are over, so that none is captured twice.
        package var ended: Set<ExactText> = []
        /// The receipts' tenders that were taken, as `writer:writerseq/tender`.
        package var taken: Set<ExactText> = []
        package var expiresOn: String?
        package var history: SubjectState<GiftCardSubject>?

        /// What a till may be offered.
        package func left(at now: Instant) -> Int64 {
            holds.all.filter { $0.isLive(at: now) }.reduce(balance) { $0 &- $1.amount }
        }
    }

    package enum Order: Sendable {
        case issue(GiftCardIssued)
        case credit(GiftCardCredited)
        case reserve(GiftCardReserved, now: Instant)
        case capture(GiftCardCaptured, now: Instant)
        case release(GiftCardReleased)
        case block(GiftCardBlocked)
        case unblock(GiftCardBlocked)
        case expire(GiftCardExpired, now: Instant)
        /// What a receipt of a shop says: it has happened and is recorded, unless it is money of another currency.
        case record(GiftCardCaptured, at: String? = nil)
        case recordCredit(GiftCardCredited)
        case recordSale(GiftCardIssued)
    }

    package static let kind = "giftCard"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .giftCardIssued(let fact): [fact.serial]
        case .giftCardCredited(let fact): [fact.serial]
        case .giftCardReserved(let fact): [fact.serial]
        case .giftCardCaptured(let fact): [fact.serial]
        case .giftCardReleased(let fact): [fact.serial]
        case .giftCardBlocked(let fact), .giftCardUnblocked(let fact): [fact.serial]
        case .giftCardExpired(let fact): [fact.serial]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        state.hear(said)
        switch said.fact {
        case .giftCardIssued(let fact):
            state.isIssued = true
            state.currency = fact.currency
            state.kind = fact.kind ?? "giftCard"
            state.expiresOn = fact.expiresOn?.description
            state.balance &+= fact.amount
            state.take(fact.receipt, "line", fact.receiptLine)
        case .giftCardCredited(let fact):
            state.balance &+= fact.amount
            state.take(fact.receipt, "line", fact.receiptLine)
        case .giftCardReserved(let fact):
            state.holds[fact.hold] = Hold(
                amount: fact.amount, until: fact.expiresAt.flatMap { Instant($0)?.milliseconds }, store: fact.store)
        case .giftCardCaptured(let fact):
            state.balance &-= fact.amount
            if state.currency.isEmpty { state.currency = fact.currency }
            if let hold = fact.hold { state.end(hold) }
            state.take(fact.receipt, "tender", fact.tender)
        case .giftCardReleased(let fact): state.end(fact.hold)
        case .giftCardBlocked: state.isBlocked = true
        case .giftCardUnblocked: state.isBlocked = false
        case .giftCardExpired(let fact): state.balance &-= fact.amount
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .issue(let fact):
            guard !state.isIssued else {
                throw Refusal(.conflict, "giftCard.issued", "this card was issued before")
            }
            return [Decided(.giftCardIssued(fact), to: .chain)]
        case .credit(let fact):
            try check(state, fact.currency)
            return [Decided(.giftCardCredited(fact), to: .chain)]
        case .reserve(let fact, let now):
            try check(state, fact.currency, pays: true, now)
            guard state.holds[fact.hold] == nil, !state.ended.contains(ExactText(fact.hold)) else {
                throw Refusal.holdUsed(fact.hold)
            }
            try check(fact.amount, left: state.left(at: now))
            return [Decided(.giftCardReserved(fact), to: .chain)]
        case .capture(let fact, let now):
            try check(state, fact.currency, pays: true, now)
            guard let hold = fact.hold else {
                try check(fact.amount, left: state.left(at: now))
                return [Decided(.giftCardCaptured(fact), to: .chain)]
            }
            guard let held = state.holds[hold] else {
                throw Refusal.holdGone(hold, isEnded: state.ended.contains(ExactText(hold)))
            }
            // A hold whose time is over may have been given to another till.
            let most = held.isLive(at: now) ? held.amount : min(held.amount, state.left(at: now))
            try check(fact.amount, left: most)
            return [Decided(.giftCardCaptured(fact), to: .chain)]
        case .release(let fact):
            if state.ended.contains(ExactText(fact.hold)) { return [] }
            guard state.holds[fact.hold] != nil else {
                throw Refusal.holdMissing(fact.hold)
            }
            return [Decided(.giftCardReleased(fact), to: .chain)]
        case .block(let fact):
            try check(state)
            return state.isBlocked ? [] : [Decided(.giftCardBlocked(fact), to: .chain)]
        case .unblock(let fact):
            try check(state)
            return state.isBlocked ? [Decided(.giftCardUnblocked(fact), to: .chain)] : []
        case .expire(var fact, let now):
            try check(state)
            (fact.amount, fact.currency) = (state.left(at: now), state.currency)
            return fact.amount > 0 ? [Decided(.giftCardExpired(fact), to: .chain)] : []
        case .record(let fact, let store): return try record(fact, at: store, state)
        case .recordCredit(let fact):
            if fact.amount <= 0 || state.hasTaken(fact.receipt, "line", fact.receiptLine) { return [] }
            try check(fact.currency, state)
            return [Decided(.giftCardCredited(fact), to: .chain)]
        case .recordSale(let fact):
            if fact.amount <= 0 || state.hasTaken(fact.receipt, "line", fact.receiptLine) { return [] }
            guard state.isIssued else { return [Decided(.giftCardIssued(fact), to: .chain)] }
            try check(fact.currency, state)
            return [Decided(.giftCardCredited(GiftCardCredited(topUp: fact)), to: .chain)]
        }
    }

    /// A receipt was paid with the card. With a hold that is still there, the hold is captured; with one that was
    /// captured by a command, the money has left already; without one, or with one of another shop, which stays that
    /// shop's, the till was offline.
    private static func record(_ fact: GiftCardCaptured, at store: String?, _ state: State) throws(Refusal) -> [Decided]
    {
        if fact.amount <= 0 || state.hasTaken(fact.receipt, "tender", fact.tender) { return [] }
        try check(fact.currency, state)
        var fact = fact
        if let hold = fact.hold {
            if state.ended.contains(ExactText(hold)) { return [] }
            let isElsewhere = state.holds[hold].map { held in
                held.store != nil && !ExactText.same(held.store, store)
            }
            if isElsewhere ?? true { fact.hold = nil }
        }
        fact.offline = fact.hold == nil
        return [Decided(.giftCardCaptured(fact), to: .chain)]
    }

    private static func check(
        _ state: State, _ currency: String? = nil, pays: Bool = false, _ now: Instant? = nil
    ) throws(Refusal) {
        guard state.isIssued else { throw Refusal(.missing, "giftCard.unknown", "there is no such card") }
        if let currency { try check(currency, state) }
        guard pays else { return }
        if state.isBlocked { throw Refusal(.conflict, "giftCard.blocked", "this card is blocked") }
        // The chain has no zone of its own: the card pays as long as it is that day anywhere.
        if let now, let day = state.expiresOn.flatMap({ CalendarDay($0) }),
            now > Zone.utc.end(of: day.advanced(by: 1))
        {
            throw Refusal(
                .conflict, "giftCard.expired", "this card paid until \(day)", [("until", .string(day.description))])
        }
    }

    /// Money of another currency neither pays with a card nor lies on it.
    private static func check(_ currency: String, _ state: State) throws(Refusal) {
        guard state.currency.isEmpty || currency == state.currency else {
            throw Refusal(
                .invalid, "giftCard.currency", "this card is in \(state.currency)",
                [("path", "currency"), ("currency", .string(state.currency))])
        }
    }

    private static func check(_ asked: Int64, left: Int64) throws(Refusal) {
        guard asked <= left else {
            throw Refusal(
                .conflict, "giftCard.balance", "\(max(0, left)) is left on the card, \(asked) was asked for",
                [("left", .int(max(0, left))), ("asked", .int(asked))])
        }
    }
}

extension GiftCardDecider.Hold {
    fileprivate func isLive(at now: Instant) -> Bool { until.map { $0 > now.milliseconds } ?? true }
}

extension GiftCardDecider.State {
    fileprivate mutating func end(_ hold: String) {
        holds[hold] = nil
        ended.insert(ExactText(hold))
    }

    fileprivate mutating func take(_ receipt: String?, _ what: String, _ number: Int64?) {
        if let receipt, let number { taken.insert(ExactText("\(receipt)/\(what)/\(number)")) }
    }

    fileprivate func hasTaken(_ receipt: String?, _ what: String, _ number: Int64?) -> Bool {
        guard let receipt, let number else { return false }
        return taken.contains(ExactText("\(receipt)/\(what)/\(number)"))
    }
}

extension GiftCardCredited {
    /// A card that was sold again is topped up.
    fileprivate init(topUp sold: GiftCardIssued) {
        self.init()
        (serial, kind, amount, currency) = (sold.serial, "topUp", sold.amount, sold.currency)
        (receipt, receiptLine) = (sold.receipt, sold.receiptLine)
        circumstances = sold.circumstances
    }
}
