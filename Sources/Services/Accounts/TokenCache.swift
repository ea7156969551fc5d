import Synchronization

/// Tokens that were looked up, so that a till's post need not wait for the database.
///
/// What is used is asked for again in the background (`Accounts.renewTokens`), so a till's token is always known, and yet nothing
/// counts that the database has not confirmed within a second. While the database cannot be asked, what it confirmed last lets
/// tills post for a while: it could not be told of a revocation either.
package final class TokenCache: Sendable {
    package enum Known: Sendable, Equatable {
        /// nil: no such token.
        case known(TokenRights?)
        case unknown
    }

    /// A revoked token is refused everywhere after this, while the database is there.
    static let life = Duration.seconds(1)
    /// A till goes on for so long without the database.
    static let awayLife = Duration.seconds(600)
    /// What nobody has used for so long is not asked for again.
    private static let renewedFor = Duration.seconds(60)
    /// Callers with made-up tokens must not fill memory.
    private static let limit = 10_000
    static let renewedAtOnce = 2_000

    private struct Entry {
        var rights: TokenRights?
        var confirmed: ContinuousClock.Instant
        var used: ContinuousClock.Instant
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        /// Since when the database cannot be asked.
        var awaySince: ContinuousClock.Instant?
    }

    /// By a clock that nobody sets: one set back would bring revoked tokens to life.
    private let state = Mutex(State())

    /// - Parameter isPosting: a till posts; for nothing else does a token count that was not confirmed within a second.
    func look(_ hash: [UInt8], isPosting: Bool = false, at now: ContinuousClock.Instant = .now) -> Known {
        state.withLock { state in
            guard let entry = state.entries[hash] else { return .unknown }
            state.entries[hash]?.used = now
            if entry.confirmed + Self.life > now { return .known(entry.rights) }
            guard isPosting, let rights = entry.rights, let since = state.awaySince,
                entry.confirmed + Self.life > since,
                entry.confirmed + Self.awayLife > now
            else { return .unknown }
            return .known(rights)
        }
    }

    /// - Parameter asked: when the database was asked, not when it answered: a token may have been revoked in between.
    func keep(_ hash: [UInt8], _ rights: TokenRights?, asked: ContinuousClock.Instant) {
        state.withLock { state in
            if state.entries.count >= Self.limit { state.entries.removeAll() }
            state.entries[hash] = Entry(rights: rights, confirmed: asked, used: asked)
        }
    }

    /// Tokens that are in use: those to ask for again.
    func inUse(at now: ContinuousClock.Instant = .now) -> [[UInt8]] {
        state.withLock { state in
            Array(
                state.entries.lazy.filter { $0.value.rights != nil && $0.value.used + Self.renewedFor > now }
                    .prefix(Self.renewedAtOnce).map(\.key))
        }
    }

    /// What the database says of those that were asked for; what it does not name is no token any more.
    func renew(_ asked: [[UInt8]], _ found: [[UInt8]: TokenRights], at moment: ContinuousClock.Instant) {
        state.withLock { state in
            state.awaySince = nil
            for hash in asked where state.entries[hash].map({ $0.confirmed < moment }) ?? false {
                state.entries[hash]?.rights = found[hash]
                state.entries[hash]?.confirmed = moment
            }
        }
    }

    /// The database could not be asked.
    func markAway(at moment: ContinuousClock.Instant = .now) {
        state.withLock { $0.awaySince = $0.awaySince ?? moment }
    }

    func forget() { state.withLock { $0.entries.removeAll() } }
}
