import Events
import JSON
import Rules

/// Decides by all that was said of a described thing (`SubjectState`). What is remembered, and how it is told, is the same of each;
/// they differ in what they decide.
package protocol HistoryDecider: Decider where State == SubjectState<S> {
    associatedtype S: Subject
}

extension HistoryDecider {
    package static var kind: String { S.kind }
    package static var initial: SubjectState<S> { SubjectState() }

    package static func streams(of said: Said) -> [String] { S.told(said.fact).map { [$0.id] } ?? [] }

    package static func evolve(_ state: SubjectState<S>, _ said: Said) -> SubjectState<S> {
        S.told(said.fact).map { state.hearing($0.members, at: said.at, said.id) } ?? state
    }

    package static var descriptionTypes: [any Any.Type] { [SubjectDescription<S>.self] }
    package static func described(_ state: SubjectState<S>, at now: Instant) -> JSON { state.described(at: now) }
}
