import HTTP
import Postgres
import Services
import Synchronization

/// Keeps the tokens in use known, away from the way of those who use them.
final class TokenWatch: Sendable {
    /// Twice within the second in which a revocation must be heard of.
    private static let renewSeconds = 0.4
    private static let noteSeconds = 15.0
    private static let statementMilliseconds = 400

    private let accounts: Accounts
    /// Of its own: whoever has all of the others' connections must not keep tokens unknown.
    private let pool: Pool
    private let heartbeats = Mutex<[Heartbeat]>([])

    init(_ conninfo: String, _ accounts: Accounts) {
        self.accounts = accounts
        pool = Pool(
            conninfo, limit: 2, waitMilliseconds: Self.statementMilliseconds, applicationName: "davtari tokens",
            settings: "SET statement_timeout = \(Self.statementMilliseconds)")
    }

    func start() {
        heartbeats.withLock {
            $0 = [
                Heartbeat(everySeconds: Self.renewSeconds) { [self] in accounts.renewTokens(over: pool) },
                Heartbeat(everySeconds: Self.noteSeconds) { [self] in accounts.noteUse(over: pool) },
            ]
        }
    }

    func stop() {
        for heartbeat in heartbeats.withLock({ $0 }) { heartbeat.stop() }
        pool.close()
    }
}
