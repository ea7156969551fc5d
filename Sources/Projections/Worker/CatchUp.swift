import Log
import Postgres

/// Folds what the log holds now and returns: for tests, tools, and a rebuild's last steps.
package enum CatchUp {
    /// Folds every read model up to the log's present end.
    ///
    /// - Parameter batch: how much one transaction takes.
    @discardableResult
    package static func run(
        _ conninfo: String, _ log: any EventLog, owner: String = "catch-up",
        batch: ReadLimit = ReadLimit(records: 2_000)
    ) throws -> Position {
        let connection = try Connection(conninfo, applicationName: "davtari catch-up")
        try Versions.prepare(connection, log.identity)
        let end = try log.end()
        for model in ReadModels.all {
            guard let owner = try Owner.claim(connection, model, owner: owner, log.access()) else {
                throw ProjectionError.leaseLost(model.name)
            }
            try owner.checkLog(log)
            try follow(owner, log, to: end, batch)
            try owner.release()
        }
        return end
    }

    static func follow(_ owner: Owner, _ log: any EventLog, to end: Position, _ batch: ReadLimit) throws {
        let reader = try DecodedReader(log, from: owner.position, batch: batch)
        defer { reader.close() }
        while !owner.position.hasReached(end) { try owner.process(try reader.next(waitMilliseconds: 1_000)) }
    }
}
