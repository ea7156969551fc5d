import Events
import JSON

/// Coupons; tills hold and redeem them while the customer stands there.
enum CouponActions {
    static let all = [
        Action("PUT", "coupons/{coupon}", .selling, BodyForm(CouponIssued.self)) { work, call in
            let fact = try call.fact(CouponIssued.self, set: [("coupon", try call.id("coupon"))])
            let isRuleKnown = try work.look(DiscountRuleDecider.self, fact.rule).isKnown
            return try decide(work, call, .issue(fact, isRuleKnown: isRuleKnown))
        },
        Action(
            "POST", "coupons/{coupon}/holds", .selling, BodyForm(CouponReserved.self, made: ["hold"]), tills: true
        ) { work, call in
            try reserve(work, call, try call.idInBodyOrNew("hold"))
        },
        Action("PUT", "coupons/{coupon}/holds/{hold}", .selling, BodyForm(CouponReserved.self), tills: true) {
            work, call in try reserve(work, call, try call.id("hold"))
        },
        Action(
            "POST", "coupons/{coupon}/holds/{hold}/redeem", .selling, BodyForm(CouponRedeemed.self), tills: true
        ) { work, call in try redeem(work, call, [("hold", try call.id("hold"))]) },
        Action("POST", "coupons/{coupon}/redemptions", .selling, BodyForm(CouponRedeemed.self), tills: true) {
            work, call in try redeem(work, call, [])
        },
        Action("DELETE", "coupons/{coupon}/holds/{hold}", .selling, BodyForm(CouponReleased.self), tills: true) {
            work, call in
            let fact = try call.fact(
                CouponReleased.self, set: [("coupon", try call.id("coupon")), ("hold", try call.id("hold"))])
            try checkHolder(work, call, fact.hold)
            return try decide(work, call, .release(fact))
        },
        Action("DELETE", "coupons/{coupon}", .selling, BodyForm(CouponCancelled.self)) { work, call in
            let fact = try call.fact(CouponCancelled.self, set: [("coupon", try call.id("coupon"))])
            return try decide(work, call, .cancel(fact))
        },
    ]

    private static func reserve(_ work: Work, _ call: Call, _ hold: String) throws -> Effect {
        var fact = try call.fact(CouponReserved.self, set: [("coupon", try call.id("coupon")), ("hold", hold)])
        fact.store = try call.holder(fact.store)
        fact.expiresAt = HoldTime.end(fact.expiresAt, at: call.now)
        let person = Set((try fact.customer.map { try work.person($0) } ?? []).map(ExactText.init))
        var effect = try decide(work, call, .reserve(fact, now: call.now, person: person))
        effect.body["hold"] = .string(hold)
        effect.body["expiresAt"] = .text(fact.expiresAt)
        effect.isNew = true
        return effect
    }

    private static func redeem(_ work: Work, _ call: Call, _ hold: [(String, String)]) throws -> Effect {
        let fact = try call.fact(CouponRedeemed.self, set: [("coupon", try call.id("coupon"))] + hold)
        if let hold = fact.hold { try checkHolder(work, call, hold) }
        let person = Set((try fact.customer.map { try work.person($0) } ?? []).map(ExactText.init))
        return try decide(work, call, .redeem(fact, now: call.now, person: person))
    }

    private static func checkHolder(_ work: Work, _ call: Call, _ hold: String) throws {
        try call.checkHolder(work.state(CouponDecider.self, try call.id("coupon")).holders?[hold], hold)
    }

    private static func decide(_ work: Work, _ call: Call, _ order: CouponDecider.Order) throws -> Effect {
        let id = try call.id("coupon")
        var effect = try work.put(
            CouponDecider.self, id, order, call, ["coupon": .string(id)], isVersionNeeded: false)
        effect.body["left"] = .int(try work.state(CouponDecider.self, id).left(at: call.now))
        return effect
    }
}
