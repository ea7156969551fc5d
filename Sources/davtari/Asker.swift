import Foundation
import HTTP
import JSON
import Log

/// Asks the gateway's queries with a token, patiently: a server that is starting is not yet there.
final class Asker {
    struct Status {
        var log: String
        var partitions: Int
        var end: Position
        /// Records that the slowest read model has not seen.
        var behind: Int64
    }

    private let url: String
    private let client: Client
    private let limitSeconds: Double
    private let stop: StopRequest
    private let parser = AnswerParser()

    private static let timeoutSeconds = 40
    /// One that is started together with who asks is there by then; an address where nobody is stays empty.
    static let usualLimitSeconds = 10.0

    init(_ url: String, token: String, limitSeconds: Double = Asker.usualLimitSeconds, stop: StopRequest) {
        (self.url, self.limitSeconds, self.stop) = (url, limitSeconds, stop)
        client = Client(
            baseURL: url, headers: [("Authorization", "Bearer \(token)")], timeoutSeconds: Self.timeoutSeconds)
    }

    /// The answer to a question; nil where there is none (404). Throws when we are to stop.
    func get(_ path: String) throws(CommandFailure) -> JSON? {
        var patience = Patience(limitSeconds: limitSeconds)
        var isTold = false
        while true {
            let (why, wish): (String, Double?)
            switch attempt(path) {
            case .failure(let error): (why, wish) = (error.reason, nil)
            case .success(let response):
                guard Self.isTrouble(response.status) else { return try read(response, path) }
                (why, wish) = (parser.problem(response), response.retryAfterSeconds)
            }
            guard let seconds = patience.wait(wish: wish) else {
                throw CommandFailure("\(url) does not answer, after \(Int(limitSeconds)) s of trying: \(why)")
            }
            if !isTold {
                Console.error("davtari: \(url) does not answer yet (\(why)); trying for \(Int(limitSeconds)) s")
            }
            isTold = true
            guard stop.sleep(seconds: seconds) else { throw CommandFailure("stopped before \(url) answered") }
        }
    }

    private func attempt(_ path: String) -> Result<ClientResponse, ClientError> {
        do { return .success(try client.send("GET", path)) } catch { return .failure(error) }
    }

    private static func isTrouble(_ status: Int) -> Bool { status == 408 || status == 429 || status >= 500 }

    private func read(_ response: ClientResponse, _ path: String) throws(CommandFailure) -> JSON? {
        switch response.status {
        case 200:
            guard let json = try? JSON(parsing: response.body) else {
                throw CommandFailure("\(url) does not answer as Davtari does: is this its address?")
            }
            return json
        case 404: return nil
        case 401: throw CommandFailure("the gateway at \(url) does not know this token")
        default: throw CommandFailure("\(url)\(path): \(parser.problem(response))")
        }
    }

    func status() throws(CommandFailure) -> Status {
        guard let json = try get("/v1/status"), let log = json["log"]?.string,
            let partitions = json["partitions"]?.int, partitions > 0,
            let end = json["end"]?.string.flatMap({ Position($0, partitions: Int(partitions)) })
        else { throw CommandFailure("\(url) does not answer as Davtari does: is this its address?") }
        let behind = (json["read_models"]?.array ?? []).compactMap { $0["behind"]?.int }.max() ?? 0
        return Status(log: log, partitions: Int(partitions), end: end, behind: behind)
    }
}

/// A URL as it is put before paths.
func baseURL(_ text: String) throws(UsageError) -> String {
    guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
        throw UsageError("--url takes an address such as http://127.0.0.1:8080, not “\(text)”")
    }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
}
