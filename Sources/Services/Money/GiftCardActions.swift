import Events
import JSON

/// Gift cards and store credits; tills hold and capture while the customer stands there.
enum GiftCardActions {
    static let all = [
        Action("PUT", "gift-cards/{serial}", .money, BodyForm(GiftCardIssued.self)) { work, call in
            let fact = try call.fact(GiftCardIssued.self, set: [("serial", try call.id("serial"))])
            return try decide(work, call, .issue(fact))
        },
        Action("POST", "gift-cards/{serial}/credits", .money, BodyForm(GiftCardCredited.self)) { work, call in
            let fact = try call.fact(GiftCardCredited.self, set: [("serial", try call.id("serial"))])
            return try decide(work, call, .credit(fact))
        },
        Action(
            "POST", "gift-cards/{serial}/holds", .money, BodyForm(GiftCardReserved.self, made: ["hold"]), tills: true
        ) { work, call in
            try reserve(work, call, try call.idInBodyOrNew("hold"))
        },
        Action("PUT", "gift-cards/{serial}/holds/{hold}", .money, BodyForm(GiftCardReserved.self), tills: true) {
            work, call in
            try reserve(work, call, try call.id("hold"))
        },
        Action("POST", "gift-cards/{serial}/holds/{hold}/capture", .money, BodyForm(GiftCardCaptured.self), tills: true)
        { work, call in
            let hold = try call.id("hold")
            return try capture(work, call, [("hold", hold)])
        },
        Action("DELETE", "gift-cards/{serial}/holds/{hold}", .money, BodyForm(GiftCardReleased.self), tills: true) {
            work, call in
            let fact = try call.fact(
                GiftCardReleased.self, set: [("serial", try call.id("serial")), ("hold", try call.id("hold"))])
            try checkHolder(work, call, fact.hold)
            return try decide(work, call, .release(fact))
        },
        Action("POST", "gift-cards/{serial}/captures", .money, BodyForm(GiftCardCaptured.self), tills: true) {
            work, call in
            try capture(work, call, [])
        },
        Action("POST", "gift-cards/{serial}/block", .money, BodyForm(Why.self)) { work, call in
            try decide(work, call, .block(try blocked(call)))
        },
        Action("POST", "gift-cards/{serial}/unblock", .money, BodyForm(Why.self)) { work, call in
            try decide(work, call, .unblock(try blocked(call)))
        },
        Action("POST", "gift-cards/{serial}/expire", .money, BodyForm(Why.self)) { work, call in
            var fact = GiftCardExpired()
            fact.serial = try call.id("serial")
            fact.circumstances = try call.why()
            return try decide(work, call, .expire(fact, now: call.now))
        },
    ]

    private static func reserve(_ work: Work, _ call: Call, _ hold: String) throws -> Effect {
        var fact = try call.fact(GiftCardReserved.self, set: [("serial", try call.id("serial")), ("hold", hold)])
        fact.store = try call.holder(fact.store)
        fact.expiresAt = HoldTime.end(fact.expiresAt, at: call.now)
        var effect = try decide(
            work, call, .reserve(fact, now: call.now), ["hold": .string(hold), "expiresAt": .text(fact.expiresAt)])
        effect.isNew = true
        return effect
    }

    private static func capture(_ work: Work, _ call: Call, _ hold: [(String, String)]) throws -> Effect {
        let fact = try call.fact(GiftCardCaptured.self, set: [("serial", try call.id("serial"))] + hold)
        if fact.offline {
            throw Refusal.invalid("offline", "offline", "what was taken offline is told by the receipt")
        }
        if let hold = fact.hold { try checkHolder(work, call, hold) }
        return try decide(work, call, .capture(fact, now: call.now))
    }

    private static func checkHolder(_ work: Work, _ call: Call, _ hold: String) throws {
        try call.checkHolder(work.state(GiftCardDecider.self, try call.id("serial")).holds[hold]?.store, hold)
    }

    private static func blocked(_ call: Call) throws -> GiftCardBlocked {
        var fact = GiftCardBlocked()
        fact.serial = try call.id("serial")
        fact.circumstances = try call.why()
        return fact
    }

    private static func decide(
        _ work: Work, _ call: Call, _ order: GiftCardDecider.Order, _ more: JSON = .object([])
    ) throws -> Effect {
        let serial = try call.id("serial")
        var effect = try work.put(
            GiftCardDecider.self, serial, order, call, ["serial": .string(serial)], isVersionNeeded: false)
        for member in more.object ?? [] { effect.body[member.name] = member.value }
        let state = try work.state(GiftCardDecider.self, serial)
        effect.body["left"] = .int(state.left(at: call.now))
        effect.body["currency"] = .string(state.currency)
        return effect
    }

}
