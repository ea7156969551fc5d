import Foundation
import HTTP
import Imports
import Intake
import Log
import Logging
import Pages
import Postgres
import Queries
import Services
import Supervision
import Synchronization

/// Takes events from tills, answers queries over all shops, shows pages: in one process, or each part in its own.
package final class Gateway: Sendable {
    let log: any EventLog
    let pool: Pool
    let accounts: Accounts
    let office: Office
    let commands: CommandHandler
    let imports: ImportDesk
    /// What carries decided facts to the log and others' to the deciders, where this process does.
    private let carriers: Carriers?
    private let part: Configuration.Part
    let intake: Intake
    let books: BookWatch
    let live: LiveUpdates
    let workers = WorkerPool()
    let questions = Lane("questions", Gateway.questionLimits)
    let pages = Lane("pages", Gateway.pageLimits)
    let signIns = Lane("sign-ins", Gateway.signInLimits)
    /// For who watches over this house: theirs alone, as nothing else says what keeps the others.
    let watching = Lane("watching", Gateway.watchLimits)
    let surroundings: Surroundings
    let meters = Meters()
    let gate = Gate()
    let acquaintances = Acquaintances()
    let logger: Logger
    let footing: Footing
    let troubles: Troubles
    /// The log took nothing the last time; that may have been in this process's last life.
    let isLogAway = Atomic(true)
    private let tokens: TokenWatch
    /// Callers that wait for read models now.
    let waiting = Atomic(0)
    private let server: ServerBox

    /// Connections: one for each thread that may ask, and for what watches.
    private static let connections =
        WorkerPool.threads + questionLimits.threads + pageLimits.threads + signInLimits.threads + watchLimits.threads
        + 3
    /// Statements that a connection keeps parsed and planned: more than a page or a report asks, times those that are
    /// looked at together. To parse and plan took a third of the time of most questions.
    private static let keptStatements = 128
    /// So long an import waits for the read models.
    private static let settleSeconds = 10.0
    /// A body holds a batch of events; the intake's own limits are finer.
    private static let bodyLimit = IntakeLimits.bodyBytes + (1 << 16)
    static let limits: Limits = {
        var limits = Limits()
        limits.maxBodyBytes = bodyLimit
        return limits
    }()

    package init(_ configuration: Configuration, log: any EventLog) throws {
        self.log = log
        let pool = Pool(
            configuration.conninfo, limit: Self.connections, applicationName: "davtari gateway",
            keptStatements: Self.keptStatements,
            // What takes longer is ended and told so.
            settings: "SET statement_timeout = \(Self.queryLimitMilliseconds)")
        self.pool = pool
        accounts = Accounts(pool: pool)
        office = Office(pool: pool, log: log.identity)
        let commands = CommandHandler(office, .readModels(pool, log))
        self.commands = commands
        imports = ImportDesk(pool, commands, logger: configuration.logger) { fact in
            // What is said is where pages see it; where that takes longer, a list says that it is behind.
            _ = try? Lookups.isFolded(fact, pool, within: Self.settleSeconds)
        }
        part = configuration.part
        carriers =
            if case .whole = part {
                Carriers(
                    configuration.conninfo, log, owner: configuration.instance, logger: configuration.logger)
            } else {
                nil
            }
        intake = Intake(log: log)
        books = BookWatch(pool)
        let troubles = configuration.troubles
        self.troubles = troubles
        (logger, footing) = (configuration.logger, Footing(configuration.conninfo, log))
        tokens = TokenWatch(configuration.conninfo, accounts, leavingIn: configuration.memory)
        surroundings = Surroundings(configuration.conninfo, log)
        live = LiveUpdates(pool, log, accounts) { troubles.all() }
        server = ServerBox()
        // A door begins though the database is away; where it begins first, the others have laid out what it asks.
        if !isDoor {
            try accounts.migrate()
            try office.migrate()
            try imports.migrate()
        }
        let router = Router(self, part)
        if let vestibule = configuration.vestibule {
            server.enter(vestibule) { router.route($0, $1) }
        } else {
            // What the office said comes packed from there, and tills' answers are short.
            try server.open(at: configuration.entrance, limits: Self.limits, packs: !isDoor) { router.route($0, $1) }
        }
        if !isDoor { Self.prepareFiles() }
        tokens.start()
        if !isOffice { books.start() }
        if !isDoor { live.start() }
        carriers?.start()
    }

    private var isDoor: Bool { if case .door = part { true } else { false } }
    private var isOffice: Bool { if case .office = part { true } else { false } }

    package var port: Int { server.port }

    package func stop() {
        live.stop()
        server.stop()
        if case .door(let forwarder) = part { forwarder.stop() }
        imports.stop()
        carriers?.stop()
        books.stop()
        tokens.stop()
        surroundings.stop()
        for lane in [questions, pages, signIns, watching] { lane.close() }
        workers.close()
        pool.close()
    }

    /// Runs what may block away from the HTTP thread; whatever it throws becomes one answer, in one place.
    func blocking(_ responder: Responder, _ body: @escaping @Sendable () throws -> Response) {
        runBlocking(responder) { [self] in answer(responder, body) }
    }

    /// Whatever is thrown becomes one answer.
    func answer(_ responder: Responder, _ body: () throws -> Response) {
        do { responder.respond(try body()) } catch { responder.respond(failure(error, responder)) }
    }

    /// What an error becomes. What is our own trouble stands in the log too.
    func failure(_ error: any Error, _ responder: Responder) -> Response {
        let response = Failure.response(error)
        guard response.status >= 500 else { return response }
        return told(response, error, responder)
    }

    /// Tells of our own trouble with a request: a defect under the request's id, which the answer carries then; what is away
    /// once for all requests.
    func told(_ response: Response, _ error: any Error, _ responder: Responder) -> Response {
        guard response.status == 500 else {
            logger.trouble("request", error, footing)
            return response
        }
        let id = responder.requestID()
        logger.log(.error, "request", "\(responder.summary) failed: \(error)", request: id)
        return response.with(Responder.requestIDField, id)
    }

    /// The same for what answers by itself.
    func runBlocking(_ responder: Responder, _ body: @escaping @Sendable () -> Void) {
        if !workers.run(body) { responder.respond(Failure.busy) }
    }

    /// Reads in one snapshot.
    func snapshot<R>(_ body: (Connection) throws -> R) throws -> R {
        try pool.withConnection { connection in
            try connection.transaction(.repeatableReadReadOnly, statementLimit: Self.queryLimitMilliseconds) {
                try body(connection)
            }
        }
    }

    /// A query that takes longer is ended and told so.
    static let queryLimitMilliseconds = 30_000
}

/// Holds the server, which can only be made once its handler can refer to the gateway.
private final class ServerBox: @unchecked Sendable {
    // @unchecked: written once by `open` or `enter`, before anything else can see it.
    private var server: Server?
    var port: Int { server?.port ?? 0 }

    func open(
        at entrance: Server.Entrance, limits: Limits, packs: Bool,
        handler: @escaping @Sendable (Request, Responder) -> Void
    ) throws {
        server = try Server(at: entrance, limits: limits, packs: packs, handler: handler)
    }

    func enter(_ vestibule: Vestibule, handler: @escaping @Sendable (Request, Responder) -> Void) {
        server = vestibule.server
        vestibule.open(to: handler)
    }

    func stop() { server?.stop() }
}
