import HTTP
import Synchronization

/// The door's server before there is a door: while what the house stands on is away, whoever comes is told so, and what watches over
/// the house that its process lives and for what it waits.
package final class Vestibule: Sendable {
    let server: Server
    private let inside: Inside

    private final class Inside: Sendable {
        let missing = Mutex("database")
        let handler = Mutex<(@Sendable (Request, Responder) -> Void)?>(nil)

        func answer(_ request: Request, _ responder: Responder) {
            if let handler = handler.withLock({ $0 }) { return handler(request, responder) }
            let what = missing.withLock { $0 }
            switch request.path {
            case "/healthz": responder.respond(.text("ok\n"))
            case "/readyz":
                responder.respond(
                    .text("not ready: the \(what) is away, and has been since the start\n", status: 503).with(
                        "Retry-After", "2"))
            default:
                responder.respond(
                    .problem(
                        status: 503, title: "The \(what) is away",
                        detail: "this house has just been started and waits for it"
                    ).with("Retry-After", "2"))
            }
        }
    }

    package init(at entrance: Server.Entrance) throws {
        let inside = Inside()
        self.inside = inside
        server = try Server(at: entrance, limits: Gateway.limits) { inside.answer($0, $1) }
    }

    /// - Parameter what: `database` or `log`.
    package func tell(missing what: String) { inside.missing.withLock { $0 = what } }

    /// From now on the door answers.
    func open(to handler: @escaping @Sendable (Request, Responder) -> Void) {
        inside.handler.withLock { $0 = handler }
    }
}
