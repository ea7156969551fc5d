import Events
import Synchronization

/// Tokens that were looked up, so that a till's post need not wait for the database.
///
/// What is used is asked for again in the background (`Accounts.renewTokens`), so a till's token is always known, and yet nothing
/// counts that the database has not confirmed within a second. While the database is away, what it confirmed within a day lets
/// tills post: it could not be told of a revocation either, and hears of one when it is back.
package final class TokenCache: Sendable {
    package enum Known: Sendable, Equatable {
        /// nil: no such token.
        case known(TokenRights?)
        case unknown
    }

    /// A revoked token is refused everywhere after this, while the database is there.
    static let life = Duration.seconds(1)
    /// A till goes on for so long without the database: through a night, and until somebody has mended it.
    static let awayLife = Duration.seconds(86_400)
    /// A database that has said nothing for so long is away, whatever keeps it: it is asked more than twice a second.
    static let silence = Duration.seconds(2)
    /// What nobody has used for so long is asked for less often.
    private static let renewedFor = Duration.seconds(60)
    /// A chain's tokens, many times over.
    private static let limit = 20_000
    /// Callers with made-up tokens must not fill memory, nor push out those of tills.
    private static let strangerLimit = 10_000
    static let renewedAtOnce = 2_000

    struct Entry {
        var rights: TokenRights
        var confirmed: ContinuousClock.Instant
        var used: ContinuousClock.Instant
        /// From where it was last seen to be used, and when that was noted.
        var from: String?
        var fromNoted: ContinuousClock.Instant?
    }

    /// A till's address need not be looked at with every post.
    private static let addressLife = Duration.seconds(10)

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        /// What is no token, or none any more, and when the database said so.
        var strangers: [[UInt8]: ContinuousClock.Instant] = [:]
        /// When the database was last asked and answered.
        var heard = ContinuousClock.now
        /// It could not be reached since.
        var isGone = false
        /// How often a token came or went.
        var changes = 0

        mutating func admit(_ hash: [UInt8], _ entry: Entry) {
            strangers[hash] = nil
            if entries[hash] == nil { changes += 1 }
            if entries[hash] == nil, entries.count >= TokenCache.limit,
                let oldest = entries.min(by: { $0.value.confirmed < $1.value.confirmed })
            {
                entries[oldest.key] = nil
            }
            entries[hash] = entry
        }

        mutating func expel(_ hash: [UInt8], at moment: ContinuousClock.Instant) {
            if entries.removeValue(forKey: hash) != nil { changes += 1 }
            if strangers.count >= TokenCache.strangerLimit { strangers.removeAll() }
            strangers[hash] = moment
        }

        mutating func hear(at moment: ContinuousClock.Instant) {
            heard = max(heard, moment)
            isGone = false
        }
    }

    /// By a clock that nobody sets: one set back would bring revoked tokens to life.
    private let state = Mutex(State())

    /// - Parameter evenAway: whether a token counts that was confirmed within a day, while the database is away: to post, and to
    ///   ask what is away.
    func look(
        _ hash: [UInt8], evenAway: Bool = false, from address: @autoclosure () -> String? = nil,
        at now: ContinuousClock.Instant = .now
    ) -> Known {
        state.withLock { state in
            guard let entry = state.entries[hash] else {
                guard let said = state.strangers[hash], said + Self.life > now else { return .unknown }
                return .known(nil)
            }
            state.entries[hash]?.used = now
            if entry.fromNoted.map({ $0 + Self.addressLife < now }) ?? true, let from = address() {
                state.entries[hash]?.from = from
                state.entries[hash]?.fromNoted = now
            }
            // Whatever a database said that is away now, its own end it had said too.
            if let until = entry.rights.until, until <= .now { return evenAway ? .known(nil) : .unknown }
            if entry.confirmed + Self.life > now { return .known(entry.rights) }
            guard evenAway, state.isGone || state.heard + Self.silence < now, entry.confirmed + Self.awayLife > now
            else { return .unknown }
            return .known(entry.rights)
        }
    }

    func hasSeen(_ hash: [UInt8], at now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { state in state.entries[hash].map { $0.confirmed + Self.awayLife > now } ?? false }
    }

    /// - Parameter asked: when the database was asked, not when it answered: a token may have been revoked in between.
    func keep(_ hash: [UInt8], _ rights: TokenRights?, asked: ContinuousClock.Instant, from address: String? = nil) {
        state.withLock { state in
            state.hear(at: asked)
            if let rights {
                state.admit(
                    hash,
                    Entry(
                        rights: rights, confirmed: asked, used: asked, from: address,
                        fromNoted: address.map { _ in asked }))
            } else {
                state.expel(hash, at: asked)
            }
        }
    }

    /// Tokens that are in use: those to ask for again.
    func inUse(at now: ContinuousClock.Instant = .now) -> [[UInt8]] {
        state.withLock { state in
            Array(
                state.entries.lazy.filter { $0.value.used + Self.renewedFor > now }.prefix(Self.renewedAtOnce).map(
                    \.key))
        }
    }

    /// The same, with where each was last seen to be used from.
    func uses(at now: ContinuousClock.Instant = .now) -> [(hash: [UInt8], from: String?)] {
        let inUse = inUse(at: now)
        return state.withLock { state in inUse.map { ($0, state.entries[$0]?.from) } }
    }

    /// All that count while the database is away.
    func seen(at now: ContinuousClock.Instant = .now) -> [[UInt8]] {
        state.withLock { state in
            state.entries = state.entries.filter { $0.value.confirmed + Self.awayLife > now }
            return Array(state.entries.keys)
        }
    }

    /// What the database says of those that were asked for; what it does not name is no token any more.
    func renew(_ asked: [[UInt8]], _ found: [[UInt8]: TokenRights], at moment: ContinuousClock.Instant) {
        state.withLock { state in
            state.hear(at: moment)
            for hash in asked {
                guard var entry = state.entries[hash], entry.confirmed < moment else { continue }
                if let rights = found[hash] {
                    (entry.rights, entry.confirmed) = (rights, moment)
                    state.entries[hash] = entry
                } else {
                    state.expel(hash, at: moment)
                }
            }
        }
    }

    var changes: Int { state.withLock { $0.changes } }
    var entries: [[UInt8]: Entry] { state.withLock { $0.entries } }

    /// What was known in this process's last life.
    func recall(_ hash: [UInt8], _ rights: TokenRights, confirmed: ContinuousClock.Instant) {
        state.withLock { state in
            guard state.entries[hash] == nil, state.strangers[hash] == nil else { return }
            state.admit(hash, Entry(rights: rights, confirmed: confirmed, used: confirmed))
        }
    }

    /// The database could not be reached.
    func markAway() { state.withLock { $0.isGone = true } }

    func forget() {
        state.withLock { state in
            state.entries.removeAll()
            state.strangers.removeAll()
        }
    }
}
