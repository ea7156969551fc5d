import Synchronization

/// Tokens looked up a moment ago, so that a till's post need not wait for the database.
package final class TokenCache: Sendable {
    package enum Known: Sendable, Equatable {
        /// nil: no such token.
        case known(TokenRights?)
        case unknown
    }

    /// A revoked token is refused everywhere after this.
    static let life = Duration.seconds(1)
    /// Callers with made-up tokens must not fill memory.
    private static let limit = 10_000

    /// By a clock that nobody sets: one set back would bring revoked tokens to life.
    private let kept = Mutex<[[UInt8]: (rights: TokenRights?, until: ContinuousClock.Instant)]>([:])

    func look(_ hash: [UInt8], at now: ContinuousClock.Instant = .now) -> Known {
        kept.withLock { kept in
            guard let entry = kept[hash], entry.until > now else { return .unknown }
            return .known(entry.rights)
        }
    }

    /// - Parameter asked: when the database was asked, not when it answered: a token may have been revoked in between.
    func keep(_ hash: [UInt8], _ rights: TokenRights?, asked: ContinuousClock.Instant) {
        kept.withLock { kept in
            if kept.count >= Self.limit { kept.removeAll() }
            kept[hash] = (rights, asked + Self.life)
        }
    }

    func forget() { kept.withLock { $0.removeAll() } }
}
