import JSON
import Synchronization

/// JSON parsers lent to the threads that post.
///
/// A parser serves one thread at a time and keeps buffers of the largest event it saw, so as many are kept as threads
/// ever posted at once.
///
/// `@unchecked Sendable`: the lock guards the idle ones, and a parser that is lent is in no one else's hands.
final class ParserPool: @unchecked Sendable {
    private let lock = Mutex(())
    private var idle: [JSONParser] = []

    func lend<R>(_ body: (JSONParser) -> R) -> R {
        let parser = lock.withLock { _ in idle.popLast() } ?? JSONParser(capacity: IntakeLimits.eventBytes)
        defer { lock.withLock { _ in idle.append(parser) } }
        return body(parser)
    }
}
