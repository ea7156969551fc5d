import Events

/// A till's book: a writer that belongs to one store for life.
package enum TillDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var said: Kept<TillRegistered>?
    }

    package static let kind = "till"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        if case .tillRegistered(let till) = said.fact { [till.writer] } else { [] }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        if case .tillRegistered(let till) = said.fact { State(said: Kept(till)) } else { state }
    }

    package static func decide(_ order: TillRegistered, _ state: State) throws(Refusal) -> [Decided] {
        guard Envelope.isWriter(order.writer), !order.writer.hasPrefix(Restore.writerPrefix) else {
            throw Refusal.invalid(
                "writer", "writer",
                "a writer has 1 to \(Envelope.writerLimit) of A–Z a–z 0–9 . _ - and does not begin with “\(Restore.writerPrefix)”"
            )
        }
        if let before = state.said?.part {
            if before.store != order.store {
                throw Refusal(
                    .conflict, "till.store", "this book belongs to store \(before.store), for life: take a new writer",
                    [("store", .string(before.store))])
            }
            if before.till == order.till && before.name == order.name { return [] }
        }
        return [Decided(.tillRegistered(order), to: .chain)]
    }
}
