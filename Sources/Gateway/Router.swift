import HTTP

/// Finds a request's route (`Routes`).
struct Router: Sendable {
    private unowned let gateway: Gateway
    private let routes: [Int: [Route]]
    /// Who is asked what this process does not answer; nil where it answers everything.
    private let office: Forwarder?
    /// Clients come here first.
    private let isFront: Bool

    init(_ gateway: Gateway, _ part: Configuration.Part) {
        self.gateway = gateway
        switch part {
        case .door(let forwarder): (routes, office, isFront) = (Routes.ofDoor, forwarder, true)
        case .whole: (routes, office, isFront) = (Routes.bySegments, nil, true)
        case .office: (routes, office, isFront) = (Routes.bySegments, nil, false)
        }
    }

    /// On the HTTP thread: must not block.
    func route(_ request: Request, _ responder: Responder) {
        // Whoever posts says who they are; and what watches over this process says nothing.
        let isWatched = request.path == "/healthz" || request.path == "/readyz"
        if isFront, !isWatched, gateway.turnsAway(request, responder) { return }
        let method = request.method == "HEAD" ? "GET" : request.method
        var allowed: [String] = []
        for route in routes[request.segments.count] ?? [] {
            guard let values = route.values(in: request.segments) else { continue }
            guard route.method == method else {
                allowed.append(route.method)
                continue
            }
            return handle(route, Call(request, route.names, values), responder)
        }
        if let office {
            return office.forward(request, saying: [(Origin.field, Origin.address(of: request))], to: responder)
        }
        guard allowed.isEmpty else { return responder.respond(Failure.notAllowed(allowed.joined(separator: ", "))) }
        // What people typed wrong is told on a page, what programs did in a problem.
        if Self.machines.contains(request.segments.first ?? "") { return responder.respond(Failure.notFound) }
        gateway.page(request, responder)
    }

    private static let machines: Set<String> = ["v1", "assets", "schemas", "openapi.json"]

    private func handle(_ route: Route, _ call: Call, _ responder: Responder) {
        switch route.handling {
        case .direct(let body): body(gateway, call, responder)
        case .blocking(let body):
            gateway.blocking(responder) { [gateway] in try body(gateway, call) }
        case .question(let area, let body):
            gateway.admit(call.request, responder, to: gateway.questions) { [gateway] in
                gateway.answer(responder) { try gateway.question(call, area, body) }
            }
        }
    }
}
