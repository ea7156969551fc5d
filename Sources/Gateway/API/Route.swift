import HTTP
import JSON
import Rules

/// An address and what may be done there: how it is asked, what it answers and who may, declared beside its handler.
///
/// The router serves these and `/openapi.json` is made of them, so the two cannot drift apart.
struct Route: Sendable {
    enum Handling: Sendable {
        /// On the HTTP thread: it must not block.
        case direct(@Sendable (Gateway, Call, Responder) -> Void)
        /// On a worker's thread; whatever it throws becomes one answer in one place.
        case blocking(@Sendable (Gateway, Call) throws -> Response)
        /// A question: who asks may read this area, and the read models are as far as the caller wants.
        case question(Scope, @Sendable (Gateway, Call, Sight) throws -> Response)
    }

    let method: String
    /// Such as `/v1/receipts/{receipt}`; a name in braces stands for one segment.
    let path: String
    let operation: Operation
    let handling: Handling

    /// The path's segments; nil where any text may stand.
    let segments: [String?]
    let names: [String]

    init(_ method: String, _ path: String, _ operation: Operation, _ handling: Handling) {
        (self.method, self.path, self.operation, self.handling) = (method, path, operation, handling)
        let parts = path.split(separator: "/").map(String.init)
        segments = parts.map { $0.hasPrefix("{") ? nil : $0 }
        names = parts.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    init(
        _ method: String, _ path: String, _ operation: Operation,
        direct: @escaping @Sendable (Gateway, Call, Responder) -> Void
    ) { self.init(method, path, operation, .direct(direct)) }

    init(
        _ method: String, _ path: String, _ operation: Operation,
        blocking: @escaping @Sendable (Gateway, Call) throws -> Response
    ) { self.init(method, path, operation, .blocking(blocking)) }

    static func question(
        _ path: String, _ area: Scope, _ operation: Operation,
        _ answer: @escaping @Sendable (Gateway, Call, Sight) throws -> Response
    ) -> Route {
        Route("GET", path, operation.asked(of: area), .question(area, answer))
    }

    /// What stands in the path where names are in braces; nil when this is another address.
    func values(in path: [String]) -> [String]? {
        guard path.count == segments.count else { return nil }
        var values: [String] = []
        for (segment, part) in zip(segments, path) {
            guard let segment else {
                values.append(part)
                continue
            }
            guard segment == part else { return nil }
        }
        return values
    }
}

/// A request that has found its route.
struct Call: Sendable {
    let request: Request
    /// Who asks, once that is known.
    var principal: Principal?
    private let names: [String]
    private let values: [String]

    init(_ request: Request, _ names: [String], _ values: [String]) {
        (self.request, self.names, self.values) = (request, names, values)
    }

    /// What stands in the path for a name in braces. A name that the route does not have is a defect.
    // cannot trap: names stand in the route's own declaration; every route is asked in tests
    subscript(_ name: String) -> String { values[names.firstIndex(of: name)!] }

    /// All of them by name.
    var named: [String: String] { Dictionary(zip(names, values)) { first, _ in first } }
}
