import HTTP
import Postgres
import Services
import Supervision
import Synchronization

/// Keeps the tokens in use known, away from the way of those who use them.
final class TokenWatch: Sendable {
    /// Twice within the second in which a revocation must be heard of.
    private static let renewSeconds = 0.4
    private static let noteSeconds = 15.0
    private static let statementMilliseconds = 400

    private let accounts: Accounts
    private let memory: SharedBytes?
    /// Of its own: whoever has all of the others' connections must not keep tokens unknown.
    private let pool: Pool
    private let left = Mutex(0)
    private let heartbeats = Mutex<[Heartbeat]>([])

    /// - Parameter memory: where what is known is left for this process's next life.
    init(_ conninfo: String, _ accounts: Accounts, leavingIn memory: SharedBytes?) {
        (self.accounts, self.memory) = (accounts, memory)
        if let memory { accounts.recallTokens(memory.found()) }
        pool = Pool(
            conninfo, limit: 2, waitMilliseconds: Self.statementMilliseconds, applicationName: "davtari tokens",
            settings: "SET statement_timeout = \(Self.statementMilliseconds)")
    }

    func start() {
        heartbeats.withLock {
            $0 = [
                Heartbeat(everySeconds: Self.renewSeconds) { [self] in
                    accounts.renewTokens(over: pool)
                    leave()
                },
                Heartbeat(everySeconds: Self.noteSeconds) { [self] in
                    accounts.noteUse(over: pool)
                    accounts.renewAllTokens(over: pool)
                    leave(evenUnchanged: true)
                },
            ]
        }
    }

    /// When each was confirmed changes all the time, and is left now and then.
    private func leave(evenUnchanged: Bool = false) {
        guard let memory else { return }
        left.withLock { changes in
            if evenUnchanged { changes = -1 }
            if let bytes = accounts.leftTokens(since: &changes) { memory.leave(bytes) }
        }
    }

    func stop() {
        for heartbeat in heartbeats.withLock({ $0 }) { heartbeat.stop() }
        pool.close()
    }
}
