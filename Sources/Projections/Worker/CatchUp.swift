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
        let owners = try ReadModels.all.map { model in
            guard let owner = try Owner.claim(connection, model, owner: owner, log.access()) else {
                throw ProjectionError.leaseLost(model.name)
            }
            return owner
        }
        for owner in owners { try owner.checkLog(log) }
        try follow(owners, log, to: end, batch)
        for owner in owners { try owner.release() }
        return end
    }

    /// One reading for all of them; each leaves out what it has folded already.
    static func follow(_ owners: [Owner], _ log: any EventLog, to end: Position, _ batch: ReadLimit) throws {
        let leftOut = try owners.first.map { try SetAside.undecodable($0.attempts) } ?? []
        let reader = try DecodedReader(
            log, from: .least(owners.map(\.position)), batch: batch, leavingOut: leftOut)
        defer { reader.close() }
        while !owners.allSatisfy({ $0.position.hasReached(end) }) {
            let records = try reader.next(waitMilliseconds: 1_000)
            for owner in owners { try owner.process(records) }
        }
    }
}
