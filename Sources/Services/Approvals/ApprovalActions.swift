import Crypto
import Events
import JSON
import Rules

/// What goes further than its asker's limit is kept as a request and decided later, by somebody who may.
///
/// A request is a fact, and so is what came of it: both are in the log, so a restored office has them, and who did what tells of
/// them. The command is kept as it was said, and decided anew against what is so when it is let: it may be refused then.
enum ApprovalActions {
    private static let path = "approvals/{approval}"
    /// How long a request waits.
    static let waitDays: Int64 = 14
    private static let mostDrafts = 100

    static let all = [
        Action("POST", "\(path)/grant", .staff, BodyForm(Why.self)) { work, call in
            try grant(work, call)
        }.looking { call, office, lookups in
            let id = try call.id("approval")
            guard let state = try office.read({ try StreamTable.peek($0, ApprovalDecider.self, id)?.state }),
                let (action, asked) = try state.request
            else { return }
            var request = asked
            (request.principal, request.now) = (call.principal, call.now)
            request.letBy = call.principal.map { ($0.id, state.fact) }
            try action.prepare?(&request, office, lookups)
            try request.weigh(action, lookups)
            try request.lookAtAuthors(lookups)
            call.requested = [request]
        },
        Action("POST", "\(path)/refuse", .staff, BodyForm(Why.self, needing: ["reason"])) { work, call in
            let (state, _, _) = try open(work, call)
            try mayDecide(call.principal, state)
            let why = try call.why()
            guard why.reason?.isEmpty == false else {
                throw Refusal.invalid("reason", "required", "whoever asked is told why not")
            }
            return try decide(.refused, why, work, call)
        },
        Action("POST", "\(path)/withdraw", .staff, BodyForm(Why.self)) { work, call in
            let (state, _, _) = try open(work, call)
            guard state.asker == call.caller else {
                throw Refusal(.forbidden, "approval.asker", "only who asked for it takes it back")
            }
            return try decide(.withdrawn, try call.why(), work, call)
        },
        // What may be done with a request is what may be done with what it asks for, which is looked at there.
    ].map { $0.admitting(.deciders) }

    // MARK: Asking

    /// Keeps a command that goes too far, until somebody who may has decided on it.
    static func ask(_ work: Work, _ action: Action, _ call: Call, _ beyond: BeyondLimit) throws -> Effect {
        var fact = ApprovalRequested()
        fact.approval = Hex.encode(Random.bytes(8))
        fact.circumstances.operator = call.caller
        fact.circumstances.reason = call.body["reason"]?.string
        (fact.method, fact.path) = (action.method, String(action.address(call.ids).dropFirst("/v1/".count)))
        fact.command = String(decoding: call.body.canonical, as: UTF8.self)
        fact.seen = call.precondition.said
        fact.excess = beyond.excess
        // Of a change of thousands of prices whoever decides needs no more than the first.
        fact.drafts = beyond.drafts.prefix(mostDrafts).map { decided in
            var draft = ApprovalDraft()
            draft.type = decided.fact.type?.name ?? ""
            draft.store = decided.said.store
            draft.data = String(decoding: decided.fact.body?.encoded ?? [], as: UTF8.self)
            return draft
        }
        fact.until = Instant(milliseconds: call.now.milliseconds + waitDays * 86_400_000).description
        try work.decide(ApprovalDecider.self, fact.approval, .ask(fact))
        var effect = Effect(
            isNew: true, version: try work.stream(ApprovalDecider.self, fact.approval).version,
            body: ["approval": .string(fact.approval), "until": .string(fact.until)])
        effect.approval = fact.approval
        return effect
    }

    // MARK: Deciding

    private static func grant(_ work: Work, _ call: Call) throws -> Effect {
        let (state, action, _) = try open(work, call)
        try mayDecide(call.principal, state)
        guard let request = call.requested.first else { throw unreadable }
        let effect = try action.run(work, request)
        try request.checkNarrowing(action, work)
        do { try request.checkLimits(action, work) } catch is BeyondLimit { throw beyond }
        var answer = try decide(.granted, try call.why(), work, call)
        answer.body["done"] = effect.body
        return answer
    }

