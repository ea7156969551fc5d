import Dispatch
import Log

/// Makes the position of an answer out of the places of its events.
final class LogEnds: Sendable {
    private let log: any EventLog
    /// Asking the log for its end blocks, and whoever brings the placements must not.
    private let asking = DispatchQueue(label: "intake log ends")

    init(_ log: any EventLog) { self.log = log }

    /// Calls `body` with the position behind all of them: at once where the log told every offset, else with the
    /// partition's end, which is not before them. nil: nothing is in the log, or it cannot say.
    func position(behind placements: [Placement], _ body: @escaping @Sendable (Position?) -> Void) {
        guard !placements.isEmpty else { return body(nil) }
        var position = Position(partitions: log.identity.partitions)
        for placement in placements {
            guard let offset = placement.offset else { return askForEnd(of: placement.partition, body) }
            position[placement.partition] = max(position[placement.partition], offset + 1)
        }
        body(position)
    }

    private func askForEnd(of partition: Int, _ body: @escaping @Sendable (Position?) -> Void) {
        asking.async { [log] in
            guard let end = try? log.end() else { return body(nil) }
            var position = Position(partitions: log.identity.partitions)
            position[partition] = end[partition]
            body(position)
        }
    }
}
