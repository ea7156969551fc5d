import Foundation
import Postgres
import Projections
import Synchronization

/// Every writer's safe-through, looked up away from the till's path and a moment old at most.
final class BookWatch: Sendable {
    private static let lookSeconds = 0.1
    private let pool: Pool
    private let known = Mutex<[String: Int64]>([:])
    private let isStopping = Atomic(false)
    private let finished = DispatchSemaphore(value: 0)

    init(_ pool: Pool) { self.pool = pool }

    /// nil while nothing of the writer is folded.
    func safeThrough(of writer: String) -> Int64? { known.withLock { $0[writer] } }

    func start() {
        let thread = Thread { [self] in
            while !isStopping.load(ordering: .acquiring) {
                look()
                Thread.sleep(forTimeInterval: Self.lookSeconds)
            }
            finished.signal()
        }
        thread.name = "book watch"
        thread.start()
    }

    /// While the database is away, answers carry what was known last: it only ever grows.
    private func look() {
        guard let books = try? pool.withConnection({ try Incomplete.books($0) }) else { return }
        known.withLock { $0 = books.mapValues(\.safeThrough) }
    }

    func stop() {
        isStopping.store(true, ordering: .releasing)
        finished.wait()
    }
}
