import Concurrency
import Foundation
import Testing

@Suite struct `A condition` {
    /// Guarded by `condition`.
    private final class Shelf: @unchecked Sendable {
        let condition = Condition()
        var number: Int?
        var taken: [Int] = []
    }

    @Test(.timeLimit(.minutes(1))) func `hands over between threads, each number once`() {
        let (shelf, numbers, threads) = (Shelf(), 20_000, DispatchGroup())
        for _ in 0..<2 {
            threads.enter()
            Thread.detachNewThread {
                shelf.condition.withLock {
                    while shelf.taken.count < numbers {
                        if let number = shelf.number {
                            shelf.number = nil
                            shelf.taken.append(number)
                            shelf.condition.broadcast()
                        } else {
                            shelf.condition.wait()
                        }
                    }
                }
                threads.leave()
            }
        }
        for number in 0..<numbers {
            shelf.condition.withLock {
                while shelf.number != nil { shelf.condition.wait() }
                shelf.number = number
                shelf.condition.signal()
            }
        }
        threads.wait()
        #expect(shelf.taken == Array(0..<numbers))
    }

    @Test(.timeLimit(.minutes(1))) func `looks again by itself when nobody wakes it`() {
        let condition = Condition()
        condition.withLock { condition.wait() }
    }

    @Test func `waits no longer than it is told`() {
        let condition = Condition()
        condition.withLock {
            let deadline = ContinuousClock.now + .milliseconds(20)
            while condition.wait(until: deadline) {}
            #expect(ContinuousClock.now >= deadline)
            #expect(!condition.wait(until: deadline))
        }
    }

    @Test func `wakes who waits before the deadline`() {
        let shelf = Shelf()
        Thread.detachNewThread {
            shelf.condition.withLock {
                shelf.number = 1
                shelf.condition.signal()
            }
        }
        shelf.condition.withLock {
            let deadline = ContinuousClock.now + .seconds(60)
            while shelf.number == nil { #expect(shelf.condition.wait(until: deadline)) }
        }
    }
}
