import Events
import Rules

/// A coupon as facts say it first, until it is cancelled.
package enum CouponSubject: Remembered {
    package static var shape: EntityShape { .coupon }
    package static func told(_ fact: Fact) -> Told<CouponIssued>? { fact.toldOfCoupon }
}

extension CouponDecider.State: StateWithHistory {
    package var before: SubjectState<CouponSubject> {
        var coupon = CouponIssued()
        (coupon.rule, coupon.customer, coupon.from, coupon.to, coupon.uses) = (rule, customer, from, to, uses)
        return isIssued ? SubjectState(always: coupon) : SubjectState()
    }

    package var isOver: Bool? { isCancelled }
}

/// A coupon that a discount rule asks for: so many uses, decided one after the other, so that two tills never take the
/// same one.
package enum CouponDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var isIssued = false
        package var isCancelled = false
        package var rule = ""
        package var customer: String?
        package var from: String?
        package var to: String?
        package var zone: String?
        package var uses: Int64 = 0
        package var used: Int64 = 0
        /// Uses that are held for a till: until when, in milliseconds since 1970; nil: until redeemed or released.
        package var holds: ByID<Int64?> = [:]
        /// The shops whose tills hold them, where they are known.
        package var holders: ByID<String>?
        /// Holds that are over, so that none is redeemed twice.
        package var ended: Set<ExactText> = []
        package var history: SubjectState<CouponSubject>?

        /// What a till may be offered.
        package func left(at now: Instant) -> Int64 {
            uses &- used &- Int64(holds.all.filter { $0.map { $0 > now.milliseconds } ?? true }.count)
        }
    }

    package enum Order: Sendable {
        case issue(CouponIssued, isRuleKnown: Bool)
        /// - Parameter person: every id of the customer who has it.
        case reserve(CouponReserved, now: Instant, person: Set<ExactText> = [])
        case redeem(CouponRedeemed, now: Instant, person: Set<ExactText> = [])
        case release(CouponReleased)
        case cancel(CouponCancelled)
    }

    package static let kind = "coupon"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .couponIssued(let fact): [fact.coupon]
        case .couponReserved(let fact): [fact.coupon]
        case .couponRedeemed(let fact): [fact.coupon]
        case .couponReleased(let fact): [fact.coupon]
        case .couponCancelled(let fact): [fact.coupon]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        state.hear(said)
        switch said.fact {
        case .couponIssued(let fact):
            state.isIssued = true
            (state.rule, state.customer, state.uses) = (fact.rule, fact.customer, fact.uses)
            (state.from, state.to, state.zone) = (fact.from, fact.to, fact.circumstances.zone)
        case .couponReserved(let fact):
            state.holds[fact.hold] = .some(fact.expiresAt.flatMap { Instant($0)?.milliseconds })
            if let store = fact.store {
                state.holders = state.holders ?? ByID()
                state.holders?[fact.hold] = store
            }
        case .couponRedeemed(let fact):
            state.used &+= 1
            if let hold = fact.hold { state.end(hold) }
        case .couponReleased(let fact): state.end(fact.hold)
        case .couponCancelled: state.isCancelled = true
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .issue(let fact, let isRuleKnown):
            guard !state.isIssued else {
                throw Refusal(.conflict, "coupon.issued", "this coupon was issued before")
            }
            guard isRuleKnown else { throw Refusal.notThere("rule", fact.rule) }
            return [Decided(.couponIssued(fact), to: .chain)]
        case .reserve(let fact, let now, let person):
            try check(state, fact.customer, person, now)
            guard state.holds[fact.hold] == nil, !state.ended.contains(ExactText(fact.hold)) else {
                throw Refusal.holdUsed(fact.hold)
            }
            try checkLeft(state, now)
            return [Decided(.couponReserved(fact), to: .chain)]
        case .redeem(let fact, let now, let person):
            try check(state, fact.customer, person, now)
            guard let hold = fact.hold else {
                try checkLeft(state, now)
                return [Decided(.couponRedeemed(fact), to: .chain)]
            }
            guard let until = state.holds[hold] else {
                throw Refusal.holdGone(hold, isEnded: state.ended.contains(ExactText(hold)))
            }
            // A hold whose time is over may have been given to another till.
            if let until, until <= now.milliseconds { try checkLeft(state, now) }
            return [Decided(.couponRedeemed(fact), to: .chain)]
        case .release(let fact):
            if state.ended.contains(ExactText(fact.hold)) { return [] }
            guard state.holds[fact.hold] != nil else {
                throw Refusal.holdMissing(fact.hold)
            }
            return [Decided(.couponReleased(fact), to: .chain)]
        case .cancel(let fact):
            guard state.isIssued else { throw unknown }
            return state.isCancelled ? [] : [Decided(.couponCancelled(fact), to: .chain)]
        }
    }

    static let unknown = Refusal(.missing, "coupon.unknown", "there is no such coupon")

    // MARK: Checks

    private static func check(
        _ state: State, _ customer: String?, _ person: Set<ExactText>, _ now: Instant
    ) throws(Refusal) {
        guard state.isIssued else { throw unknown }
        if state.isCancelled { throw Refusal(.conflict, "coupon.cancelled", "this coupon was cancelled") }
        if let owner = state.customer, !ExactText.same(owner, customer), !person.contains(ExactText(owner)) {
            throw Refusal(.conflict, "coupon.customer", "this coupon is another customer's", [("path", "customer")])
        }
        let zone = state.zone.flatMap { Zone($0) } ?? .utc
        if let from = state.from, let start = Instant(momentOrDay: from, in: zone), now < start {
            throw Refusal(.conflict, "coupon.early", "this coupon holds from \(from)", [("from", .string(from))])
        }
        if let to = state.to, let end = Instant(momentOrDay: to, in: zone), now >= end {
            throw Refusal(.conflict, "coupon.late", "this coupon held until \(to)", [("to", .string(to))])
        }
    }

    private static func checkLeft(_ state: State, _ now: Instant) throws(Refusal) {
        let left = state.left(at: now)
        guard left > 0 else {
            throw Refusal(
                .conflict, "coupon.uses", "of \(state.uses) uses none is left",
                [("left", .int(max(0, left))), ("uses", .int(state.uses)), ("used", .int(state.used))])
        }
    }
}

extension CouponDecider.State {
    fileprivate mutating func end(_ hold: String) {
        holds[hold] = nil
        holders?[hold] = nil
        ended.insert(ExactText(hold))
    }
}
