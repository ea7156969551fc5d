import Foundation
import Gateway
import Log
import Logging
import Postgres
import Services

/// The office at a terminal: decides here, and carries the facts to the log beside a server that runs.
enum TerminalOffice {
    /// A log that was never followed is read from its beginning first.
    private static let readySeconds = 600.0

    static func with<R>(_ environment: Environment, _ body: (CommandHandler, Pool) throws -> R) throws -> R {
        let log = try environment.openLog()
        defer { log.shutdown() }
        let pool = Pool(environment.conninfo, limit: 4)
        let office = Office(pool: pool, log: log.identity, readySeconds: readySeconds)
        try office.migrate()
        let owner = "terminal \(ProcessInfo.processInfo.processIdentifier)"
        let logger = Logger { Console.error("davtari: \($0.what): \($0.text)") }
        let follower = Follower(environment.conninfo, log, owner: owner, logger: logger)
        let relay = Relay(environment.conninfo, log, owner: owner, logger: logger)
        follower.start()
        relay.start()
        defer {
            relay.askToStop()
            follower.stop()
            relay.stop()
        }
        return try body(CommandHandler(office, .readModels(pool, log)), pool)
    }
}
