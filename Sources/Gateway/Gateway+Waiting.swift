import Events
import Foundation
import HTTP
import JSON
import Log
import Queries
import Rules

/// Questions that want an answer no older than something.
extension Gateway {
    /// What `?after=` names.
    enum Awaited {
        case position(Position)
        case fact(FactID)
    }

    static let awaitedPattern =
        "^(([0-9]{1,9}:[0-9]{1,18}(,[0-9]{1,9}:[0-9]{1,18})*)?|[A-Za-z0-9._-]{1,64}:[1-9][0-9]{0,9})$"

    /// How long a query waits for its read models before it says how far they are.
    static let waitSeconds = 5.0
    private static let pollSeconds = 0.01
    /// Callers that may wait at once; one more is told how far it is at once.
    private static let waitersLimit = WorkerPool.threads / 2

    func awaited(_ text: String) throws(QueryRefusal) -> Awaited {
        if let position = Position(text, partitions: log.identity.partitions) { return .position(position) }
        if let fact = FactID(text), Envelope.isWriter(fact.writer) { return .fact(fact) }
        // Written well, it names a partition that this log does not have.
        guard text.wholeMatch(of: Self.position) == nil else {
            throw .contradiction("after", "the log has partitions 0 to \(log.identity.partitions - 1)")
        }
        throw QueryRefusal("after", "after takes a position such as 0:17,3:4 or a fact such as S01-t1:17")
    }

    nonisolated(unsafe) private static let position = /[0-9]{1,9}:[0-9]{1,18}(,[0-9]{1,9}:[0-9]{1,18})*/

    /// Seconds that the caller is ready to wait: `Prefer: wait=` (RFC 7240), what else stands there is not ours.
    static func patience(_ request: Request) throws -> Double {
        for preference in (request.headers["Prefer"] ?? "").split(separator: ",") {
            let parts = preference.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
            if parts.count == 2, parts[0].lowercased() == "wait", let seconds = UInt16(parts[1]) {
                return min(Double(seconds), waitSeconds)
            }
        }
        return waitSeconds
    }

    /// 409 with how far the read models are when they did not get there in time; nil when they did.
    func lateness(
        _ awaited: Awaited, for sight: Sight, seconds: Double = waitSeconds
    ) throws -> Response? {
        guard let reached = try waitFor(awaited, for: sight, seconds: seconds) else { return nil }
        return .problem(
            status: 409, title: "The read models are not there yet",
            detail: "after \(Int(seconds)) s they reflect position \(reached)",
            extra: [("position", .text(reached.description))])
    }

    /// Whether a reader may be told that what is awaited is there.
    private func mayKnow(of awaited: Awaited, _ sight: Sight) throws -> Bool {
        guard sight.stores != nil, case .fact(let id) = awaited else { return true }
        guard let place = try snapshot({ try EventPlace.find($0, id) }),
            let record = try log.read(place.partition, from: place.offset, limit: ReadLimit(records: 1)).first,
            record.offset == place.offset
        else { return false }
        guard let store = try Event.read(record.bytes, with: JSONParser()).envelope.store else { return true }
        return sight.sees(store: store)
    }

    /// Waits until every read model reflects what is awaited; the position reached when it does not in time.
    @discardableResult
    func waitFor(
        _ awaited: Awaited, for sight: Sight, seconds: Double = waitSeconds
    ) throws -> Position? {
        // Those who wait must leave threads for those who need not.
        let isPatient = waiting.add(1, ordering: .relaxed).newValue <= Self.waitersLimit
        defer { waiting.subtract(1, ordering: .relaxed) }
        let deadline = ContinuousClock.now + .seconds(isPatient ? seconds : 0)
        var isOfOthers = false
        while true {
            let (isThere, position) = try pool.withConnection { connection -> (Bool, Position) in
                let position = try Schemas(connection).position
                switch awaited {
                case .position(let wanted): return (position.hasReached(wanted), position)
                case .fact(let id): return (try Incomplete.isFolded(connection, id), position)
                }
            }
            // A fact of another shop is as one that nobody has heard of.
            if isThere, !isOfOthers {
                if try mayKnow(of: awaited, sight) { return nil }
                isOfOthers = true
            }
            if ContinuousClock.now >= deadline { return position }
            Thread.sleep(forTimeInterval: Self.pollSeconds)
        }
    }
}
