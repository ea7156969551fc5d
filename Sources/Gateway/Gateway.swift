import Foundation
import HTTP
import Intake
import Log
import Pages
import Postgres
import Projections
import Services
import Synchronization

/// The door of the house: takes events from tills, answers queries over all shops, shows pages.
package final class Gateway: Sendable {
    let log: any EventLog
    let pool: Pool
    let accounts: Accounts
    let office: Office
    private let relay: Relay
    private let follower: Follower
    let intake: Intake
    let books: BookWatch
    let live: LiveUpdates
    let assets = Assets()
    private let workers = WorkerPool()
    /// Callers that wait for read models now.
    let waiting = Atomic(0)
    private let server: ServerBox

    /// Connections for queries: one a worker thread, and one for what watches.
    private static let connections = WorkerPool.threads + 2
    /// Statements that a connection keeps parsed and planned: more than a page or a report asks, times those that are
    /// looked at together. To parse and plan took a third of the time of most questions.
    private static let keptStatements = 128
    /// A body holds a batch of events; the intake's own limits are finer.
    private static let bodyLimit = IntakeLimits.bodyBytes + (1 << 16)

    package init(_ configuration: Configuration, log: any EventLog) throws {
        self.log = log
        let pool = Pool(
            configuration.conninfo, limit: Self.connections, applicationName: "davtari gateway",
            keptStatements: Self.keptStatements)
        self.pool = pool
        accounts = Accounts(pool: pool)
        office = Office(pool: pool, log: log.identity)
        relay = Relay(configuration.conninfo, log, owner: configuration.instance, report: configuration.report)
        follower = Follower(configuration.conninfo, log, owner: configuration.instance, report: configuration.report)
        intake = Intake(log: log)
        books = BookWatch(pool)
        live = LiveUpdates(pool, log)
        server = ServerBox()
        try accounts.migrate()
        try office.migrate()
        var limits = Limits()
        limits.maxBodyBytes = Self.bodyLimit
        let router = Router(self)
        try server.open(address: configuration.address, port: configuration.port, limits: limits) {
            router.route($0, $1)
        }
        books.start()
        live.start()
        follower.start()
        relay.start()
    }

    package var port: Int { server.port }

    package func stop() {
        live.stop()
        server.stop()
        relay.askToStop()
        follower.stop()
        relay.stop()
        books.stop()
        workers.close()
        pool.close()
    }

    /// Runs what may block away from the HTTP thread; whatever it throws becomes one answer, in one place.
    func blocking(_ responder: Responder, _ body: @escaping @Sendable () throws -> Response) {
        runBlocking(responder) {
            do { responder.respond(try body()) } catch { responder.respond(Failure.response(error)) }
        }
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
    // @unchecked: written once by `open`, before anything else can see it.
    private var server: Server?
    var port: Int { server?.port ?? 0 }

    func open(
        address: String, port: Int, limits: Limits, handler: @escaping @Sendable (Request, Responder) -> Void
    ) throws {
        server = try Server(address: address, port: port, limits: limits, handler: handler)
    }

    func stop() { server?.stop() }
}
