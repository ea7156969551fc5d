import Concurrency
import Dispatch
import Foundation

/// Ctrl-C and SIGTERM as a question that any thread may ask: are we to stop? A second one ends the process at once.
final class StopRequest: @unchecked Sendable {
    // @unchecked: everything below is read and written under `condition`; the sources are set once, before any signal.
    private let condition = Condition()
    private var isMade = false
    private var listeners: [@Sendable () -> Void] = []
    private var sources: [any DispatchSourceSignal] = []

    init() {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [weak self] in self?.make(ending: 128 + number) }
            source.resume()
            sources.append(source)
        }
    }

    var isAsked: Bool { condition.withLock { isMade } }

    /// Waits; false when it was cut short because we are to stop.
    func sleep(seconds: Double) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        return condition.withLock {
            while !isMade, condition.wait(until: end) {}
            return !isMade
        }
    }

    /// Calls `listener` when the request comes, from another thread; at once when it came already.
    func notify(_ listener: @escaping @Sendable () -> Void) {
        let isLate = condition.withLock {
            listeners.append(listener)
            return isMade
        }
        if isLate { listener() }
    }

    private func make(ending code: Int32) {
        let listeners = condition.withLock {
            if isMade { _exit(code) }
            isMade = true
            condition.broadcast()
            return self.listeners
        }
        for listener in listeners { listener() }
    }
}
