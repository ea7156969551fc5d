import Dispatch
import Synchronization

/// The requests and streams the server is busy with: what it must end before it may end itself.
final class InFlight: Sendable {
    private struct State {
        var isDraining = false
        var exchanges: [ObjectIdentifier: Exchange] = [:]
        var streams: [ObjectIdentifier: EventStream] = [:]
    }

    private let state = Mutex(State())
    /// Counts what `state.exchanges` holds, so that a thread can wait for none.
    private let exchanges = DispatchGroup()

    /// The server is stopping: new requests are refused.
    var isDraining: Bool { state.withLock { $0.isDraining } }

    func add(_ exchange: Exchange) {
        exchanges.enter()
        state.withLock { $0.exchanges[ObjectIdentifier(exchange)] = exchange }
    }

    func remove(_ exchange: Exchange) {
        state.withLock { _ = $0.exchanges.removeValue(forKey: ObjectIdentifier(exchange)) }
        exchanges.leave()
    }

    /// False if it is too late for a new stream.
    func add(_ stream: EventStream) -> Bool {
        let isAdded = state.withLock { state in
            if !state.isDraining { state.streams[ObjectIdentifier(stream)] = stream }
            return !state.isDraining
        }
        if isAdded {
            stream.onClose { [weak self, weak stream] in
                guard let stream else { return }
                self?.state.withLock { _ = $0.streams.removeValue(forKey: ObjectIdentifier(stream)) }
            }
        }
        return isAdded
    }

    func beatStreams() {
        for stream in state.withLock({ Array($0.streams.values) }) { stream.beat() }
    }

    /// Ends the streams and refuses what comes from now on.
    func drain() {
        let streams = state.withLock { state in
            state.isDraining = true
            return Array(state.streams.values)
        }
        for stream in streams { stream.close() }
    }

    /// Answers for the handlers that have not.
    func answerAll(_ response: Response) {
        for exchange in state.withLock({ Array($0.exchanges.values) }) { exchange.settle(response) }
    }

    /// True if everything ended in time.
    func waitUntilEmpty(seconds: Double) -> Bool {
        exchanges.wait(timeout: .now() + seconds) == .success
    }
}
