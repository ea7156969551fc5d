import Events
import JSON

/// Cash that was moved at a till, corrected and taken back by the office.
enum CashActions {
    /// What a revision says that nobody asks for: the next number, and the time of what is revised.
    private static let made = ["revision", "effectiveAt", "zone", "closedThrough"]
    private static let path = "stores/{store}/cash-movements/{original}"

    static let all = [
        Action(
            "POST", "\(path)/corrections", .shops,
            BodyForm(CashCorrected.self, needing: ["reason", "movement"], without: made)
        ) { work, call in
            let (store, original) = (try call.id("store"), try call.id("original"))
            _ = try work.shop(store)
            var fact = try call.fact(CashCorrected.self, set: [("original", original)], not: made)
            try fact.circumstances.needReason("it is not as it was entered")
            fact.movement?.circumstances = Circumstances()
            return try revise(work, call, .correct(fact, at: store, try closedBooks(work, original, at: store)))
        },
        Action(
            "POST", "\(path)/reversal", .shops,
            BodyForm(CashReversed.self, needing: ["reason"], without: made)
        ) { work, call in
            let (store, original) = (try call.id("store"), try call.id("original"))
            _ = try work.shop(store)
            var fact = try call.fact(CashReversed.self, set: [("original", original)], not: made)
            try fact.circumstances.needReason("it counts no more")
            try fact.circumstances.needApprover(call.principal)
            return try revise(work, call, .reverse(fact, at: store, try closedBooks(work, original, at: store)))
        },
    ]

    private static func closedBooks(_ work: Work, _ original: String, at store: String) throws -> ClosedBooks? {
        let movement = try work.look(CashMovementDecider.self, original)
        guard !movement.effectiveAt.isEmpty else { return nil }
        return try work.closedBooks(over: movement.effectiveAt, zone: movement.zone, at: store)
    }

    private static func revise(_ work: Work, _ call: Call, _ order: CashMovementDecider.Order) throws -> Effect {
        let (store, original) = (try call.id("store"), try call.id("original"))
        var effect = try work.put(
            CashMovementDecider.self, original, order, call,
            ["store": .string(store), "original": .string(original)], isVersionNeeded: false)
        effect.isNew = false
        return effect
    }
}
