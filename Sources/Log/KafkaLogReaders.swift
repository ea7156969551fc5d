import Dispatch
import Kafka
import Synchronization

/// The reading half of a `KafkaLog`: the readers that follow it, to be woken at shutdown, and a few consumers that
/// point reads borrow.
final class KafkaLogReaders: Sendable {
    private let settings: KafkaSettings
    private let state = Mutex(State())
    private let places = DispatchSemaphore(value: poolSize)

    private struct State {
        var isShutDown = false
        var followers: [ObjectIdentifier: KafkaConsumer] = [:]
        var idle: [KafkaConsumer] = []
    }

    /// Point reads at one time; more wait. Each costs threads and connections.
    private static let poolSize = 4

    init(settings: KafkaSettings) { self.settings = settings }

    var isShutDown: Bool { state.withLock { $0.isShutDown } }

    func follow(_ places: [KafkaPlace]) throws(LogError) -> KafkaLogReader {
        let consumer = try LogError.translating { () throws(KafkaError) in
            let consumer = try KafkaConsumer(settings: Self.following.with(settings))
            try consumer.assign(places)
            return consumer
        }
        let isShutDown = state.withLock { state in
            if !state.isShutDown { state.followers[ObjectIdentifier(consumer)] = consumer }
            return state.isShutDown
        }
        if isShutDown { throw .shutDown }
        return KafkaLogReader(consumer, of: self)
    }

    func forget(_ consumer: KafkaConsumer) {
        _ = state.withLock { $0.followers.removeValue(forKey: ObjectIdentifier(consumer)) }
    }

    /// Lends a consumer for a point read, to this thread alone.
    ///
    /// - Parameters:
    ///   - untroubled: whether one that met trouble is not lent again.
    ///   - milliseconds: how long to wait for one to become free.
    func borrow<T>(
        untroubled: Bool = true, withinMilliseconds milliseconds: Int? = nil,
        _ body: (KafkaConsumer) throws(LogError) -> T
    ) throws(LogError) -> T {
        let deadline = milliseconds.map { DispatchTime.now() + .milliseconds($0) } ?? .distantFuture
        guard places.wait(timeout: deadline) == .success else {
            throw .unavailable("no Kafka broker answers those who asked before")
        }
        defer { places.signal() }
        if isShutDown { throw .shutDown }
        let idle = state.withLock { $0.idle.popLast() }
        let consumer = try LogError.translating { () throws(KafkaError) in
            if let idle { idle } else { try KafkaConsumer(settings: Self.pointing.with(settings)) }
        }
        let result: T
        do throws(LogError) { result = try body(consumer) } catch {
            if !untroubled { keep(consumer) }
            throw error
        }
        keep(consumer)
        return result
    }

    private func keep(_ consumer: KafkaConsumer) {
        state.withLock { state in
            if !state.isShutDown { state.idle.append(consumer) }
        }
    }

    func shutdown() {
        let idle = state.withLock { state in
            state.isShutDown = true
            for follower in state.followers.values { follower.wake() }
            defer { state.idle = [] }
            return state.idle
        }
        _ = idle  // Ended here, outside the lock: it takes a moment.
    }

    /// What every consumer needs. A group must be named, and is never joined: partitions are assigned by hand.
    private static let reading: KafkaSettings = [
        "group.id": "davtari", "enable.auto.commit": "false", "enable.auto.offset.store": "false",
        "auto.offset.reset": "error", "check.crcs": "true", "fetch.error.backoff.ms": "100",
        "max.poll.interval.ms": "86400000",
    ]

    /// A replay is as fast as what is read ahead of it: as many messages as fit into 8 MiB, which is as much as a fetch of
    /// every partition brings. On a live log a fetch waits a moment for more: answered at its first record, it would be one for
    /// every receipt, at the tills' expense.
    private static let following = reading.with([
        "queued.min.messages": "1000000", "queued.max.messages.kbytes": "8192",
        "fetch.message.max.bytes": "1048576", "fetch.wait.max.ms": "10", "fetch.min.bytes": "262144",
    ])

    /// The end of a partition is told, so that a read knows that nothing more comes.
    private static let pointing = reading.with([
        "enable.partition.eof": "true", "fetch.wait.max.ms": "10", "queued.max.messages.kbytes": "16384",
    ])
}
