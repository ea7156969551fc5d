import Events
import Rules

/// A till's book as its facts say it.
package enum TillSubject: Remembered {
    package static var shape: EntityShape { .till }
    package static func told(_ fact: Fact) -> Told<TillRegistered>? { fact.toldOfTill }
}

extension TillDecider.State: StateWithHistory {
    package var before: SubjectState<TillSubject> {
        guard let said else { return SubjectState() }
        let always = SubjectState<TillSubject>(always: said.part)
        return isRetired ? always.hearing(nil, at: 0, FactID(writer: "", sequence: 2)) : always
    }
}

/// A till's book: a writer that belongs to one store for life.
package enum TillDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var said: Kept<TillRegistered>?
        package var isRetired = false
        package var history: SubjectState<TillSubject>?
    }

    package enum Order: Sendable {
        case register(TillRegistered)
        case retire(TillRetired)
    }

    package static let kind = "till"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .tillRegistered(let till): [till.writer]
        case .tillRetired(let till): [till.writer]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        state.hear(said)
        switch said.fact {
        case .tillRegistered(let till): (state.said, state.isRetired) = (Kept(till), false)
        case .tillRetired: state.isRetired = true
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .register(let till): return try register(till, state)
        case .retire(let till):
            guard state.said != nil else { throw unknown }
            return state.isRetired ? [] : [Decided(.tillRetired(till), to: .chain)]
        }
    }

    static let unknown = Refusal(.missing, "till.unknown", "there is no such till")

    private static func register(_ order: TillRegistered, _ state: State) throws(Refusal) -> [Decided] {
        guard Envelope.isWriter(order.writer), !order.writer.hasPrefix(Envelope.officePrefix) else {
            throw Refusal.invalid(
                "writer", "writer",
                "a writer has 1 to \(Envelope.writerLimit) of A–Z a–z 0–9 . _ - and does not begin with “\(Envelope.officePrefix)”"
            )
        }
        if let before = state.said?.part {
            if !ExactText.same(before.store, order.store) {
                throw Refusal(
                    .conflict, "till.store", "this book belongs to store \(before.store), for life: take a new writer",
                    [("store", .string(before.store))])
            }
            if before.till == order.till, before.name == order.name, !state.isRetired { return [] }
        }
        return [Decided(.tillRegistered(order), to: .chain)]
    }
}
