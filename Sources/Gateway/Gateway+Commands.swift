import Events
import Foundation
import HTTP
import JSON
import Log
import Services

extension Gateway {
    /// A command at an address that has some; blocks.
    func command(_ request: Request, _ found: [(action: Action, ids: [String: String])]) throws -> Response {
        guard let (action, ids) = found.first(where: { $0.action.method == request.method }) else {
            return Failure.notAllowed(Set(found.map(\.action.method)).sorted().joined(separator: ", "))
        }
        guard case .token(let rights) = try Caller.of(request, accounts) else { return Caller.unknown }
        if let refusal = rights.refusal(of: action, at: ids["store"]) { return refusal }
        guard Self.isJSON(request) else {
            return .problem(status: 415, title: "Unknown content type", detail: "send application/json")
        }
        let call = Services.Call(
            ids: ids, body: try CommandBody(request.body), precondition: try Self.precondition(request),
            caller: "token:\(rights.id)", now: .now)
        let answer = try office.perform(
            try Command(
                caller: call.caller, key: request.headers["Idempotency-Key"],
                saying: [Array(request.method.utf8), Array(request.path.utf8), request.body]
            ) { try action.run($0, call) })
        return Self.response(answer)
    }

    /// No content type is taken for JSON where there is no content.
    private static func isJSON(_ request: Request) -> Bool {
        guard let type = request.headers["Content-Type"]?.split(separator: ";").first else {
            return request.body.isEmpty
        }
        return type.lowercased().trimmingCharacters(in: .whitespaces) == "application/json"
    }

    private static func precondition(_ request: Request) throws -> Precondition {
        if let none = request.headers["If-None-Match"] {
            guard none == "*" else {
                throw Services.Refusal(.malformed, "precondition", "If-None-Match takes * here")
            }
            return .absent
        }
        guard let match = request.headers["If-Match"] else { return .none }
        if match.trimmingCharacters(in: .whitespaces) == "*" { return .exists }
        let versions = match.split(separator: ",").map { tag -> Int64? in
            let tag = tag.trimmingCharacters(in: .whitespaces)
            guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
            return Int64(tag.dropFirst().dropLast())
        }
        guard !versions.isEmpty, !versions.contains(nil) else {
            throw Services.Refusal(.malformed, "precondition", "If-Match takes ETags as they were given, or *")
        }
        return .versions(versions.compactMap { $0 })
    }

    private static func response(_ answer: CommandAnswer) -> Response {
        var body = answer.body
        body["version"] = .int(answer.version)
        body["facts"] = .array(answer.facts.map { .string($0.description) })
        body["position"] = .text(answer.position?.description)
        return Response.json(body, status: answer.isNew ? 201 : 200).with("ETag", "\"\(answer.version)\"")
    }
}

extension TokenRights {
    /// Why this token may not command; nil when it may.
    fileprivate func refusal(of action: Action, at store: String?) -> Response? {
        guard kind == .office else {
            return .problem(
                status: 403, title: "Not with this token",
                detail: "commands are the office's: use a token of that kind",
                extra: [("rule", "rights")])
        }
        let place = store ?? PartitionKey.chain.text
        guard stores.isEmpty || stores.contains("*") || stores.contains(place) else {
            return .problem(
                status: 403, title: "Not at this place", detail: "this token does not command for “\(place)”",
                extra: [("rule", "rights"), ("place", .text(place))])
        }
        return nil
    }
}
