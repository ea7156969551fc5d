import HTTP
import JSON

/// What the intake said of a request's events.
struct PostAnswer: Sendable {
    enum Verdict: Sendable, Equatable {
        case accepted, suspect, duplicate
        /// Turned away at the door, and why.
        case refused(String)
    }

    /// In the order sent.
    var verdicts: [Verdict]
    /// The written form, where the log says it.
    var position: String?
}

/// What to do about a response.
enum PostReaction {
    case answer(PostAnswer)
    /// The same again later; the server may have said after how many seconds.
    case notNow(String, afterSeconds: Double?)
    /// It will never be otherwise.
    case senseless(String)
}

/// Reads answers of the intake; one a thread.
final class AnswerParser {
    private let parser = JSONParser()

    /// - Parameter count: how many events were sent.
    func read(_ response: ClientResponse, of count: Int) -> PostReaction {
        switch response.status {
        case 200:
            guard let answer = try? parser.parse(response.body, answer), answer.verdicts.count == count else {
                return .senseless("the answer is none of Davtari's: is this its address?")
            }
            return .answer(answer)
        case 401: return .senseless("the gateway does not know this token; davtari token create makes one")
        case 408, 425, 429, 500...: return .notNow(problem(response), afterSeconds: response.retryAfterSeconds)
        case 400...:
            // The request as a whole: another store's token, a path that is none.
            let refused = PostAnswer.Verdict.refused(problem(response))
            return .answer(PostAnswer(verdicts: Array(repeating: refused, count: count)))
        default: return .senseless("the gateway answered \(response.status): is this Davtari's address?")
        }
    }

    private func answer(_ root: JSONValue) -> PostAnswer {
        let verdicts = root["events"]?.elements?.map(verdict) ?? []
        return PostAnswer(verdicts: verdicts, position: root["position"]?.string)
    }

    private func verdict(_ event: JSONValue) -> PostAnswer.Verdict {
        switch event["status"]?.string {
        case "accepted": .accepted
        case "suspect": .suspect
        case "duplicate": .duplicate
        default: .refused(event["problem"].map(sentence) ?? "no reason was given")
        }
    }

    /// A problem's sentence, whatever stands behind the status.
    func problem(_ response: ClientResponse) -> String {
        (try? parser.parse(response.body) { sentence($0) }) ?? "HTTP \(response.status)"
    }

    private func sentence(_ problem: JSONValue) -> String {
        let detail = problem["detail"]?.string ?? problem["title"]?.string ?? "no reason was given"
        guard let rule = problem["rule"]?.string else { return detail }
        return "\(detail) [\(rule)]"
    }
}

extension ClientResponse {
    /// When the server wants to be asked again.
    var retryAfterSeconds: Double? { headers["Retry-After"].flatMap(Double.init) }
}
