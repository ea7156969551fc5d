import Events
import HTTP
import JSON
import Rules
import Services

/// Who may sign in, for programs: for whoever may change it.
extension Gateway {
    static let signInRight = Right.change(.staff)

    func signIns(_ request: Request) throws -> Response {
        if let refusal = try signInRefusal(request) { return refusal }
        return .json(["signIns": .array(try pool.withConnection { try SignInListing.all($0) }.map(Self.json))])
    }

    func signIn(named name: String, _ request: Request) throws -> Response {
        if let refusal = try signInRefusal(request) { return refusal }
        guard let found = try pool.withConnection({ try SignInListing.named(name, $0) }) else {
            return Failure.notFound
        }
        let sessions = try pool.withConnection { try SessionListing.open(of: name, $0) }
        var json = Self.json(found)
        json["sessions"] = .array(
            sessions.map { session in
                [
                    "session": .string(session.id), "createdAt": .string(session.createdAt.description),
                    "expiresAt": .string(session.expiresAt.description), "browser": .text(session.browser),
                ]
            })
        return .json(json).with("ETag", "\"\(found.version)\"")
    }

    func signInRefusal(_ request: Request) throws -> Response? {
        guard let principal = try Caller.of(request, accounts).principal else { return Caller.unknown }
        return principal.holdsEverywhere(Self.signInRight) && principal.kind != .till
            ? nil : Failure.mayNotSee(Self.signInRight, principal)
    }

    private static func json(_ one: SignInListing) -> JSON {
        [
            "signIn": .string(one.name), "employee": .text(one.employee), "language": .string(one.language),
            "roles": .array(one.roles.map { .string($0) }), "state": .string(one.state.rawValue),
            "createdAt": .string(one.createdAt.description), "disabledAt": .text(one.disabledAt?.description),
            "linkUntil": .text(one.linkUntil?.description), "signedInAt": .text(one.signedInAt?.description),
            "openSessions": .int(Int64(one.openSessions)), "secondFactor": .bool(one.hasSecondFactor),
        ]
    }
}
