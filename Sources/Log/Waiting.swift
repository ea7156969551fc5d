import Dispatch
import Synchronization

/// One answer, waited for by a thread that may block.
final class Waiting: Sendable {
    private let answer = Mutex<Result<[Placement], LogError>?>(nil)
    private let semaphore = DispatchSemaphore(value: 0)

    func finish(_ result: Result<[Placement], LogError>) {
        answer.withLock { $0 = result }
        semaphore.signal()
    }

    func wait() -> Result<[Placement], LogError> {
        semaphore.wait()
        return answer.withLock { $0! }
    }
}
