import Events
import Log
import Postgres
import Queries
import Rules

/// Every page by its path. Blocks on the database: to be called on a worker's thread.
package enum Screens {
    /// The page at a path; a page that says so where there is none.
    ///
    /// The connection must not be in a transaction: a page is read from one snapshot of its own.
    package static func answer(_ request: PageRequest, _ connection: Connection) throws -> PageAnswer {
        guard isShown(request.path, to: request.principal) else { return forbidden(request) }
        return try connection.transaction(.repeatableReadReadOnly) {
            let models = try ScreenModels(connection)
            return try page(request, models, connection) ?? notFound(request)
        }
    }

    /// Every page's address, a name in braces for what it is about, and what the page is called in programs.
    package static let addresses: [(path: String, id: String)] =
        [
            ("/", "overview"), ("/stores/{store}", "store"), ("/stores/{store}/days/{day}", "day"),
            ("/receipts/{receipt}", "receipt"), ("/receipts/{receipt}/event", "receiptEvent"),
            ("/events/{event}", "event"),
            ("/stock", "stock"), ("/stock/{store}/{product}", "movements"), ("/customers", "customers"),
            ("/customers/{customer}", "customer"),
            ("/completeness", "completeness"), ("/quarantine", "quarantine"), ("/directories", "directories"),
            ("/entries/{entity}", "entries"), ("/entries/{entity}/new", "entryNew"),
            ("/entries/{entity}/{entry}", "entry"), ("/entries/{entity}/{entry}/change", "entryChange"),
        ] + EntityShapes.all.flatMap { EntityScreens.addresses(of: $0) }

    private static func page(
        _ request: PageRequest, _ models: ScreenModels, _ connection: Connection
    ) throws -> PageAnswer? {
        let path = request.path
        switch (path.first ?? "", path.count) {
        case ("", _) where path.count <= 1: return try Dashboard(request, models).page()
        case ("stores", 2): return try StoreScreen(request, models, path[1])?.page()
        case ("stores", 4) where path[2] == "days":
            guard let day = CalendarDay(path[3]) else { return nil }
            return try DayScreen(request, models, path[1], day)?.page()
        case ("receipts", 2):
            guard let id = FactID(path[1]) else { return nil }
            return try ReceiptScreen(request, models, id)?.page()
        case ("receipts", 3) where path[2] == "event", ("events", 2):
            guard let id = FactID(path[1]) else { return nil }
            return try EventScreen(request, models, id).page()
        case ("stock", 1): return try StockScreen(request, models).page()
        case ("stock", 3): return try MovementsScreen(request, models, store: path[1], product: path[2]).page()
        case ("customers", 1): return try CustomersScreen(request, models).page()
        case ("customers", 2): return try CustomerScreen(request, models, path[1])?.page()
        case ("completeness", 1): return try CompletenessScreen(request, models).page()
        case ("quarantine", 1): return try QuarantineScreen(request, models).page()
        case ("directories", 1): return try DirectoriesScreen(request, models).page()
        default:
            let own = path.first == EntityShape.entry.path && path.count > 1 ? path[1] : nil
            let shape =
                try own.map { try ScreenEntities.own(models, $0, at: request.now) }
                ?? EntityShapes.at(path.first ?? "").map { try ScreenEntities.ours(models, $0, at: request.now) }
            return try shape.flatMap { shape in
                try EntityScreens(request, models, shape).page(connection)
            }
        }
    }

    /// The dashboard's parts that move.
    package static func live(_ request: PageRequest, _ connection: Connection) throws -> [LivePart] {
        try connection.transaction(.repeatableReadReadOnly) {
            try Dashboard(request, ScreenModels(connection)).parts()
        }
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
