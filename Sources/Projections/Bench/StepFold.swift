import Foundation
import Log
import Postgres

/// The serving read models folded a batch at a time by whoever asks, for measuring one batch by itself: each on a thread and a
/// connection of its own, as in a worker.
package final class StepFold {
    private let reader: any LogReader
    private let owners: [Owner]
    private let lanes: [FoldLane]
    private let decoder = Decoder()
    /// Records that were folded, in all and by the last step.
    package private(set) var (folded, lastCount) = (0, 0)

    /// Claims every serving read model, as a worker does; all of them must have been folded equally far.
    package init(_ conninfo: String, _ log: any EventLog) throws {
        try Worker.prepare(conninfo, log)
        let access = log.access()
        owners = try ReadModels.all.map { model in
            let connection = try Connection(conninfo, applicationName: "davtari bench")
            try connection.execute("SET synchronous_commit TO off")
            guard let owner = try Owner.claim(connection, model, owner: "bench", access) else {
                throw ProjectionError.leaseLost(model.name)
            }
            return owner
        }
        lanes = owners.map { owner in
            nonisolated(unsafe) let owner = owner
            return FoldLane(name: "bench \(owner.model.name)") { try owner.process($0) }
        }
        reader = try log.follow(from: owners[0].position)
    }

    /// Folds and commits the next batch.
    ///
    /// - Returns: the seconds from having its records to having committed the last read model; nil when nothing came.
    package func step() throws -> Double? {
        let records = try reader.next(limit: ReadLimit(records: 2_000), waitMilliseconds: 1_000)
        guard !records.isEmpty else { return nil }
        let began = ContinuousClock.now
        let decoded = decoder.decode(records)
        for lane in lanes { try lane.add(decoded) }
        for lane in lanes { try lane.finish() }
        lastCount = records.count
        folded += lastCount
        return (ContinuousClock.now - began) / .seconds(1)
    }

    package func end() throws {
        reader.close()
        for lane in lanes { lane.close() }
        for owner in owners { try owner.release() }
    }
}
