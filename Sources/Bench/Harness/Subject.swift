import Foundation
import HTTP

/// The server that is measured, as a user would start it, with a token that may write every book.
package final class Subject {
    package let port: Int
    package let token: String
    /// From its start until it listens.
    package let startSeconds: Double
    private let child: Child

    private static let readySeconds = 60.0

    /// - Parameter folds: whether it also keeps the read models.
    package init(_ settings: BenchSettings, _ conninfo: String, _ log: LogHome, folds: Bool) throws {
        let began = ContinuousClock.now
        child = try Child(
            settings.binary,
            ["serve", "--listen", "127.0.0.1:0", "--postgres", conninfo] + log.words
                + (folds ? [] : ["--no-projections"]))
        let address = try child.line(beginning: "davtari: listening on ", seconds: Self.readySeconds)
        startSeconds = (ContinuousClock.now - began) / .seconds(1)
        guard let port = address.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw BenchError("davtari listens on “\(address)”, which names no port")
        }
        self.port = port
        token = try Child.output(
            settings.binary,
            ["token", "create", "--kind", "import", "--writers", "*", "--name", "bench", "--postgres", conninfo])
    }

    package func peakBytes() throws -> Double { try child.peakBytes() }
    package func stop() { child.stop() }

    /// For questions; each thread needs its own.
    package func client() -> Client {
        Client(baseURL: "http://127.0.0.1:\(port)", headers: [("Authorization", "Bearer \(token)")])
    }
}
