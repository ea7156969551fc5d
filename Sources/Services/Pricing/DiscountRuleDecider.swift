import Events

/// A discount rule: a version never changes, since grants name it; what changes is the next version.
package enum DiscountRuleDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var said: Kept<DiscountRuleDefined>?
        package var version: Int64 { said?.part.version ?? 0 }
    }

    package enum Order: Sendable {
        /// A version of 0 is the next one.
        case define(DiscountRuleDefined)
        /// The next version says the same until `to`.
        case end(Circumstances, to: String)
    }

    package static let kind = "discountRule"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        if case .discountRuleDefined(let rule) = said.fact { [rule.rule] } else { [] }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        guard case .discountRuleDefined(let rule) = said.fact, rule.version > state.version else { return state }
        return State(said: Kept(rule))
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        let next = state.version + 1
        switch order {
        case .define(var rule):
            if rule.version == 0 { rule.version = next }
            guard rule.version == next else {
                throw Refusal(
                    .conflict, "rule.version", "the next version is \(next); a version that was said never changes",
                    [("next", .int(next)), ("asked", .int(rule.version))])
            }
            return [Decided(.discountRuleDefined(rule), to: .chain)]
        case .end(let circumstances, let to):
            guard var rule = state.said?.part else {
                throw Refusal(.missing, "rule.unknown", "there is no such rule")
            }
            if rule.to == to { return [] }
            (rule.version, rule.to, rule.circumstances) = (next, to, circumstances)
            return [Decided(.discountRuleDefined(rule), to: .chain)]
        }
    }
}
