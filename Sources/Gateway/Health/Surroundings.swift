import Log
import Postgres
import Projections
import Queries
import Synchronization

/// What this process stands on: whether the log and the database are there, and how far the read models are behind.
final class Surroundings: Sendable {
    /// Who asks how things are is told within a second, whatever is away; what is left of it is for the way there and back.
    private static let lookMilliseconds = 800
    private static let statementMilliseconds = 700

    private let logEnd: Probe<Position>
    private let readModels: Probe<ReadModelsSeen>
    private let pool: Pool

    init(_ conninfo: String, _ log: any EventLog) {
        // Of its own: whoever has all of the others' connections must not hide how things are.
        let pool = Pool(
            conninfo, limit: 1, waitMilliseconds: Self.lookMilliseconds, applicationName: "davtari health",
            settings: "SET statement_timeout = \(Self.statementMilliseconds)")
        self.pool = pool
        logEnd = Probe("log") { try log.end(withinMilliseconds: Self.statementMilliseconds) }
        let layout = FirstLayout()
        readModels = Probe("database") {
            let wanted = try layout.get(conninfo)
            return try pool.withConnection {
                ReadModelsSeen(places: try ReadModelPlace.all($0), faults: try wanted.faults($0))
            }
        }
    }

    /// Asks now. Blocks for less than a second.
    func look() -> View {
        let deadline = ContinuousClock.now + .milliseconds(Self.lookMilliseconds)
        let (end, models) = (logEnd.begin(), readModels.begin())
        let (seenEnd, seen) = (logEnd.answer(end, until: deadline), readModels.answer(models, until: deadline))
        return View(end: seenEnd, readModels: seen.map(\.places), faults: (try? seen.get().faults) ?? [])
    }

    func stop() {
        logEnd.close()
        readModels.close()
        pool.close()
    }

    /// What this build wants never changes, and can be known once the database is there.
    private final class FirstLayout: Sendable {
        private let known = Mutex<Layout?>(nil)

        func get(_ conninfo: String) throws -> Layout {
            if let layout = known.withLock({ $0 }) { return layout }
            let layout = try Layout(conninfo)
            known.withLock { $0 = layout }
            return layout
        }
    }

    private struct ReadModelsSeen: Sendable {
        var places: [ReadModelPlace]
        var faults: [String]
    }

    /// How things are.
    struct View: Sendable {
        var end: Result<Position, Away>
        var readModels: Result<[ReadModelPlace], Away>
        /// What of the read models is not there as this build wants it.
        var faults: [String]

        /// What cannot be reached.
        var away: [Away] {
            var away: [Away] = []
            if case .failure(let one) = end { away.append(one) }
            if case .failure(let one) = readModels { away.append(one) }
            return away
        }

        var isDatabaseThere: Bool { if case .success = readModels { true } else { false } }

        /// Why figures are not what the shops have sold; none where they are.
        var lags: [String] {
            guard case .success(let end) = end, case .success(let models) = readModels else { return [] }
            return faults
                + models.compactMap { model in
                    let behind = model.position.distance(to: end)
                    let said = "\(model.name) is \(behind) events behind"
                    if behind > 0, model.lastError != nil { return said + " and its fold has stopped" }
                    if behind > Self.behindLimit { return said }
                    if behind > 0, model.secondsSinceCommit > Self.stillSeconds {
                        return said + " and has not moved for \(model.secondsSinceCommit) s"
                    }
                    return nil
                }
        }

        /// More than a chain sells in some minutes: who reads figures should know.
        private static let behindLimit: Int64 = 10_000
        /// A worker that is there commits what is new within a second.
        private static let stillSeconds: Int64 = 60
    }
}
