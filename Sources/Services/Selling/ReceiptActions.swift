import Events
import JSON
import Rules

/// Correcting, voiding and cancelling a completed receipt. Who asks says what is different; original, revision, writer and
/// number are Davtari's to know.
enum ReceiptActions {
    private static let path = "stores/{store}/receipts/{receipt}"
    /// Of the operator or approver, who then is who they say.
    private static let pin = ("pin", ["type": "string"] as JSON)

    static let all = [
        Action(
            "POST", "\(path)/corrections", .selling,
            BodyForm(
                ReceiptCorrection.self, made: ["replacement"], needing: ["reason"],
                without: ["revision", "effectiveAt"], more: [("changes", ReceiptChanges.schema), pin]), tills: true
        ) { work, call in
            try correct(work, call)
        }.looking(original),
        Action(
            "POST", "\(path)/void", .selling,
            BodyForm(ReceiptVoided.self, needing: ["reason"], without: ["revision", "effectiveAt"], more: [pin]),
            tills: true
        ) { work, call in
            let (store, id, original) = try receipt(work, call, right: .void)
            let fact = try call.fact(
                ReceiptVoided.self, set: [("receipt", id)], besides: ["pin"], not: ["revision", "effectiveAt"],
                zone: try work.shop(store).zone)
            try fact.circumstances.needReason("the receipt is not as its till wrote it")
            return try put(work, call, .void(fact, original: original, at: store))
        }.looking(original),
        Action(
            "POST", "\(path)/cancel", .selling,
            BodyForm(
                ReceiptCancelled.self, needing: ["reason"],
                without: ["revision", "effectiveAt", "suspension", "basket"], more: [pin]), tills: true
        ) { work, call in
            let (store, id, _) = try receipt(work, call, right: .cancel)
            let fact = try call.fact(
                ReceiptCancelled.self, set: [("receipt", id)], besides: ["pin"],
                not: ["revision", "effectiveAt", "suspension", "basket"], zone: try work.shop(store).zone)
            try fact.circumstances.needReason("the receipt is not as its till wrote it")
            return try put(work, call, .cancel(fact, at: store))
        }.looking(original),
        Action(
            "POST", "stores/{store}/training-receipts", .selling,
            BodyForm(Receipt.self, made: ["businessDate", "currency"], without: ["training"])
        ) { work, call in
            let store = try call.id("store")
            let shop = try work.shop(store)
            var body = call
            if body.body["businessDate"] == nil {
                body.body = body.body.with("businessDate", .string(try work.today(at: store).description))
            }
            if body.body["currency"] == nil { body.body = body.body.with("currency", .string(shop.currency)) }
            var fact = try body.fact(Receipt.self, not: ["training"], zone: shop.zone)
            fact.training = true
            try work.decide(ReceiptDecider.self, .train(fact, at: store), on: ReceiptDecider.initial)
            return Effect(isNew: true, version: 1, body: ["store": .string(store)])
        },
    ]

    private static func correct(_ work: Work, _ call: Call) throws -> Effect {
        let (store, id, original) = try receipt(work, call, right: .correct)
        var asked = call
        switch (call.body["changes"], call.body["replacement"]) {
        case (let changes?, nil):
            guard changes.object != nil else {
                throw Refusal.invalid("changes", "object", "changes is an object of the receipt’s members")
            }
            let counting = try work.state(ReceiptDecider.self, id).counting ?? original
            asked.body = asked.body.with("replacement", try ReceiptChanges.apply(changes, to: counting))
        case (nil, .some): break
        default:
            throw Refusal.invalid(
                "changes", "required", "say what is different in changes, or the whole receipt in replacement")
        }
        let fact = try asked.fact(
            ReceiptCorrection.self, set: [("receipt", id)], besides: ["changes", "pin"],
            not: ["revision", "effectiveAt"],
            zone: try work.shop(store).zone)
        try fact.circumstances.needReason("the receipt is not as its till wrote it")
        try work.checkOpen(fact.replacement?.businessDate, at: store, path: "businessDate")
        return try put(work, call, .correct(fact, at: store))
    }

