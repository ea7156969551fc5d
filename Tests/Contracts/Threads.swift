import Dispatch
import Foundation
import Log
import Synchronization

/// A body that runs on a thread of its own, which may block.
struct Running<Value: Sendable>: Sendable {
    private final class Box: Sendable {
        let value = Mutex<Value?>(nil)
        let finished = DispatchSemaphore(value: 0)
    }
    private let box = Box()

    init(_ body: @escaping @Sendable () -> Value) {
        Thread { [box] in
            let value = body()
            box.value.withLock { $0 = value }
            box.finished.signal()
        }.start()
    }

    /// What the body returned; nil when it still runs after `seconds`.
    func value(within seconds: Int = 30) -> Value? {
        guard box.finished.wait(timeout: .now() + .seconds(seconds)) == .success else { return nil }
        return box.value.withLock { $0 }
    }
}

/// The answers to appends that nobody waits for singly.
final class Answers: Sendable {
    typealias Answer = Result<[Placement], LogError>
    private let state = Mutex<[Int: [Answer]]>([:])
    private let arrived = DispatchSemaphore(value: 0)

    /// A `done` for the append that is called `number` here.
    func to(_ number: Int) -> @Sendable (Answer) -> Void {
        { answer in
            self.state.withLock { $0[number, default: []].append(answer) }
            self.arrived.signal()
        }
    }

    /// Waits for so many answers in all; false when they do not come.
    func wait(for count: Int, seconds: Int = 30) -> Bool {
        (0..<count).allSatisfy { _ in arrived.wait(timeout: .now() + .seconds(seconds)) == .success }
    }

    /// Every answer by its append's number: more than one means that `done` was called more than once.
    var all: [Int: [Answer]] { state.withLock { $0 } }
}
