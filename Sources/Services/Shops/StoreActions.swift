import Events
import JSON
import Rules

/// Opening and closing shops, giving tills their books, and how a shop works.
enum StoreActions {
    private static let reopening = ("closedOn", JSON.object([JSON.Member("type", "null")]))

    static let all = [
        Action("PUT", "stores/{store}", .shops, BodyForm(StoreOpened.self)) { work, call in
            let id = try call.id("store")
            let store = try call.fact(StoreOpened.self, set: [("store", id)])
            try work.expectLegalEntity(store)
            return try work.put(StoreDecider.self, id, .open(store), call, ["store": .string(id)])
        },
        Action(
            "PATCH", "stores/{store}", .shops, BodyForm(StoreOpened.self, made: ["currency"], more: [reopening])
        ) { work, call in
            let id = try call.id("store")
            let shop = try work.shop(id)
            // Null opens it again; a last day is said by closing it.
            let isReopened = call.body.nulls.contains("closedOn")
            guard isReopened || call.body["closedOn"] == nil else {
                throw Refusal.invalid("closedOn", "store.closing", "a shop is closed by DELETE stores/\(id)")
            }
            var whole = call
            whole.body = call.body.without(["closedOn"]).laid(over: FactMembers(shop).without("store").json)
            if whole.body["zone"] == nil, let zone = shop.zone { whole.body = whole.body.with("zone", .string(zone)) }
            let store = try whole.fact(StoreOpened.self, set: [("store", id)])
            if call.body["legalEntity"] != nil { try work.expectLegalEntity(store) }
            return try work.put(
                StoreDecider.self, id, isReopened ? .open(store) : .change(store), call, ["store": .string(id)])
        },
        Action("DELETE", "stores/{store}", .shops, BodyForm(StoreClosed.self)) { work, call in
            let id = try call.id("store")
            var closed = try call.body.read(StoreClosed.self, set: [("store", id)])
            let zone = try work.shop(id).zone
            closed.circumstances = call.stamped(closed.circumstances, zone: zone)
            closed.closedOn = closed.closedOn ?? (zone.flatMap { Zone($0) } ?? .utc).day(of: call.now)
            return try work.put(
                StoreDecider.self, id, .close(closed), call,
                ["store": .string(id), "closedOn": .text(closed.closedOn?.description)], isVersionNeeded: false)
        },
        Action("PUT", "stores/{store}/tills/{writer}", .shops, BodyForm(TillRegistered.self)) { work, call in
            try register(work, call, at: try call.id("store"))
        },
        Action("DELETE", "stores/{store}/tills/{writer}", .shops, BodyForm(TillRetired.self)) { work, call in
            try retire(work, call, at: try call.id("store"))
        },
        // The same of a till wherever it stands.
        Action("PUT", "tills/{writer}", .shops, BodyForm(TillRegistered.self)) { work, call in
            try register(work, call)
        },
        Action("PATCH", "tills/{writer}", .shops, BodyForm(TillRegistered.self, made: ["store"])) { work, call in
            guard let before = try work.state(TillDecider.self, try call.id("writer")).said?.part else {
                throw TillDecider.unknown
            }
            var whole = call
            whole.body = call.body.laid(over: FactMembers(before).without("writer").json)
            return try register(work, whole)
        },
        Action("DELETE", "tills/{writer}", .shops, BodyForm(TillRetired.self)) { work, call in
            try retire(work, call)
        },
        Action(
            "POST", "stores/{store}/policies", .shops,
            BodyForm(StorePolicySet.self, without: StorePolicySet.chainOwn)
        ) { work, call in
            let store = try call.id("store")
            let shop = try work.shop(store)
            let policy = try call.fact(StorePolicySet.self, not: StorePolicySet.chainOwn, zone: shop.zone)
            let today = try work.today(at: store)
            return try work.put(
                StoreBooksDecider.self, store, .set(policy, at: .store(store), today: today), call,
                ["store": .string(store), "from": .text(policy.from?.description)], isVersionNeeded: false)
        },
        Action(
            "POST", "chain/policies", .shops, BodyForm(StorePolicySet.self, without: StorePolicySet.storeOwn)
        ) { work, call in
            let policy = try call.fact(StorePolicySet.self, not: StorePolicySet.storeOwn)
            return try work.put(
                StoreBooksDecider.self, StoreBooksDecider.chain,
                .set(policy, at: .chain, today: Zone.utc.day(of: call.now)), call,
                ["from": .text(policy.from?.description)], isVersionNeeded: false)
        },
        Action("POST", "stores/{store}/periods", .shops, BodyForm(PeriodClosed.self)) { work, call in
            let store = try call.id("store")
            let shop = try work.shop(store)
            let period = try call.fact(PeriodClosed.self, zone: shop.zone)
            let today = try work.today(at: store)
            return try work.put(
                StoreBooksDecider.self, store, .close(period, at: store, today: today), call,
                ["store": .string(store), "through": .text(period.through?.description)], isVersionNeeded: false)
        },
    ]

    /// - Parameter place: the shop that the address names; nil: the body does.
    private static func register(_ work: Work, _ call: Call, at place: String? = nil) throws -> Effect {
        let writer = try call.id("writer")
        let ids = [("writer", writer)] + (place.map { [("store", $0)] } ?? [])
        if let place { _ = try work.openShop(place) }
        let till = try call.fact(TillRegistered.self, set: ids)
        _ = try work.openShop(till.store)
        return try work.put(
            TillDecider.self, writer, .register(till), call,
            ["store": .string(till.store), "writer": .string(writer)])
    }

    private static func retire(_ work: Work, _ call: Call, at place: String? = nil) throws -> Effect {
        let writer = try call.id("writer")
        guard let store = try work.state(TillDecider.self, writer).said?.part.store,
            place.map({ ExactText.same($0, store) }) ?? true
        else { throw TillDecider.unknown }
        let till = try call.fact(TillRetired.self, set: [("writer", writer)])
        return try work.put(
            TillDecider.self, writer, .retire(till), call, ["store": .string(store), "writer": .string(writer)],
            isVersionNeeded: false)
    }
}

extension Work {
    /// A shop is of a company that is there.
    fileprivate func expectLegalEntity(_ store: StoreOpened) throws {
        guard let id = store.legalEntity else { return }
        let entity = try look(SubjectDecider<LegalEntitySubject>.self, id)
        guard entity.isKnown, !entity.isOver(at: .now) else { throw Refusal.notThere("legalEntity", id) }
    }

    /// Decides for a thing that is named by its address: new, or changed by someone who has seen it.
    func put<D: Decider>(
        _ decider: D.Type, _ id: String, _ order: D.Order, _ call: Call, _ body: JSON, isVersionNeeded: Bool = true
    ) throws -> Effect {
        let stream = try stream(decider, id)
        let isNew = stream.version == 0
        try call.precondition.check(stream.version, isNeeded: isVersionNeeded)
        try decide(decider, id, order)
        return Effect(isNew: isNew, version: stream.version, body: body)
    }

    /// The same for what several streams come to together.
    func put<D: Decider>(
        _ decider: D.Type, _ id: String, _ order: D.Order, on state: D.State, _ call: Call, _ body: JSON
    ) throws -> Effect {
        let stream = try stream(decider, id)
        let isNew = stream.version == 0
        try call.precondition.check(stream.version, isNeeded: false)
        try decide(decider, order, on: state)
        return Effect(isNew: isNew, version: stream.version, body: body)
    }
}
