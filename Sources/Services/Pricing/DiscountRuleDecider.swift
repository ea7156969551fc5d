import Events
import Rules

/// A discount rule: a version never changes, since grants name it; what changes is the next version.
package enum DiscountRuleDecider: HistoryDecider {
    package typealias S = DiscountRuleSubject

    package enum Order: Sendable {
        /// A version of 0 is the next one.
        ///
        /// - Parameter at: of a change, its moment: one that says what holds then already says nothing.
        case define(DiscountRuleDefined, at: Instant? = nil)
        /// The next version says the same until `to`.
        case end(Circumstances, to: String, at: Instant = .endOfTime)
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        let next = state.version + 1
        switch order {
        case .define(var rule, let moment):
            if let before = moment.flatMap({ state.said(at: rule.circumstances.effective(occurredAt: $0)) }) {
                let (now, then) = (FactMembers(rule).without("version"), FactMembers(before).without("version"))
                if now == then { return [] }
            }
            if rule.version == 0 { rule.version = next }
            guard rule.version == next else {
                throw Refusal(
                    .conflict, "rule.version", "the next version is \(next); a version that was said never changes",
                    [("next", .int(next)), ("asked", .int(rule.version))])
            }
            return [Decided(.discountRuleDefined(rule), to: .chain)]
        case .end(let circumstances, let to, let now):
            guard var rule = state.said(at: circumstances.effective(occurredAt: now)) else {
                throw Refusal(.missing, "rule.unknown", "there is no such rule")
            }
            if rule.to == to { return [] }
            (rule.version, rule.to, rule.circumstances) = (next, to, circumstances)
            return [Decided(.discountRuleDefined(rule), to: .chain)]
        }
    }
}

extension SubjectState where S == DiscountRuleSubject {
    /// The highest version that was said; 0: none.
    package var version: Int64 {
        history.sayings.compactMap { $0.members?["version"]?.int }.max() ?? 0
    }
}
