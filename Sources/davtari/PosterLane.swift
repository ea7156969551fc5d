import Concurrency

/// The events that wait for one partition, in their order, and whether one request of them is in flight.
final class PosterLane: @unchecked Sendable {
    /// What waits in memory; `put` waits beyond it.
    private static let eventLimit = 4_000
    private static let byteLimit = 4 << 20
    /// A request is well below what the intake takes.
    private static let requestBytes = 4 << 20

    // @unchecked: everything below is read and written under `condition`.
    private let condition = Condition()
    private var events: [PostedEvent] = []
    /// Where the queue begins in `events`; what lies before is sent.
    private var head = 0
    private var bytes = 0
    /// The line of the first event in flight.
    private var inFlight: Int?
    private var isClosed = false

    private var count: Int { events.count - head }

    /// False when the lane was closed.
    func put(_ event: PostedEvent) -> Bool {
        condition.withLock {
            while !isClosed, count >= Self.eventLimit || bytes >= Self.byteLimit { condition.wait() }
            guard !isClosed else { return false }
            events.append(event)
            bytes += event.bytes.count
            condition.broadcast()
            return true
        }
    }

    /// The next request: what stands together of one writer, at most `limit`. Waits for it; nil once closed.
    func take(limit: Int) -> [PostedEvent]? {
        condition.withLock {
            while !isClosed, count == 0 { condition.wait() }
            guard !isClosed else { return nil }
            var (end, size) = (head, 0)
            while end < events.count, end - head < limit, events[end].path == events[head].path {
                size += events[end].bytes.count + 1
                if end > head, size > Self.requestBytes { break }
                end += 1
            }
            let run = Array(events[head..<end])
            head = end
            bytes -= run.reduce(0) { $0 + $1.bytes.count }
            inFlight = run[0].line
            // Moved together when half is sent, so that each event is moved about once.
            if head * 2 >= events.count {
                events.removeFirst(head)
                head = 0
            }
            condition.broadcast()
            return run
        }
    }

    /// What was taken is answered.
    func settle() {
        condition.withLock {
            inFlight = nil
            condition.broadcast()
        }
    }

    /// Waits until everything is answered; false when the lane was closed before.
    func drain() -> Bool {
        condition.withLock {
            while !isClosed, count > 0 || inFlight != nil { condition.wait() }
            return count == 0 && inFlight == nil
        }
    }

    /// Takes and gives nothing more.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }

    /// The first line without an answer, if any.
    var firstUnanswered: Int? {
        condition.withLock { inFlight ?? (count > 0 ? events[head].line : nil) }
    }
}
