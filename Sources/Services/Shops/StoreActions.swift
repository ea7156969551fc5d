import Events
import JSON

/// Opening shops and giving tills their books.
enum StoreActions {
    static let all = [
        Action("PUT", "stores/{store}", .shops) { work, call in
            let id = try call.id("store")
            var store = try call.body.read(StoreOpened.self, set: [("store", id)])
            store.circumstances = call.stamped(store.circumstances)
            return try work.put(StoreDecider.self, id, store, call, ["store": .string(id)])
        },
        Action("PUT", "stores/{store}/tills/{writer}", .shops) { work, call in
            let (store, writer) = (try call.id("store"), try call.id("writer"))
            guard try work.look(StoreDecider.self, store).isOpen else { throw Refusal.missing("store", store) }
            var till = try call.body.read(TillRegistered.self, set: [("store", store), ("writer", writer)])
            till.circumstances = call.stamped(till.circumstances)
            return try work.put(
                TillDecider.self, writer, till, call, ["store": .string(store), "writer": .string(writer)])
        },
    ]
}

extension Work {
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
}
