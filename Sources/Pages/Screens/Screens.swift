import Events
import Log
import Postgres
import Queries
import Rules
import Services

/// Every page by its path. Blocks on the database: to be called on a worker's thread.
package enum Screens {
    /// The page at a path; a page that says so where there is none.
    ///
    /// The connection must not be in a transaction: a page is read from one snapshot of its own.
    package static func answer(_ request: PageRequest, _ connection: Connection) throws -> PageAnswer {
        guard isShown(request.path, to: request.principal) else { return forbidden(request) }
        return try connection.transaction(.repeatableReadReadOnly) {
            let models = try ScreenModels(
                connection, identity: request.principal?.sight(to: .readIdentity)?.identity ?? false,
                narrowing: request.principal?.leftOut ?? .none)
            let request = try counting(request, connection)
            guard let (screen, values) = Screen.at(request.path), try reaches(values, request, models) else {
                return notFound(request)
            }
            return try screen.page(request, values, models, connection) ?? notFound(request)
        }
    }

    /// Whether roles reach the entries that an address names.
    private static func reaches(
        _ values: [String: String], _ request: PageRequest, _ models: ScreenModels
    ) throws -> Bool {
        guard let left = request.principal?.leftOut, !left.entries.isEmpty else { return true }
        let sight = Sight(stores: nil, scopes: [], narrowing: left)
        return try values.allSatisfy { name, id in
            guard let shape = EntityShapes.named(byID: name), left.entries[shape.roleName] != nil,
                let span = try ScreenEntities.history(models, shape, id)?.span(at: request.now.milliseconds)
            else { return true }
            return try sight.reaches(models, shape, id, span.members)
        }
    }

    /// Every page's address, a name in braces for what it is about, and what the page is called in programs.
    package static let addresses: [(path: String, id: String)] = all.map { ($0.path, $0.id) }

    /// The dashboard's parts that move.
    package static func live(_ request: PageRequest, _ connection: Connection) throws -> [LivePart] {
        try connection.transaction(.repeatableReadReadOnly) {
            try Dashboard(counting(request, connection), ScreenModels(connection)).parts()
        }
    }

    /// The page of a request, to which a form leads that went too far.
    package static func approval(_ id: String) -> String { Path(.approval(id)).text }

    /// Whether a page tells what became of the reader's own requests.
    package static func tellsOfRequests(_ path: [String]) -> Bool { path == Link.approvals.segments }

    /// With how many requests wait for the reader.
    private static func counting(_ request: PageRequest, _ connection: Connection) throws -> PageRequest {
        guard let principal = request.principal, isShown(Link.approvals.segments, to: principal) else {
            return request
        }
        var request = request
        request.waiting = try ApprovalListing.waiting(for: principal, connection, at: request.now).count
        request.decided = try ApprovalListing.news(for: principal, connection)
        return request
    }

    // MARK: Pages without figures

    package static func notFound(_ request: PageRequest) -> PageAnswer {
        trouble(request, 404, .notFound, .notFoundMore)
    }

    /// A defect of ours.
    package static func failed(_ request: PageRequest) -> PageAnswer { trouble(request, 500, .failed, .failedMore) }

    /// The database or the log is away, or the read models are not there yet; the reader may come back in a moment.
    package static func unavailable(_ request: PageRequest) -> PageAnswer {
        trouble(request, 503, .unavailable, .unavailableMore)
    }

    /// The reader is known, and may not see this.
    package static func forbidden(_ request: PageRequest) -> PageAnswer {
        trouble(request, 403, .forbidden, .forbiddenMore)
    }

    /// Nothing is changed while a role is tried.
    package static func trialChangesNothing(_ request: PageRequest) -> PageAnswer {
        trouble(request, 403, .trial, .trialChangesNothing)
    }

    private static func trouble(_ request: PageRequest, _ status: Int, _ title: Text, _ more: Text) -> PageAnswer {
        let frame = Frame(request)
        let say = frame.say
        return frame.page(
            say(title), status: status,
            """
            <div class="alone"><p class="alone-number" aria-hidden="true">\(status)</p>
            <h1>\(say(title))</h1><p>\(say(more))</p>
            <p><a class="btn btn-primary" href="/">\(say(.toOverview))</a></p></div>
            """)
    }
}
