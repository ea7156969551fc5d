import Events
import JSON

/// How one kind of thing decides: three pure functions, and which facts concern it.
///
/// The state is what all facts so far make of `initial`; a command is decided against it and gives facts or a refusal.
/// Live and after a restore the state comes from the same `evolve`, so it can be folded again from the log at any time.
package protocol Decider: SendableMetatype {
    /// What is remembered to decide by; nothing that only a report needs.
    associatedtype State: Codable & Sendable & Equatable
    associatedtype Order: Sendable

    /// The name in the table of streams.
    static var kind: String { get }
    static var initial: State { get }
    /// The streams of this kind that a fact concerns.
    static func streams(of said: Said) -> [String]
    /// The state after a fact. Never refuses: what has happened has happened.
    static func evolve(_ state: State, _ said: Said) -> State
    /// The same for a decider whose facts say different things to several of its streams; else `evolve` is all there is.
    static func evolve(_ state: State, _ said: Said, in stream: String) -> State
    static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided]
    /// What the API tells of a state, as of a moment, and of which types its members are; the state itself unless it is said
    /// otherwise.
    static func described(_ state: State, at now: Instant) throws -> JSON
    static var descriptionTypes: [any Any.Type] { get }
}

extension Decider {
    package static func evolve(_ state: State, _ said: Said, in stream: String) -> State { evolve(state, said) }

    package static var descriptionTypes: [any Any.Type] { [State.self] }

    /// The facts that it keeps stand in it as what they are.
    package static func described(_ state: State, at now: Instant) throws -> JSON {
        var json = try StateEncoder.encode(state)
        if let said = json["said"]?.string { json["said"] = try JSON(parsing: Array(said.utf8)) }
        if let policies = json["policies"]?.object {
            json["policies"] = .object(
                try policies.map { JSON.Member($0.name, try JSON(parsing: Array(($0.value.string ?? "null").utf8))) })
        }
        return json
    }
}

/// A fact as streams see it: what it says, and in which store's book; nil is the chain's.
package struct Said: Sendable {
    package var fact: Fact
    package var store: String?
    /// nil while it is being decided: numbers are taken last, and what depends on one is folded again then.
    package var id: FactID?
    /// When it took effect, in milliseconds since 1970.
    package var at: Int64

    package init(_ fact: Fact, store: String? = nil, id: FactID? = nil, at: Int64 = 0) {
        (self.fact, self.store, self.id, self.at) = (fact, store, id, at)
    }
}

/// A fact that was decided, and whose book it goes to.
package struct Decided: Sendable {
    package enum Place: Sendable, Equatable {
        case chain
        case store(String)
    }

    package var place: Place
    package var fact: Fact

    package init(_ fact: Fact, to place: Place) { (self.place, self.fact) = (place, fact) }

    package var said: Said {
        switch place {
        case .chain: Said(fact)
        case .store(let id): Said(fact, store: id)
        }
    }
}
