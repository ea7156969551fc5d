import Events
import JSON

/// Sending goods from one shop to another.
enum TransferActions {
    static let all = [
        Action("POST", "stores/{store}/transfers", .goods, BodyForm(TransferDispatched.self, made: ["transfer"])) {
            work, call in
            try dispatch(work, call, try call.idInBodyOrNew("transfer"))
        },
        Action("PUT", "stores/{store}/transfers/{transfer}", .goods, BodyForm(TransferDispatched.self)) { work, call in
            try dispatch(work, call, try call.id("transfer"))
        },
        Action(
            "POST", "stores/{store}/transfers/{transfer}/arrivals", .goods,
            BodyForm(TransferReceived.self, made: ["from"])
        ) { work, call in
            let (store, id) = (try call.id("store"), try call.id("transfer"))
            let shop = try work.shop(store)
            let state = try work.look(TransferDecider.self, id)
            let fact = try call.fact(
                TransferReceived.self, set: [("transfer", id), ("from", state.from ?? store)], zone: shop.zone)
            let (costs, currency) = try stamps(state, at: store, work, call)
            return try work.put(
                TransferDecider.self, id, .receive(fact, at: store, costs: costs, currency: currency), call,
                ["transfer": .string(id)], isVersionNeeded: false)
        }.looking { call, office, lookups in
            if let id = call.ids["transfer"] { call.costs = try costs(of: id, office, lookups) }
        },
        Action(
            "POST", "stores/{store}/transfers/{transfer}/discrepancies", .goods, BodyForm(TransferDiscrepancyFound.self)
        ) { work, call in
            let (store, id) = (try call.id("store"), try call.id("transfer"))
            let fact = try call.fact(
                TransferDiscrepancyFound.self, set: [("transfer", id)], zone: try work.shop(store).zone)
            return try work.put(
                TransferDecider.self, id, .report(fact, from: store), call, ["transfer": .string(id)],
                isVersionNeeded: false)
        },
        Action("POST", "stores/{store}/transfers/{transfer}/close", .goods, BodyForm(TransferClosed.self)) {
            work, call in
            let (store, id) = (try call.id("store"), try call.id("transfer"))
            let fact = try call.fact(TransferClosed.self, set: [("transfer", id)], zone: try work.shop(store).zone)
            return try work.put(
                TransferDecider.self, id, .close(fact, from: store), call, ["transfer": .string(id)],
                isVersionNeeded: false)
        },
        Action(
            "POST", "stores/{store}/transfers/{transfer}/corrections", .goods,
            BodyForm(TransferDispatched.self, needing: ["reason"], without: ["effectiveAt", "zone"])
        ) { work, call in
            let (store, id) = (try call.id("store"), try call.id("transfer"))
            _ = try work.shop(store)
            var sent = try call.fact(TransferDispatched.self, set: [("transfer", id)], not: ["effectiveAt", "zone"])
            try sent.circumstances.needReason("the dispatch is not as it was entered")
            _ = try work.openShop(sent.to)
            var correction = GoodsCorrected()
            (correction.circumstances, sent.circumstances) = (sent.circumstances, Circumstances())
            correction.dispatch = sent
            let kinds = try work.kinds(of: sent.lines.compactMap(\.product))
            let closed = try closedBooks(work, call)
            return try revise(work, call, .correct(correction, from: store, kinds: kinds, closed), closed)
        },
        Action(
            "POST", "stores/{store}/transfers/{transfer}/reversal", .goods, Revising.reversalForm
        ) { work, call in
            let (store, id) = (try call.id("store"), try call.id("transfer"))
            _ = try work.shop(store)
            let closed = try closedBooks(work, call)
            return try revise(
                work, call, .reverse(try call.reversal("transfer", id), from: store, closed), closed)
        },
    ]

    /// What each line of a transfer's dispatch was booked at, as far as it is known.
    static func costs(of transfer: String, _ office: Office, _ lookups: Lookups) throws -> [Int64: Int64] {
        let state = try office.read { try StreamTable.peek($0, TransferDecider.self, transfer)?.state }
        guard let dispatch = state?.dispatch.flatMap({ FactID($0) }) else { return [:] }
        return try lookups.dispatchedCosts(dispatch)
    }

    /// What an arrival is told of the costs that were looked up, and their currency: they are told in the sender's, and a shop with another
    /// one takes the goods at its own average.
    static func stamps(
        _ state: TransferDecider.State, at store: String, _ work: Work, _ call: Call
    ) throws -> (costs: [Int64: Int64], currency: String) {
        let currency = try work.shop(store).currency
        let sender = try state.from.flatMap { try work.look(StoreDecider.self, $0).said?.part.currency }
        return (sender == currency ? call.costs : [:], currency)
    }

    /// The closed books that the dispatch stands in.
    private static func closedBooks(_ work: Work, _ call: Call) throws -> ClosedBooks? {
        let standing = try work.look(TransferDecider.self, try call.id("transfer")).standing
        return try work.closedBooks(over: standing, at: try call.id("store"))
    }

    private static func revise(
        _ work: Work, _ call: Call, _ order: TransferDecider.Order, _ closed: ClosedBooks?
    ) throws -> Effect {
        let (store, id) = (try call.id("store"), try call.id("transfer"))
        let before = try work.look(TransferDecider.self, id).standing
        var effect = try work.put(
            TransferDecider.self, id, order, call, ["store": .string(store), "transfer": .string(id)],
            isVersionNeeded: false)
        effect.isNew = false
        effect.body["revision"] = .int(try work.state(TransferDecider.self, id).standing?.revision ?? 0)
        effect.body["effectiveAt"] = .text(closed?.firstOpen.description ?? before?.effectiveAt)
        return effect
    }

    private static func dispatch(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
        let store = try call.id("store")
        let shop = try work.shop(store)
        let fact = try call.fact(TransferDispatched.self, set: [("transfer", id)], zone: shop.zone)
        _ = try work.openShop(fact.to)
        let kinds = try work.kinds(of: fact.lines.compactMap(\.product))
        return try work.put(
            TransferDecider.self, id, .dispatch(fact, from: store, kinds: kinds), call,
            ["store": .string(store), "transfer": .string(id)], isVersionNeeded: false)
    }
}
