import Log
import Logging
import Postgres
import Supervision

/// Waits for what a part of the house stands on: after a power cut the machine that serves is often there before its database.
///
/// What does not answer may come back, and is waited for without end; it is told once. What answers and refuses (a wrong
/// password, a database that is not there) is for somebody to mend, and an error.
struct Footholds {
    private static let tryEverySeconds = 0.5
    /// A server that has just come up refuses for a moment what it will take.
    private static let refusalsBelieved = 6

    let environment: Environment
    let logger: Logger
    /// Told what is missing, `database` or `log`, each time that becomes something else.
    var missing: (String) throws -> Void = { _ in }

    private struct Absence: Error {
        let what: String
        let why: String
    }

    /// The log that the flags name, once it and the database are there; nil when told to end before that.
    func wait(until stop: StopSignal) throws -> (any EventLog)? {
        var told: String?
        var refusals = 0
        while true {
            do {
                let log = try open(&refusals)
                if let told { logger.ended(told) }
                return log
            } catch let absence as Absence {
                if told != absence.what {
                    if let told { logger.ended(told) }
                    told = absence.what
                    Childhood.tellWaiting()
                    logger.began(absence.what, "\(absence.why); it is waited for")
                    try missing(absence.what)
                }
            } catch  where refusals > 0 && refusals < Self.refusalsBelieved {}
            if stop.wait(seconds: Self.tryEverySeconds) { return nil }
        }
    }

    /// Does what a start needs of the database, and begins it anew where that went away meanwhile, as one that is itself just being
    /// started; nil when told to end before it is done.
    ///
    /// - Parameter work: may be done any number of times.
    func hold<Done>(until stop: StopSignal, _ work: () throws -> Done) throws -> Done? {
        var (isTold, refusals) = (false, 0)
        while true {
            do {
                let done = try work()
                if isTold { logger.ended("database") }
                return done
            } catch  where Self.isLoss(error) {
                refusals = Conninfo.isAnswering(environment.conninfo) ? refusals + 1 : 0
                guard refusals < Self.refusalsBelieved else { throw error }
                if !isTold { logger.began("database", "\(Sentence.of(error)); it is waited for") }
                isTold = true
            }
            if stop.wait(seconds: Self.tryEverySeconds) { return nil }
        }
    }

    private static func isLoss(_ error: any Error) -> Bool {
        if let error = error as? PostgresError { return error.isConnectionLost || error.isPoolUnavailable }
        if case LogError.unavailable = error { return true }
        return false
    }

    private func open(_ refusals: inout Int) throws -> any EventLog {
        do { _ = try Connection(environment.conninfo, applicationName: "davtari start") } catch {
            guard error.isConnectionLost else { throw error }
            guard Conninfo.isAnswering(environment.conninfo) else {
                // libpq adds guesses on further lines.
                throw Absence(what: "database", why: String("\(error)".prefix { !$0.isNewline }))
            }
            refusals += 1
            throw error
        }
        refusals = 0
        do { return try environment.openLog() } catch LogError.unavailable(let why) {
            throw Absence(what: "log", why: why)
        }
    }
}
