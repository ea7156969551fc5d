import Synchronization

/// Secrets that were somebody's when they were last looked up, by hash: tokens and sessions. Whoever shows one of them is held up
/// by nobody who shares their address.
final class Acquaintances: Sendable {
    enum Standing: Equatable {
        case known
        /// Known, and to be looked up again: it may have been revoked meanwhile. Only one asks, and is told so.
        case due
        case stranger
    }

    /// What was revoked counts as a stranger's after this. Nothing but admission rests on it.
    static let lookedUpEvery = Duration.seconds(30)
    /// A chain's tokens and its people's browsers, many times over. Made-up secrets do not get in.
    static let limit = 20_000

    /// When each was last looked up, by a clock that nobody sets.
    private let lookedUp = Mutex<[[UInt8]: ContinuousClock.Instant]>([:])

    func standing(of hash: [UInt8], at now: ContinuousClock.Instant = .now) -> Standing {
        lookedUp.withLock { lookedUp in
            guard let last = lookedUp[hash] else { return .stranger }
            guard last + Self.lookedUpEvery <= now else { return .known }
            lookedUp[hash] = now
            return .due
        }
    }

    var count: Int { lookedUp.withLock { $0.count } }

    /// - Parameter isSomebodys: what the database said of it.
    func keep(_ hash: [UInt8], isSomebodys: Bool, at now: ContinuousClock.Instant = .now) {
        lookedUp.withLock { lookedUp in
            guard isSomebodys else {
                lookedUp[hash] = nil
                return
            }
            if lookedUp[hash] == nil, lookedUp.count >= Self.limit,
                let oldest = lookedUp.min(by: { $0.value < $1.value })
            {
                lookedUp[oldest.key] = nil
            }
            lookedUp[hash] = now
        }
    }
}
