import Events
import JSON
import Rules

/// Decides about a subject: said, changed, ended.
package enum SubjectDecider<S: Subject>: HistoryDecider {
    package struct Order: Sendable {
        package enum What: Sendable {
            /// All of it.
            case put(S.Body)
            /// Some of it: what is left out stays, and what is to hold nothing any more is cleared, as `roles` or `name.ka`.
            case change(S.Body, clearing: [String] = [])
            case end(String, Circumstances)
            /// What is said of it besides.
            case say(Fact)
        }
        package let what: What
        /// When it takes effect, unless it says so itself.
        package let now: Instant

        package init(_ what: What, now: Instant) { (self.what, self.now) = (what, now) }
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order.what {
        case .put(let body):
            let moment = body.circumstances.effective(occurredAt: order.now)
            let all = FactMembers(body)
            let before = S.isPartial ? state.members(at: moment) : nil
            return try say(body, before.map { all.keepingOthers(of: $0) } ?? all, state, moment)
        case .change(let body, let cleared):
            let moment = body.circumstances.effective(occurredAt: order.now)
            guard let before = state.members(at: moment) else { throw unknown }
            return try say(body, FactMembers(body).clearing(cleared).laid(over: before), state, moment)
        case .end(let id, let circumstances):
            guard state.isKnown else { throw unknown }
            let moment = circumstances.effective(occurredAt: order.now)
            guard !state.isOver(at: moment), let fact = S.end(id, circumstances) else { return [] }
            return [Decided(fact, to: .chain)]
        case .say(let fact):
            guard state.isKnown else { throw unknown }
            return [Decided(fact, to: .chain)]
        }
    }

    /// - Parameter after: what all that was said comes to, at the moment when this takes effect.
    private static func say(
        _ body: S.Body, _ after: FactMembers, _ state: State, _ moment: Instant
    ) throws(Refusal) -> [Decided] {
        let old = state.members(at: moment)
        let whole: S.Body = after.read() ?? body
        try S.check(whole, before: old?.read())
        // A change says only some of it, and the rules are those of all of it.
        if let fault = S.fact(whole, isNew: true).brokenRules.first {
            throw Refusal.invalid(fault.path, fault.rule, fault.message)
        }
        guard let old else { return [Decided(S.fact(body, isNew: true), to: .chain)] }
        if after == old, !state.isOver(at: moment), body.circumstances.effectiveAt == nil { return [] }
        guard S.isPartial else { return [Decided(S.fact(body, isNew: false), to: .chain)] }
        let difference = after.difference(from: old, keeping: Set(S.idNames + S.fixed.map(\.name)))
        var change: S.Body = difference?.read() ?? body
        let own = change.circumstances
        change.circumstances = body.circumstances
        (change.circumstances.externalIds, change.circumstances.fields) = (own.externalIds, own.fields)
        return [Decided(S.fact(change, isNew: false), to: .chain)]
    }

    static var unknown: Refusal { Refusal(.missing, "\(S.kind).unknown", "there is no such \(S.kind)") }
}
