import Events
import Postgres

/// A fact from which a decision should have followed that could not be taken. A till or an import may say what no decision
/// can follow from; the fact stays, and this stands where people can see it.
struct RefusedReaction {
    let fact: FactID
    let store: String?
    let type: String

    /// Whether the same facts would meet with it again: not that a connection broke or a lease was lost. Whoever follows
    /// goes on past these, and waits for the others to end.
    static func isOfFacts(_ error: any Error) -> Bool {
        switch error {
        case is Refusal, is DecodingError: true
        case let error as PostgresError: error.isOfData
        default: false
        }
    }

    func note(_ error: any Error, _ connection: Connection) throws {
        let refusal = error as? Refusal
        try connection.execute(
            """
            INSERT INTO davtari.reaction_refused (writer, writerseq, store, type, rule, message)
            VALUES (\(fact.writer), \(fact.sequence), \(store), \(type), \(refusal?.rule ?? "reaction.failed"),
                \(Self.storable(refusal?.message ?? "\(error)")))
            ON CONFLICT DO NOTHING
            """)
    }

    /// A message may quote what a fact says; Postgres has no character 0.
    private static func storable(_ message: String) -> String {
        String(message.unicodeScalars.filter { $0.value != 0 }.map(Character.init))
    }
}

extension RefusedReaction {
    init(_ event: Event) {
        self.init(fact: event.id, store: event.envelope.store, type: event.envelope.type)
    }
}

/// What stood against a reaction: it is made of several decisions, of which one that is refused keeps back no other.
struct Refusals {
    private(set) var all: [Refusal] = []

    mutating func gather(_ decide: () throws -> Void) throws {
        do { try decide() } catch let refusal as Refusal { all.append(refusal) }
    }
}
