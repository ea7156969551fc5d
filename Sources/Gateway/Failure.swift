import HTTP
import Log
import Postgres
import Projections
import Queries
import Services

/// The one place that turns trouble and refusals into HTTP (RFC 9457).
enum Failure {
    static let busy = Response.problem(
        status: 503, title: "Too many questions at once", detail: "come back in a second"
    ).with("Retry-After", "1")

    static let tooMany = Response.problem(
        status: 429, title: "Too many at once",
        detail: "as many of yours are under way as may be; come back in a second",
        extra: [("rule", "rate")]
    ).with("Retry-After", "1")

    static func response(_ error: any Error) -> Response {
        switch error {
        case let refusal as QueryRefusal: return problem(refusal)
        case let refusal as Services.Refusal: return problem(refusal)
        case let error as OfficeError:
            return .problem(status: 503, title: "No command can be taken now", detail: "\(error)").with(
                "Retry-After", "2")
        case let refusal as AccountError:
            return .problem(status: 400, title: "Refused", detail: "\(refusal)")
        case let error as PostgresError where error.isCancelled:
            return .problem(
                status: 422, title: "The answer takes too long",
                detail: "no answer within \(queryLimit): ask for fewer days, shops or products",
                extra: [("limit", .text(queryLimit))])
        case let error as PostgresError where !error.isConnectionLost && !error.isPoolUnavailable:
            return .problem(status: 500, title: "Something went wrong here", detail: error.message)
        case let error as PostgresError where error.isPoolUnavailable:
            return .problem(
                status: 503, title: "Too many questions at once",
                detail: "the database is busy or does not answer: \(error.message)"
            ).with("Retry-After", "2")
        case is PostgresError, is RollbackFailed: return databaseAway
        case let error as LogError:
            return .problem(status: 503, title: "The log cannot be reached", detail: "\(error)").with(
                "Retry-After", "2")
        case ProjectionError.notThere:
            return .problem(status: 503, title: "The read models are not there yet", detail: "\(error)").with(
                "Retry-After", "2")
        default:
            return .problem(status: 500, title: "Something went wrong here", detail: "\(error)")
        }
    }

    /// The business says no: which rule, and the numbers that it was decided by.
    private static func problem(_ refusal: Services.Refusal) -> Response {
        let title =
            switch refusal.kind {
            case .malformed: "The command cannot be read"
            case .invalid, .conflict, .forbidden: "Refused"
            case .missing: "Not there"
            case .versionNeeded: "Which version did you see?"
            case .versionDiffers: "It is another version now"
            }
        return .problem(
            status: status(of: refusal.kind), title: title, detail: refusal.message,
            extra: [("rule", .text(refusal.rule))] + refusal.numbers.map { ($0.name, .json($0.value.bytes)) })
    }

    static func status(of kind: Services.Refusal.Kind) -> Int {
        switch kind {
        case .malformed: 400
        case .invalid: 422
        case .conflict: 409
        case .missing: 404
        case .versionNeeded: 428
        case .versionDiffers: 412
        case .forbidden: 403
        }
    }

    private static let queryLimit = "\(Gateway.queryLimitMilliseconds / 1000) s a question"

    private static func problem(_ refusal: QueryRefusal) -> Response {
        let (status, title) =
            switch refusal.kind {
            case .malformed: (400, "The question cannot be answered as asked")
            case .contradiction: (422, "The parameters do not go together")
            case .forbidden: (403, "Not for this token")
            }
        return .problem(
            status: status, title: title, detail: refusal.description,
            extra: [("parameter", .text(refusal.parameter))] + (refusal.limit.map { [("limit", .text($0))] } ?? []))
    }

    private static let databaseAway = Response.problem(
        status: 503, title: "The database is away",
        detail: "Postgres cannot be reached; what is asked of read models, accounts and commands waits for it"
    ).with("Retry-After", "2")

    /// A till posts with a token that only the database could know.
    static let tokenUnknowable = Response.problem(
        status: 503, title: "The database is away",
        detail:
            "Postgres does not answer, and only it knows this token: none that posted here within a day. Send the same again"
    ).with("Retry-After", "2")

    static let notFound = Response.problem(status: 404, title: "Not found", detail: "there is nothing at this address")
    static func notAllowed(_ methods: String) -> Response {
        .problem(status: 405, title: "Method not allowed", detail: "here \(methods) is understood").with(
            "Allow", methods)
    }
}
