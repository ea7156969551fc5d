import HTTP
import Postgres
import Queries
import Synchronization

/// Every writer's safe-through and home, looked up away from the till's path and a moment old at most.
final class BookWatch: Sendable {
    private static let lookSeconds = 0.1
    private let pool: Pool
    private let known = Mutex<[String: (safeThrough: Int64, partition: Int?)]>([:])
    private let heartbeat = Mutex<Heartbeat?>(nil)

    init(_ pool: Pool) { self.pool = pool }

    /// nil while nothing of the writer is folded.
    func safeThrough(of writer: String) -> Int64? { known.withLock { $0[writer]?.safeThrough } }

    /// The partition in which the writer's book lies; nil while nothing of the writer is folded.
    func home(of writer: String) -> Int? { known.withLock { $0[writer]?.partition } }

    func start() {
        heartbeat.withLock { $0 = Heartbeat(everySeconds: Self.lookSeconds) { [self] in look() } }
    }

    /// While the database is away, answers carry what was known last: it only ever grows.
    private func look() {
        guard let books = try? pool.withConnection({ try Incomplete.books($0) }) else { return }
        known.withLock { $0 = books }
    }

    func stop() { heartbeat.withLock { $0.take() }?.stop() }
}
