import Events
import HTTP
import Log
import Postgres
import Projections
import Services

extension Gateway {
    func page(_ request: Request, _ responder: Responder) { responder.respond(Failure.notFound) }
    func follow(_ request: Request, _ responder: Responder) { responder.respond(Failure.notFound) }
    func signIn(_ request: Request, _ responder: Responder) { responder.respond(Failure.notFound) }
    func signOut(_ request: Request, _ responder: Responder) { responder.respond(Failure.notFound) }

    /// Whether the process serves: for what watches over it.
    func health(_ responder: Responder) { responder.respond(.text("ok\n")) }

    func schema(_ file: String) -> Response {
        guard file.hasSuffix(".json"), let type = FactType.byName[String(file.dropLast(".json".count))] else { return Failure.notFound }
        return .bytes(Array(type.schemaText.utf8), type: "application/schema+json")
    }
}

final class AssetStore: Sendable {
    init() throws {}
    func response(_ name: String, _ request: Request) -> Response { Failure.notFound }
}

final class LiveUpdates: Sendable {
    init(_ pool: Pool, _ log: any EventLog) {}
    func start() {}
    func stop() {}
}
