import Events
import JSON
import Rules

/// Decides about a subject: said, changed, ended.
package enum SubjectDecider<S: Subject>: Decider {
    package struct State: Codable, Sendable, Equatable {
        /// All that was said, the latest of each member.
        package var said: Kept<S.Body>?
        package var isOver = false
    }

    package enum Order: Sendable {
        /// All of it.
        case put(S.Body)
        /// Some of it: what is left out stays, and what is to hold nothing any more is cleared, as `roles` or `name.ka`.
        case change(S.Body, clearing: [String] = [])
        case end(String, Circumstances)
    }

    package static var kind: String { S.kind }
    package static var initial: State { State() }

    package static func streams(of said: Said) -> [String] { S.told(said.fact).map { [$0.id] } ?? [] }

    package static func evolve(_ state: State, _ said: Said) -> State {
        switch S.told(said.fact) {
        case .said(_, let body):
            guard S.isPartial, let before = state.said?.part else { return State(said: Kept(body)) }
            return State(said: Kept(FactMembers(body).laid(over: FactMembers(before)).read() ?? body))
        case .ended: return State(said: state.said, isOver: true)
        case nil: return state
        }
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .put(let body):
            let all = FactMembers(body)
            let before = S.isPartial ? state.said?.part : nil
            return try say(body, before.map { all.keepingOthers(of: FactMembers($0)) } ?? all, state)
        case .change(let body, let cleared):
            guard let before = state.said?.part else { throw unknown }
            return try say(body, FactMembers(body).clearing(cleared).laid(over: FactMembers(before)), state)
        case .end(let id, let circumstances):
            guard state.said != nil else { throw unknown }
            guard !state.isOver, let fact = S.end(id, circumstances) else { return [] }
            return [Decided(fact, to: .chain)]
        }
    }

    /// - Parameter after: what all that was said comes to.
    private static func say(_ body: S.Body, _ after: FactMembers, _ state: State) throws(Refusal) -> [Decided] {
        let before = state.said?.part
        let whole: S.Body = after.read() ?? body
        try S.check(whole, before: before)
        // A change says only some of it, and the rules are those of all of it.
        if let fault = S.fact(whole, isNew: true).brokenRules.first {
            throw Refusal.invalid(fault.path, fault.rule, fault.message)
        }
        guard let before else { return [Decided(S.fact(body, isNew: true), to: .chain)] }
        let old = FactMembers(before)
        if after == old, !state.isOver, body.circumstances.effectiveAt == nil { return [] }
        guard S.isPartial else { return [Decided(S.fact(body, isNew: false), to: .chain)] }
        let difference = after.difference(from: old, keeping: [S.idName])
        var change: S.Body = difference?.read() ?? body
        let own = change.circumstances
        change.circumstances = body.circumstances
        (change.circumstances.externalIds, change.circumstances.fields) = (own.externalIds, own.fields)
        return [Decided(S.fact(change, isNew: false), to: .chain)]
    }

    static var unknown: Refusal { Refusal(.missing, "\(S.kind).unknown", "there is no such \(S.kind)") }
}