    private static func decide(
        _ decision: ApprovalDecided.Decision, _ why: Circumstances, _ work: Work, _ call: Call
    ) throws -> Effect {
        var fact = ApprovalDecided()
        (fact.approval, fact.decision, fact.circumstances) = (try call.id("approval"), decision.rawValue, why)
        // Decided once, and so it takes effect when it is.
        (fact.circumstances.effectiveAt, fact.circumstances.zone) = (nil, nil)
        fact.circumstances.operator = call.caller
        try work.decide(ApprovalDecider.self, fact.approval, .decide(fact, now: call.now))
        return Effect(
            isNew: false, version: try work.stream(ApprovalDecider.self, fact.approval).version,
            body: ["approval": .string(fact.approval), "decision": .string(fact.decision)])
    }

    /// A request that waits, locked, and what it asks for.
    private static func open(_ work: Work, _ call: Call) throws -> (ApprovalDecider.State, Action, Call) {
        let id = try call.id("approval")
        let state = try work.state(ApprovalDecider.self, id)
        // Whether it is there and waits, as deciding on it asks.
        var probe = ApprovalDecided()
        (probe.approval, probe.decision) = (id, ApprovalDecided.Decision.withdrawn.rawValue)
        _ = try ApprovalDecider.decide(.decide(probe, now: call.now), state)
        guard let (action, request) = try state.request else { throw unreadable }
        return (state, action, request)
    }

    private static func mayDecide(_ principal: Principal?, _ state: ApprovalDecider.State) throws {
        guard let principal, principal.kind == .person || principal.kind == .terminal else {
            throw Refusal(.forbidden, "approval.person", "a person decides on this, not a program")
        }
        guard principal.id != state.asker else {
            throw Refusal(.forbidden, "approval.own", "somebody else than who asked decides on it")
        }
        guard state.mayBeDecided(by: principal) else { throw beyond }
    }

    static let beyond = Refusal(
        .forbidden, "approval.beyond", "this goes further than you may; somebody who may go as far has to decide on it")
    private static let unreadable = Refusal(
        .conflict, "approval.unreadable", "what was asked for cannot be read any more; it has to be asked for again")
}

extension ApprovalDecider.State {
    /// What was asked for, by whom it was; nil where this version has no such command.
    var request: (action: Action, call: Call)? {
        get throws {
            guard let asked = asked?.part else { return nil }
            let segments = asked.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
            guard let (action, ids) = Actions.at(segments).first(where: { $0.action.method == asked.method }) else {
                return nil
            }
            let call = Call(
                ids: ids, body: try CommandBody(Array(asked.command.utf8)),
                precondition: Precondition(said: asked.seen),
                caller: asker, now: .now)
            return (action, call)
        }
    }

    /// Whether somebody may do what is asked for, as far as it goes, in the place where it is asked for. Nobody decides on what they
    /// ask for themselves.
    package func mayBeDecided(by principal: Principal) -> Bool {
        guard let asked = asked?.part, principal.id != asker, let (action, call) = try? request,
            action.refusal(to: principal, at: call.ids) == nil
        else { return false }
        guard let limit = principal.limit(of: action.right, at: Place(call.ids["store"] ?? Place.chainName)) else {
            return true
        }
        return asked.excess.allSatisfy { limit.permits($0.measure) }
    }

    /// Whose work it is: what of it is shown follows from that.
    package var area: Area? { (try? request)?.action.area }
}

extension Precondition {
    /// As a request keeps it.
    fileprivate var said: String? {
        switch self {
        case .none: nil
        case .exists: "*"
        case .absent: "-"
        case .versions(let versions): versions.map(String.init).joined(separator: ",")
        }
    }

    fileprivate init(said: String?) {
        switch said {
        case nil: self = .none
        case "*": self = .exists
        case "-": self = .absent
        case let versions?: self = .versions(versions.split(separator: ",").compactMap { Int64($0) })
        }
    }
}
