import Events
import JSON
import Rules

/// The commands that all subjects have: `PUT` says one, `PATCH` some of it, `DELETE` ends it.
enum SubjectActions {
    /// - Parameters:
    ///   - path: its address, which ends in its id.
    ///   - hidden: members that a command does not say.
    ///   - check: what has to be looked up, such as whether what it names is there.
    static func all<S: Subject>(
        _ path: String, _ area: Area, _ subject: S.Type, without hidden: [String] = [],
        check: @escaping @Sendable (Work, S.Body) throws -> Void = { _, _ in }
    ) -> [Action] {
        let hidden = hidden + (S.isPartial ? ["cleared"] : [])
        let form = BodyForm(S.Body.self, without: hidden)
        @Sendable func say(
            _ work: Work, _ call: Call, _ order: (S.Body) -> SubjectDecider<S>.Order
        ) throws -> Effect {
            let id = try call.id(S.idName)
            let body = try call.fact(S.Body.self, set: [(S.idName, id)], not: hidden)
            try check(work, body)
            return try work.put(SubjectDecider<S>.self, id, order(body), call, .object([.init(S.idName, .string(id))]))
        }
        let put = Action("PUT", path, area, form) { work, call in try say(work, call) { .put($0) } }
        let patch = Action("PATCH", path, area, form) { work, call in
            // What is to be cleared is said as null (RFC 7396), a list as empty too.
            try say(work, call) { .change($0, clearing: call.body.emptied) }
        }
        let delete = Action("DELETE", path, area, BodyForm(Why.self)) { work, call in
            let id = try call.id(S.idName)
            let why = try call.why()
            return try work.put(
                SubjectDecider<S>.self, id, .end(id, why), call, .object([.init(S.idName, .string(id))]),
                isVersionNeeded: false)
        }
        let isEnded = S.end("", Circumstances()) != nil
        return [put] + (S.isPartial ? [patch] : []) + (isEnded ? [delete] : [])
    }
}
