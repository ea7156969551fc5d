import Events
import JSON
import Rules

/// What a decider remembers that keeps, beside what it decides by, the history of what was said in the open: its card, its forms and
/// the API tell of it as of any moment.
package protocol StateWithHistory: Codable, Sendable {
    associatedtype S: Remembered
    /// nil in what was stored before histories were kept.
    var history: SubjectState<S>? { get set }
    /// The history of such a one: what was known then, as if it always was.
    var before: SubjectState<S> { get }
    /// Whether it is over now, whatever its history says; nil: its history says it.
    var isOver: Bool? { get }
}

extension StateWithHistory {
    package var isOver: Bool? { nil }

    /// With one more fact; what it seals is no part of it.
    mutating func hear(_ said: Said) {
        guard let told = S.told(said.fact) else { return }
        history = (history ?? before).hearing(told.members?.without("sealed"), at: said.at, said.id)
    }
}

extension Decider where State: StateWithHistory {
    package static var descriptionTypes: [any Any.Type] { [State.self, SubjectDescription<State.S>.self] }

    package static func described(_ state: State, at now: Instant) throws -> JSON {
        var json = try StateEncoder.encode(state)
        json["history"] = nil
        for member in (state.history ?? state.before).described(at: now).object ?? [] {
            json[member.name] = member.value
        }
        if let isOver = state.isOver { json["isOver"] = .bool(isOver) }
        return json
    }
}

extension SubjectState {
    /// As if one thing was always so.
    init(always body: S.Body) {
        self = SubjectState().hearing(FactMembers(body), at: 0, FactID(writer: "", sequence: 1))
    }
}
