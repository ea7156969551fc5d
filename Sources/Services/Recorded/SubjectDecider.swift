import Events
import JSON

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
        /// Some of it: what is left out stays.
        case change(S.Body)
        case end(String, Circumstances)
    }

    package static var kind: String { S.kind }
    package static var initial: State { State() }

    package static func streams(of said: Said) -> [String] { S.told(said.fact).map { [$0.id] } ?? [] }

    package static func evolve(_ state: State, _ said: Said) -> State {
        switch S.told(said.fact) {
        case .said(_, let body):
            let whole = S.isPartial ? state.said.flatMap { FactMembers(body).laid(over: FactMembers($0.part)) } : nil
            return State(said: Kept(whole?.read() ?? body))
        case .ended: return State(said: state.said, isOver: true)
        case nil: return state
        }
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .put(let body):
            if S.isPartial, let before = state.said?.part, !state.isOver {
                let missing = FactMembers(before).names(missingIn: FactMembers(body))
                if let name = missing.first {
                    throw Refusal(
                        .invalid, "\(S.kind).cleared", "\(name) was said and cannot be taken back, only said otherwise",
                        [("path", .string(name))])
                }
            }
            return try say(body, body, state)
        case .change(let body):
            guard let before = state.said?.part else { throw unknown }
            let after: S.Body? = FactMembers(body).laid(over: FactMembers(before)).read()
            return try say(body, after ?? body, state)
        case .end(let id, let circumstances):
            guard state.said != nil else { throw unknown }
            guard !state.isOver, let fact = S.end(id, circumstances) else { return [] }
            return [Decided(fact, to: .chain)]
        }
    }

    /// - Parameter after: what all that was said comes to.
    private static func say(_ body: S.Body, _ after: S.Body, _ state: State) throws(Refusal) -> [Decided] {
        let before = state.said?.part
        try S.check(after, before: before)
        guard let before, !state.isOver else { return [Decided(S.fact(body, isNew: before == nil), to: .chain)] }
        let (new, old) = (FactMembers(after), FactMembers(before))
        if new == old, body.circumstances.effectiveAt == nil { return [] }
        guard S.isPartial else { return [Decided(S.fact(body, isNew: false), to: .chain)] }
        var change: S.Body = new.difference(from: old, keeping: [S.idName]).read() ?? body
        let own = change.circumstances
        change.circumstances = body.circumstances
        (change.circumstances.externalIds, change.circumstances.fields) = (own.externalIds, own.fields)
        return [Decided(S.fact(change, isNew: false), to: .chain)]
    }

    static var unknown: Refusal { Refusal(.missing, "\(S.kind).unknown", "there is no such \(S.kind)") }
}

/// What a fact says of its thing, member by member: without the circumstances of saying it.
struct FactMembers: Equatable {
    private var members: [JSON.Member]

    init(_ body: some FactBody) {
        var body = body
        let said = body.circumstances
        body.circumstances = Circumstances()
        (body.circumstances.externalIds, body.circumstances.fields) = (said.externalIds, said.fields)
        members = ((try? JSON(parsing: body.encoded))?.object ?? []).filter { !$0.value.isNull }
    }

    private init(members: [JSON.Member]) { self.members = members }

    func laid(over before: FactMembers) -> FactMembers {
        var all = JSON.object(before.members)
        for member in members { all[member.name] = member.value }
        return FactMembers(members: all.object ?? [])
    }

    func names(missingIn other: FactMembers) -> [String] {
        members.map(\.name).filter { name in !other.members.contains { $0.name == name } }
    }

    func difference(from before: FactMembers, keeping names: Set<String>) -> FactMembers {
        FactMembers(members: members.filter { names.contains($0.name) || !before.members.contains($0) })
    }

    /// nil where it cannot be read, which what was written from a fact can.
    func read<Body: FactBody>() -> Body? {
        try? JSONParser().parse(JSON.object(members).bytes) { Body.read($0).part }
    }

    static func == (one: FactMembers, other: FactMembers) -> Bool {
        one.members.count == other.members.count && one.members.allSatisfy { other.members.contains($0) }
    }
}