    private static func put(_ work: Work, _ call: Call, _ order: ReceiptDecider.Order) throws -> Effect {
        let id = try call.id("receipt")
        var effect = try work.put(
            ReceiptDecider.self, id, order, call, ["receipt": .string(id)], isVersionNeeded: false)
        let state = try work.state(ReceiptDecider.self, id)
        if !work.decided.isEmpty {
            // What others say of a receipt is followed from the log; what is decided here is followed here.
            var circumstances = call.stamped(Circumstances())
            circumstances.causation = id
            var refusals = Refusals()
            try GiftCardReaction.revise(id, circumstances, work, &refusals)
            try PointsReaction.revise(id, circumstances, work, &refusals)
            // Who asks is told no, and then nothing of it was decided.
            if let refusal = refusals.all.first { throw refusal }
            effect.version = try work.stream(ReceiptDecider.self, id).version
        }
        effect.isNew = false
        effect.body["revision"] = .int(state.revision)
        return effect
    }

    // MARK: The receipt that is spoken of

    /// The original, as its till wrote it, in the shop of the address; and that whoever asks may do this.
    private static func receipt(
        _ work: Work, _ call: Call, right: Right.TillRight
    ) throws -> (store: String, id: String, original: Receipt) {
        let (store, id) = (try call.id("store"), try call.id("receipt"))
        guard let original = call.original, ExactText.same(original.store, store) else {
            throw Refusal.missing("receipt", id)
        }
        try mayAtTill(work, call, right, at: store)
        // Whatever changes a receipt changes its day.
        let counting = try work.state(ReceiptDecider.self, id).counting ?? original.receipt
        for day in [original.receipt.businessDate, counting.businessDate] {
            try work.checkOpen(day, at: store, path: "receipt")
        }
        return (store, id, original.receipt)
    }

    private static let original: @Sendable (inout Call, Office, Lookups) throws -> Void = { call, office, lookups in
        call.original = try call.ids["receipt"].flatMap { FactID($0) }.flatMap { try lookups.receipt($0) }
        if call.till != nil { try PinActions.check(&call, office, lookups) }
    }

    /// At a till, someone who works in its shop and has the right by a role does it or allows it, as far as the role goes; who has
    /// a PIN says it.
    private static func mayAtTill(_ work: Work, _ call: Call, _ right: Right.TillRight, at store: String) throws {
        guard call.till != nil else { return }
        var refusal = Refusal(
            .forbidden, "rights.employee",
            "at a till, an operator or approver with the right “\(right.rawValue)” in this shop is needed",
            [("right", .string(right.rawValue))])
        for name in ["operator", "approver"] {
            guard let employee = call.body[name]?.string, let grants = try work.grants(of: employee, at: store),
                grants.rights.holds(.atTill(right))
            else { continue }
            if let reason = try work.missing(pinOf: employee, call) {
                refusal = reason
            } else if let limit = grants.limit(of: .atTill(right)), let sum = call.original?.receipt.paid,
                !limit.permits(sum)
            {
                refusal = Refusal(
                    .forbidden, "rights.limit",
                    "this goes further than “\(employee)” may at a till; somebody who may does it with a sign-in",
                    [("path", .string(name)), ("right", .string(right.rawValue))])
            } else {
                return
            }
        }
        throw refusal
    }
}

extension Receipt {
    /// What it was paid with, as limits measure it.
    var paid: Measure {
        let sum = tenders.reduce(Int64(0)) { $0.addingReportingOverflow($1.amount).partialValue }
        return .money(sum.magnitude > Int64.max.magnitude ? .max : abs(sum), currency: currency)
    }
}

extension Work {
    /// What the roles of someone who works in a shop come to; nil of who does not.
    func grants(of id: String, at store: String) throws -> Grants? {
        let state = try look(SubjectDecider<EmployeeSubject>.self, id)
        guard let employee = state.said(at: now), !state.isOver(at: now),
            employee.stores.contains(where: { ExactText.same($0, store) })
        else { return nil }
        return .union(try employee.roles.compactMap { try Roles.grants($0, connection, at: now) })
    }

    /// Why a till does not take somebody for who they say; nil where they have no PIN, or said it.
    fileprivate func missing(pinOf employee: String, _ call: Call) throws -> Refusal? {
        let path: [(String, JSON)] = [("path", "pin"), ("employee", .string(employee))]
        switch call.pins[employee] {
        case .right: return nil
        case .wrong: return Refusal(.forbidden, "pin.wrong", "the PIN is wrong", path)
        case .mustWait(let seconds):
            return Refusal(
                .forbidden, "pin.wait", "too many wrong PINs; try again in \(seconds) seconds",
                path + [("wait", .int(Int64(seconds)))])
        case nil, .notThere:
            guard try Pins(connection: connection).since(employee) != nil else { return nil }
            return Refusal(.forbidden, "pin.needed", "“\(employee)” has a PIN, which says that it is them", path)
        }
    }
}
