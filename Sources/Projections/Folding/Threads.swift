import Foundation
import Synchronization

/// Blocking works side by side, each on a thread of its own.
enum Threads {
    /// Runs all of them and returns when every one has ended; throws the first one's error, in their order.
    static func run(_ works: [@Sendable () throws -> Void]) throws {
        let failures = Mutex([Int: any Error]())
        let group = DispatchGroup()
        for (place, work) in works.enumerated() {
            group.enter()
            let thread = Thread {
                do {
                    try work()
                } catch {
                    failures.withLock { $0[place] = error }
                }
                group.leave()
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        group.wait()
        if let first = failures.withLock({ $0.min { $0.key < $1.key } }) { throw first.value }
    }
}
