import Foundation
import Log
import Simulation
import Synchronization

/// The demo's way to the gateway: each fact with its writer's own token, as tills and the office send theirs.
final class DemoPosting {
    /// What the intake answered so far.
    struct Counts: Sendable {
        var answered = 0
        var refused = 0
        var firstRefusal: String?
    }

    private static let batch = 500

    private let poster: Poster
    private let identity: LogIdentity
    private let tokens: [String: String]
    private let counts: Counter

    /// - Parameter limitSeconds: how long a gateway may be away.
    init(
        _ url: String, _ identity: LogIdentity, tokens: [String: String], limitSeconds: Double, stop: StopRequest,
        say: @escaping @Sendable (String) -> Void
    ) {
        let counts = Counter()
        (self.identity, self.tokens, self.counts) = (identity, tokens, counts)
        poster = Poster(
            url, partitions: identity.partitions, batch: Self.batch, limitSeconds: limitSeconds, stop: stop, say: say,
            answered: { events, answer in counts.note(answer) })
    }

    var failure: CommandFailure? { poster.failure }
    var answered: @Sendable () -> Counts { { [counts] in counts.now } }

    /// False when it is not taken: we are to stop, or cannot go on.
    func send(_ fact: SimulatedFact) -> Bool {
        let key: PartitionKey =
            switch fact.scope {
            case .chain: .chain
            case .store(let store): .store(store)
            }
        return send(fact.bytes, to: key, writer: fact.writer)
    }

    func send(_ bytes: [UInt8], to key: PartitionKey, writer: String) -> Bool {
        guard let token = tokens[writer] else { preconditionFailure("the demo has no token for \(writer)") }
        let event = PostedEvent(path: PostedEvent.path(key, writer: writer), token: token, bytes: bytes)
        return poster.send(event, to: identity.partition(of: key))
    }

    func drain() -> Bool { poster.drain() }
    func close(waitSeconds: Double) { poster.close(waitSeconds: waitSeconds) }

    private final class Counter: Sendable {
        private let counts = Mutex(Counts())
        var now: Counts { counts.withLock { $0 } }

        func note(_ answer: PostAnswer) {
            counts.withLock { counts in
                for verdict in answer.verdicts {
                    counts.answered += 1
                    guard case .refused(let why) = verdict else { continue }
                    counts.refused += 1
                    counts.firstRefusal = counts.firstRefusal ?? why
                }
            }
        }
    }
}
