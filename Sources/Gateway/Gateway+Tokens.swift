import Events
import HTTP
import JSON
import Services

/// By which tokens others come in, for programs: for whoever may change who signs in.
extension Gateway {
    func tokens(_ request: Request) throws -> Response {
        if let refusal = try signInRefusal(request) { return refusal }
        return .json(["tokens": .array(try pool.withConnection { try TokenListing.all($0) }.map(Self.json))])
    }

    func token(_ id: String, _ request: Request) throws -> Response {
        if let refusal = try signInRefusal(request) { return refusal }
        guard let found = try pool.withConnection({ try TokenListing.of(id: id, $0) }) else { return Failure.notFound }
        return .json(Self.json(found)).with("ETag", "\"\(found.version)\"")
    }

    private static func json(_ one: TokenListing) -> JSON {
        func list(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
        return [
            "token": .string(one.rights.id), "called": .string(one.name), "kind": .string(one.rights.kind.rawValue),
            "stores": list(one.rights.stores), "writers": list(one.rights.writers),
            "scopes": list(one.rights.scopes.map(\.rawValue)),
            "areas": list(one.rights.areas?.map(\.rawValue) ?? []), "state": .string(one.state().rawValue),
            "createdAt": .string(one.createdAt.description), "createdBy": .text(one.createdBy),
            "until": .text(one.until?.description), "oldUntil": .text(one.oldUntil?.description),
            "revokedAt": .text(one.revokedAt?.description), "lastUsedAt": .text(one.lastUsedAt?.description),
            "lastUsedFrom": .text(one.lastUsedFrom),
        ]
    }
}
