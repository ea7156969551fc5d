import Events
import JSON
import Rules

/// The commands that all subjects have: `PUT` says one, `PATCH` some of it, `DELETE` ends it.
enum SubjectActions {
    /// - Parameters:
    ///   - hidden: members that a command does not say.
    ///   - check: what has to be looked up, such as whether what it names is there, and whether who asks may say it.
    static func all<S: Subject>(
        _ subject: S.Type, without hidden: [String], check: @escaping @Sendable (Work, Call, S.Body) throws -> Void
    ) -> [Action] {
        let (path, area) = (S.address, S.shape.area)
        let hidden = S.fixed.map(\.name) + hidden + (S.isPartial ? ["cleared"] : [])
        let person = S.shape.isPerson ? Person.members : []
        let form = BodyForm(S.Body.self, without: hidden, more: S.shape.isPerson ? BodyForm.ofPersons : [])
        @Sendable func say(
            _ work: Work, _ call: Call, isWhole: Bool = true, _ what: (S.Body) -> SubjectDecider<S>.Order.What
        ) throws -> Effect {
            let (ids, id) = try ids(S.self, call)
            var body = try call.fact(
                S.Body.self, set: ids + S.fixed.map { ($0.name, $0.value) }, besides: Set(person), not: hidden)
            if S.shape.isPerson, let sealed = try work.sealed(S.self, id, call.body, isWhole: isWhole) {
                S.seal(&body, sealed)
            }
            try check(work, call, body)
            return try work.put(
                SubjectDecider<S>.self, id, SubjectDecider<S>.Order(what(body), now: call.now), call,
                .object(ids.map { .init($0.0, .string($0.1)) }))
        }
        let put = Action("PUT", path, area, form) { work, call in try say(work, call) { .put($0) } }
        // What a change leaves out is as it was.
        let needed = (S.Body.schema["required"]?.array ?? []).compactMap(\.string)
        let some = S.isPartial ? form : BodyForm(S.Body.self, made: needed, without: hidden)
        let patch = Action("PATCH", path, area, some) { work, call in
            // What is to be cleared is said as null (RFC 7396), a list as empty too.
            guard S.isPartial else {
                return try say(work, whole(SubjectDecider<S>.self, work, call)) { .put($0) }
            }
            return try say(work, call, isWhole: false) { .change($0, clearing: call.body.without(person).emptied) }
        }
        let delete = Action("DELETE", path, area, BodyForm(Why.self)) { work, call in
            let (ids, id) = try ids(S.self, call)
            let order = SubjectDecider<S>.Order(.end(id, try call.why()), now: call.now)
            return try work.put(
                SubjectDecider<S>.self, id, order, call, .object(ids.map { .init($0.0, .string($0.1)) }),
                isVersionNeeded: false)
        }
        let isEnded = S.end("", Circumstances()) != nil
        return [put, patch] + (isEnded ? [delete] : [])
    }

    /// A change of what each fact says all of: with what it was at that moment in the place of what is left out.
    static func whole<D: HistoryDecider>(_ decider: D.Type, _ work: Work, _ call: Call) throws -> Call {
        let state = try work.state(decider, try ids(D.S.self, call).id)
        let moment = call.body.circumstances.effective(occurredAt: call.now)
        guard let before = state.members(at: moment) else { throw SubjectDecider<D.S>.unknown }
        var call = call
        call.body = call.body.laid(over: before.json)
        return call
    }

    /// What the address says, and the stream that it names.
    private static func ids<S: Subject>(
        _ subject: S.Type, _ call: Call
    ) throws -> (all: [(String, String)], id: String) {
        let all = try S.idNames.map { ($0, try call.id($0)) }
        return (all, all.map(\.1).joined(separator: "/"))
    }
}
