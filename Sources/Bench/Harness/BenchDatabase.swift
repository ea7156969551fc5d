import Foundation
import Postgres

/// A database of the run's own on the server that is measured, dropped with it.
package final class BenchDatabase {
    package let conninfo: String
    private let server: String
    private let name: String

    /// - Parameter label: small letters; it stands in the name, so that a run that was killed leaves a trace that says
    ///   what it was.
    package init(on server: String, _ label: String) throws {
        self.server = server
        name = "davtari_bench_\(label)_\(ProcessInfo.processInfo.processIdentifier)_\(Self.number())"
        let connection = try Connection(server, applicationName: "davtari bench")
        try connection.script("CREATE DATABASE \(quoteIdentifier(name))")
        conninfo = try Conninfo.replacing(database: name, in: server)
    }

    /// Gone at once, with whoever is still connected: nobody but the run ever was.
    package func drop() {
        guard let connection = try? Connection(server, applicationName: "davtari bench") else { return }
        try? connection.script("DROP DATABASE IF EXISTS \(quoteIdentifier(name)) WITH (FORCE)")
    }

    deinit { drop() }

    private static func number() -> Int { counter.next() }
    private static let counter = Counter()
}

/// Numbers from 1, for names.
final class Counter: @unchecked Sendable {
    // @unchecked: read and written under `lock`.
    private let lock = NSLock()
    private var last = 0

    func next() -> Int {
        lock.withLock {
            last += 1
            return last
        }
    }
}
