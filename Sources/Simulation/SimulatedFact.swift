import Events

/// One fact as its writer would send it.
package struct SimulatedFact: Sendable, Equatable {
    package enum Scope: Sendable, Hashable {
        case chain
        case store(String)
    }

    package var scope: Scope
    package var id: FactID
    package var type: String
    package var occurredAt: Instant
    /// Written by a till, and not by the office.
    package var isTill: Bool
    /// Breaks a rule of docs/EVENTS.md on purpose.
    package var isSuspect = false
    /// The complete CloudEvents envelope.
    package var bytes: [UInt8]

    package var writer: String { id.writer }

    init(_ scope: Scope, _ id: FactID, _ type: String, at occurredAt: Instant, isTill: Bool, _ fact: some FactPart) {
        (self.scope, self.id, self.type, self.occurredAt, self.isTill) = (scope, id, type, occurredAt, isTill)
        let place =
            switch scope {
            case .chain: "/chain"
            case .store(let store): "/stores/\(store)"
            }
        let envelope = Envelope(id: id, source: "\(place)/writers/\(id.writer)", type: type, occurredAt: occurredAt)
        bytes = envelope.encoded(data: fact.encoded, zone: ChainPlan.zone)
    }
}

extension Sequence<SimulatedFact> {
    /// Each writer's greatest number.
    package var lastNumbers: [String: Int64] {
        reduce(into: [:]) { numbers, fact in
            numbers[fact.writer] = Swift.max(numbers[fact.writer] ?? 0, fact.id.sequence)
        }
    }
}
