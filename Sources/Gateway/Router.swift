import Events
import HTTP
import Log
import Services

/// Which address means what.
struct Router: Sendable {
    private unowned let gateway: Gateway

    init(_ gateway: Gateway) { self.gateway = gateway }

    /// On the HTTP thread: must not block.
    func route(_ request: Request, _ responder: Responder) {
        let path = request.segments
        guard let first = path.first else { return gateway.page(request, responder) }
        switch (first, path.count) {
        case ("v1", _): api(request, Array(path.dropFirst()), responder)
        case ("assets", 2): responder.respond(gateway.asset(path[1], request))
        case ("schemas", 2): responder.respond(gateway.schema(path[1]))
        case ("healthz", 1): gateway.health(responder)
        case ("live", 1): gateway.follow(request, responder)
        case ("sign-in", 1): gateway.signIn(request, responder)
        case ("sign-out", 1): gateway.signOut(request, responder)
        default: gateway.page(request, responder)
        }
    }

    private func api(_ request: Request, _ path: [String], _ responder: Responder) {
        switch (path.first, path.count) {
        case ("chain", 4) where path[1] == "writers" && path[3] == "events":
            post(request, .chain, path[2], responder)
        case ("stores", 5) where path[2] == "writers" && path[4] == "events":
            // `chain` names the chain's own books; no store may be called so.
            guard path[1] != PartitionKey.chain.text else { return responder.respond(Failure.notFound) }
            post(request, .store(path[1]), path[3], responder)
        case ("chain", 3) where path[1] == "writers":
            read(request, responder) { gateway.writer(path[2], .chain, request) }
        case ("stores", 4) where path[2] == "writers":
            read(request, responder) { gateway.writer(path[3], .store(path[1]), request) }
        default:
            let commands = request.method == "GET" || request.method == "HEAD" ? [] : Actions.at(path)
            guard commands.isEmpty else {
                return gateway.blocking(responder) { [gateway] in try gateway.command(request, commands) }
            }
            read(request, responder) {
                gateway.blocking(responder) { try gateway.query(request, path) }
                return nil
            }
        }

        func read(_ request: Request, _ responder: Responder, _ body: () -> (@Sendable () throws -> Response)?) {
            guard request.method == "GET" || request.method == "HEAD" else {
                return responder.respond(Failure.notAllowed("GET"))
            }
            if let blocking = body() { gateway.blocking(responder, blocking) }
        }
    }

    private func post(_ request: Request, _ key: PartitionKey, _ writer: String, _ responder: Responder) {
        guard request.method == "POST" else { return responder.respond(Failure.notAllowed("POST")) }
        gateway.post(request, key, writer, responder)
    }
}
