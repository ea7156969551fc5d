import Logging
import Postgres

/// What all of a house's work rests on, and whether it is there again.
package struct Footing: Sendable {
    let conninfo: String
    let log: any EventLog

    package init(_ conninfo: String, _ log: any EventLog) { (self.conninfo, self.log) = (conninfo, log) }

    package var hasDatabase: Bool {
        let connection = try? Connection(conninfo, applicationName: "davtari probe")
        return (try? connection?.query("SELECT 1")) != nil
    }

    package var hasLog: Bool { (try? log.end()) != nil }
}

extension Logger {
    /// Tells that some work failed, which is tried again: by what it rests on and misses, where it is that.
    package func trouble(_ what: String, _ error: any Error, _ footing: Footing) {
        switch error {
        case let error as PostgresError where error.isConnectionLost: databaseIsAway("\(error)", footing)
        case is RollbackFailed: databaseIsAway("\(error)", footing)
        case LogError.unavailable(let why) where footing.log is PostgresLog: databaseIsAway(why, footing)
        case LogError.unavailable(let why): away("log", why) { footing.hasLog }
        default: failed(what, "\(error)")
        }
    }

    /// libpq adds guesses on further lines.
    private func databaseIsAway(_ why: String, _ footing: Footing) {
        away("database", String(why.prefix { !$0.isNewline })) { footing.hasDatabase }
    }

    /// What librdkafka says: a sign, at times, that the brokers are away.
    package func heard(fromKafka line: String, _ footing: Footing) {
        away("log", line, else: .warning) { footing.hasLog }
    }
}
