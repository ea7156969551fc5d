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

    /// What it has used of the processors, in user and kernel mode.
    package func cpuSeconds() throws -> Double { try child.cpuSeconds() }
    package func peakBytes() throws -> Double { try child.peakBytes() }
    package func stop() { child.stop() }

    /// For pages: a person who has signed in.
    package func signedIn(_ settings: BenchSettings, _ conninfo: String) throws -> Client {
        let password = "bench-\(UInt64.random(in: .min ... .max))"
        _ = try Child.output(
            settings.binary, ["user", "add", "bench", "--language", "en", "--password-stdin", "--postgres", conninfo],
            input: password + "\n")
        let answer = try Client(baseURL: "http://127.0.0.1:\(port)").send(
            "POST", "/sign-in", body: Array("name=bench&password=\(password)&token=bench".utf8),
            headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", "davtari_form=bench")])
        guard let cookie = answer.headers["Set-Cookie"]?.split(separator: ";").first else {
            throw BenchError("signing in was answered with \(answer.status) and no cookie")
        }
        return Client(baseURL: "http://127.0.0.1:\(port)", headers: [("Cookie", String(cookie))])
    }

    /// For questions; each thread needs its own.
    package func client() -> Client {
        Client(baseURL: "http://127.0.0.1:\(port)", headers: [("Authorization", "Bearer \(token)")])
    }
}
