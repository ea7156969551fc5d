import Events
import JSON

/// Customers' points; tills hold and burn them while the customer stands there.
enum PointsActions {
    private static let path = "customers/{customer}/points"

    static let all = [
        Action("POST", "\(path)/earnings", .selling, BodyForm(PointsEarned.self)) { work, call in
            let fact = try call.read(PointsEarned.self)
            try checkReceipt(work, fact.receipt)
            return try decide(work, call, fact.program, .earn(fact))
        },
        Action("POST", "\(path)/adjustments", .selling, BodyForm(PointsAdjusted.self)) { work, call in
            let fact = try call.read(PointsAdjusted.self)
            return try decide(work, call, fact.program, .adjust(fact, now: call.now))
        },
        Action("POST", "\(path)/reversals", .selling, BodyForm(PointsReversed.self, needing: ["receipt", "original"])) {
            work, call in
            let fact = try call.read(PointsReversed.self)
            let comeBack = try fact.kind != "burned" || burnedComeBack(work, fact.original, call.now)
            return try decide(work, call, fact.program, .reverse(fact, burnedComeBack: comeBack))
        },
        Action("POST", "\(path)/holds", .selling, BodyForm(PointsReserved.self, made: ["hold"]), tills: true) {
            work, call in
            try reserve(work, call, try call.idInBodyOrNew("hold"))
        },
        Action("PUT", "\(path)/holds/{hold}", .selling, BodyForm(PointsReserved.self), tills: true) { work, call in
            try reserve(work, call, try call.id("hold"))
        },
        Action("POST", "\(path)/holds/{hold}/burn", .selling, burned, tills: true) { work, call in
            try burn(work, call, [("hold", try call.id("hold"))])
        },
        Action("POST", "\(path)/burns", .selling, burned, tills: true) { work, call in try burn(work, call, []) },
        Action("DELETE", "\(path)/holds/{hold}", .selling, BodyForm(PointsReleased.self), tills: true) { work, call in
            let fact = try call.read(PointsReleased.self, [("hold", try call.id("hold"))])
            try checkHolder(work, call, fact.hold)
            return try decide(work, call, nil, .release(fact))
        },
        Action("POST", "\(path)/expiries", .selling, BodyForm(PointsExpired.self, without: ["points", "spent"])) {
            work, call in
            // What has expired is decided here.
            let fact = try call.read(PointsExpired.self, not: ["points", "spent"])
            return try decide(work, call, fact.program, .expire(fact, now: call.now))
        },
    ]

    private static let burned = BodyForm(PointsBurned.self, without: ["spent"])

    private static func reserve(_ work: Work, _ call: Call, _ hold: String) throws -> Effect {
        var fact = try call.read(PointsReserved.self, [("hold", hold)])
        fact.expiresAt = HoldTime.end(fact.expiresAt, at: call.now)
        fact.store = try call.holder(fact.store)
        var effect = try decide(work, call, fact.program, .reserve(fact, now: call.now))
        effect.body["hold"] = .string(hold)
        effect.body["expiresAt"] = .text(fact.expiresAt)
        effect.isNew = true
        return effect
    }

    /// Whose points are spent is decided here.
    private static func burn(_ work: Work, _ call: Call, _ hold: [(String, String)]) throws -> Effect {
        let fact = try call.read(PointsBurned.self, hold, not: ["spent"])
        try checkReceipt(work, fact.receipt)
        if let hold = fact.hold { try checkHolder(work, call, hold) }
        return try decide(work, call, fact.program, .burn(fact, now: call.now))
    }

    /// The policy of the shop that burned them, whose till the receipt names.
    private static func burnedComeBack(_ work: Work, _ original: String?, _ now: Instant) throws -> Bool {
        guard let writer = original.flatMap({ FactID($0) })?.writer,
            let store = try work.look(TillDecider.self, writer).said?.part.store
        else { return true }
        let zone = try work.look(StoreDecider.self, store).said?.part.zone.flatMap { Zone($0) } ?? .utc
        let policies = try work.look(StoreBooksDecider.self, store).policies
        let today = zone.day(of: now).description
        let said = policies.sorted.filter { $0.id <= today }.compactMap(\.value.part.burnedPoints)
        return said.last != "never"
    }

    /// A receipt that came to nothing earns nothing and takes nothing.
    private static func checkReceipt(_ work: Work, _ receipt: String?) throws {
        guard let receipt, try work.look(ReceiptDecider.self, receipt).isUndone else { return }
        throw Refusal(
            .conflict, "receipt.undone", "receipt “\(receipt)” was voided or cancelled: no points move by it",
            [("path", "receipt"), ("receipt", .string(receipt))])
    }

    private static func checkHolder(_ work: Work, _ call: Call, _ hold: String) throws {
        let purses = try work.state(PointsDecider.self, try call.id("customer")).purses.all
        try call.checkHolder(purses.lazy.compactMap { $0.holds[hold] }.first?.store, hold)
    }

    private static func decide(
        _ work: Work, _ call: Call, _ program: String?, _ order: PointsDecider.Order
    ) throws -> Effect {
        let customer = try call.id("customer")
        guard try work.look(CustomerDecider.self, customer).stage == .registered else {
            throw Refusal.missing("customer", customer)
        }
        let person = try work.person(customer)
        var effect = try work.put(
            PointsDecider.self, customer, order, on: try work.points(of: person), call,
            ["customer": .string(customer)])
        let purse = try work.points(of: person).purse(program)
        effect.body["balance"] = .int(purse.balance)
        effect.body["left"] = .int(purse.left(at: call.now))
        return effect
    }
}

extension Call {
    /// A fact of the customer in the address.
    fileprivate func read<Body: FactBody>(
        _ body: Body.Type, _ set: [(String, String)] = [], not hidden: [String] = []
    ) throws -> Body {
        try fact(body, set: [("customer", try id("customer"))] + set, not: hidden)
    }
}
