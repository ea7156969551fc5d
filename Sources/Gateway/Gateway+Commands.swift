import Events
import Foundation
import HTTP
import JSON
import Log
import People
import Queries
import Rules
import Services

extension Gateway {
    /// A command at an address that has some; blocks.
    func command(_ request: Request, _ found: [(action: Action, ids: [String: String])]) throws -> Response {
        guard let (action, ids) = found.first(where: { $0.action.method == request.method }) else {
            return Failure.notAllowed(Set(found.map(\.action.method)).sorted().joined(separator: ", "))
        }
        guard case .token(let rights) = try Caller.of(request, accounts) else { return Caller.unknown }
        let admitted: CommandHandler.Admitted
        do { admitted = try commands.admit(rights.principal, to: action, at: ids) } catch {
            return Failure.mayNot(error, in: action.area, rights.principal)
        }
        guard Self.isJSON(request) else {
            return .problem(status: 415, title: "Unknown content type", detail: "send application/json")
        }
        return Self.response(
            try commands.perform(
                admitted, request.body, try Self.precondition(request), key: request.headers["Idempotency-Key"]))
    }

    /// No content type is taken for JSON where there is no content.
    private static func isJSON(_ request: Request) -> Bool {
        guard let type = request.headers["Content-Type"]?.split(separator: ";").first else {
            return request.body.isEmpty
        }
        let name = type.lowercased().trimmingCharacters(in: .whitespaces)
        return name == "application/json" || request.method == "PATCH" && name == "application/merge-patch+json"
    }

    private static func precondition(_ request: Request) throws -> Precondition {
        let match = try request.headers["If-Match"].map(matching)
        guard let none = request.headers["If-None-Match"] else { return match ?? .none }
        guard none == "*" else {
            throw Services.Refusal(.malformed, "precondition", "If-None-Match takes * here")
        }
        // To be there and not to be there at once holds of nothing.
        return match == nil ? .absent : .versions([])
    }

    private static func matching(_ text: String) throws -> Precondition {
        if text.trimmingCharacters(in: .whitespaces) == "*" { return .exists }
        guard let tags = EntityTags.list(text) else {
            throw Services.Refusal(.malformed, "precondition", "If-Match takes ETags as they were given, or *")
        }
        return .versions(tags.compactMap { Int64($0) })
    }

    /// A thing as commands know it, with the version that they want to be told.
    func resource(_ resource: Resource, _ ids: [String: String], _ sight: Sight) throws -> Response {
        try expect(resource.needs.filter { !sight.scopes.contains($0) }, toSee: "what is a customer’s")
        guard let found = try office.read({ try resource.read($0, ids) }), sight.sees(found.shops) else {
            return Failure.notFound
        }
        guard try reaches(ids, sight) else { return Failure.notFound }
        let state = found.state(to: sight, of: resource.roleName(ids))
        return Response.json(["version": .int(found.version), "state": state])
            .with("ETag", "\"\(found.version)\"")
    }

    /// Whether roles reach the entries that an address names.
    func reaches(_ ids: [String: String], _ sight: Sight) throws -> Bool {
        guard !sight.narrowing.entries.isEmpty else { return true }
        return try EntityShapes.entries(in: ids).allSatisfy { shape, id in
            guard let alternatives = sight.narrowing.entries[shape.roleName(of: id)],
                let members = try office.read({ try Resource.members(of: shape, id, $0) })
            else { return true }
            return try alternatives.hold(members) { try commands.lookups.saidFirst(shape.name, id) }
        }
    }

    /// Who a customer is. Not for tokens that only read figures: it stands in no read model.
    func person(_ customer: String, _ request: Request) throws -> Response {
        try toldWhoPersonsAre(request) { principal in
            let found = try office.read { connection in
                try PersonVault(connection).person(try PersonVault(connection).ids(customer))
            }
            guard let person = found else { return Failure.notFound }
            try note(.look, of: "people", rows: 1, by: principal)
            return try .json(Self.json(customer, person))
        }
    }

    /// People by a part of their name or e-mail, digits of their phone, or a card.
    func people(_ request: Request) throws -> Response {
        try toldWhoPersonsAre(request) { principal in
            guard let text = request.query("q")?.trimmingCharacters(in: .whitespacesAndNewlines),
                text.unicodeScalars.count >= 2
            else {
                throw QueryRefusal("q", "q takes at least two characters of a name, a phone, an e-mail or a card")
            }
            let found = try office.read { try PersonVault($0).find(text) }
            try note(.look, of: "people", rows: found.count, by: principal)
            return .json([
                "people": .array(try found.map { try Self.json($0.customer, $0.person) }),
                "limit": .int(Int64(PersonVault.findLimit)),
            ])
        }
    }

    /// The answer to whoever is told who people are; else why they are not.
    private func toldWhoPersonsAre(
        _ request: Request, _ answer: (Principal) throws -> Response
    ) throws -> Response {
        guard let principal = try Caller.of(request, accounts).principal else { return Caller.unknown }
        guard principal.sight(to: .readIdentity) != nil else { return Failure.mayNotSee(.readIdentity, principal) }
        guard !principal.leftOut.concerns(EntityShape.customer.name) else {
            throw QueryRefusal.forbidden(
                "role", "this role is not shown all of each customer: ask the list of customers, /v1/customer-directory"
            )
        }
        return try answer(principal)
    }

    private static func json(_ customer: String, _ person: Person) throws -> JSON {
        ["customer": .string(customer), "person": try JSON(parsing: person.encoded)]
    }

    private static func response(_ answer: CommandAnswer) -> Response {
        let response = Response.json(
            answer.told, status: answer.approval != nil ? 202 : answer.isNew ? 201 : 200
        ).with("ETag", "\"\(answer.version)\"")
        // Not done: it waits for somebody who may, and this tells what came of it.
        return answer.approval.map { response.with("Location", "/v1/approvals/\($0)") } ?? response
    }
}
