import Events
import JSON
import Rules

/// A command that goes further than its asker's limit: asked for, then let, refused, or taken back, once.
package enum ApprovalDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var asked: Kept<ApprovalRequested>?
        /// The fact that asked for it, which what is decided then names as its cause.
        package var fact: String?
        package var asker = ""
        package var askedAt: Int64 = 0
        /// nil while it waits.
        package var decision: String?
        package var decidedBy: String?
        package var decidedAt: Int64?
        package var reason: String?

        package func isOver(at now: Instant) -> Bool {
            decision == nil && asked.flatMap { Instant($0.part.until) }.map { $0 <= now } ?? false
        }

        package func isOpen(at now: Instant) -> Bool { asked != nil && decision == nil && !isOver(at: now) }
    }

    package enum Order: Sendable {
        case ask(ApprovalRequested)
        case decide(ApprovalDecided, now: Instant)
    }

    package static let kind = "approval"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .approvalRequested(let fact): [fact.approval]
        case .approvalDecided(let fact): [fact.approval]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        switch said.fact {
        case .approvalRequested(let fact):
            // What is asked for under one name is asked once.
            guard state.asked == nil else { return state }
            (state.asked, state.fact, state.askedAt) = (Kept(fact), said.id?.description, said.at)
            state.asker = fact.circumstances.operator ?? ""
        case .approvalDecided(let fact):
            guard state.decision == nil else { return state }
            (state.decision, state.decidedBy, state.decidedAt) = (fact.decision, fact.circumstances.operator, said.at)
            state.reason = fact.circumstances.reason
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .ask(let fact):
            return [Decided(.approvalRequested(fact), to: .chain)]
        case .decide(let fact, let now):
            guard state.asked != nil else { throw Refusal.missing("approval", fact.approval) }
            if let decision = state.decision {
                throw Refusal(
                    .conflict, "approval.decided", "this was \(decision) already", [("decision", .string(decision))])
            }
            if state.isOver(at: now) {
                throw Refusal(.conflict, "approval.over", "nobody decided this in time; it has to be asked for again")
            }
            return [Decided(.approvalDecided(fact), to: .chain)]
        }
    }

    /// What was asked for stands in it as what it is.
    package static func described(_ state: State, at now: Instant) throws -> JSON {
        var json = try StateEncoder.encode(state)
        if let asked = json["asked"]?.string { json["asked"] = try JSON(parsing: Array(asked.utf8)) }
        json["isOpen"] = .bool(state.isOpen(at: now))
        return json
    }
}
