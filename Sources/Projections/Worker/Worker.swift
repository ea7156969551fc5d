import Dispatch
import Foundation
import Log
import Logging
import Postgres
import Synchronization

/// Folds the log into the read models until told to stop: one thread reads, one decodes, and each read model is folded and
/// committed by a thread of its own, so that none waits for another's transaction.
///
/// Several workers may run: each read model has one owner at a time, the others wait for its lease.
package final class Worker: @unchecked Sendable {
    /// One batch; a transaction of this many small facts takes milliseconds. A few of them are in memory at a time.
    private static let batch = ReadLimit(records: 1400, bytes: 4 << 20)
    /// How long it waits for something new before it looks whether it should stop.
    private static let waitMilliseconds = 100
    private static let renewing = Duration.seconds(2)
    private static let retrySeconds = 1.0

    private let conninfo: String
    private let log: any EventLog
    private let name: String
    private let logger: Logger
    private let models: [any ReadModel.Type]
    private let build: @Sendable () -> String
    // @unchecked: what follows is the worker thread's own.
    /// A fold threw: what comes next is folded step by step.
    private var isCareful = false
    private let isStopping = Atomic(false)
    private let finished = DispatchSemaphore(value: 0)
    private let hasStarted = Atomic(false)

    /// - Parameters:
    ///   - models: what it folds.
    ///   - build: which build this is, by whatever tells it from others; absent: the executable's hash.
    package init(
        _ conninfo: String, _ log: any EventLog, name: String, models: [any ReadModel.Type] = ReadModels.all,
        build: String? = nil, logger: Logger
    ) {
        (self.conninfo, self.log, self.name, self.models, self.logger) = (conninfo, log, name, models, logger)
        self.build = { build ?? Build.this }
    }

    /// Makes the tables that are missing, so that queries can be answered from the first moment.
    package static func prepare(_ conninfo: String, _ log: any EventLog) throws {
        try Versions.prepare(try Connection(conninfo, applicationName: "davtari setup"), log.identity)
    }

    package func start() {
        hasStarted.store(true, ordering: .releasing)
        let thread = Thread { [self] in
            run()
            finished.signal()
        }
        thread.name = "projections"
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Ends after the batch in hand is committed, and waits for that.
    package func stop() {
        isStopping.store(true, ordering: .releasing)
        if hasStarted.exchange(false, ordering: .acquiringAndReleasing) { finished.wait() }
    }

    private var goesOn: Bool { !isStopping.load(ordering: .acquiring) }

    private func run() {
        while goesOn {
            do {
                try follow()
            } catch {
                guard goesOn else { return }
                logger.trouble("projections", error, Footing(conninfo, log))
                isCareful = isCareful || FoldFault.isOfRecords(error)
                note(error)
                Thread.sleep(forTimeInterval: Self.retrySeconds)
            }
        }
    }

    /// Claims what is free and folds until something goes wrong or another version serves.
    private func follow() throws {
        let connection = try folding()
        try Versions.prepare(connection, log.identity, models)
        let access = log.access()
        let owners = try models.compactMap { try Owner.claim(try folding(), $0, owner: name, access) }
        defer { for owner in owners { try? owner.release() } }
        guard owners.count == models.count else { return Thread.sleep(forTimeInterval: Self.retrySeconds) }
        let keeper = LeaseKeeper(conninfo, owners.map(\.lease))
        defer { keeper.close() }
        for owner in owners { try owner.checkLog(log) }
        if isCareful || owners.contains(where: { $0.wasLeft || $0.hasAside }) {
            try CarefulFold(log: log, owners: owners, connection: connection, build: build, logger: logger)
                .run {
                    keeper.getOn()
                    return goesOn
                }
            isCareful = false
        }
        let reader = try DecodedReader(
            log, from: .least(owners.map(\.position)), batch: Self.batch,
            leavingOut: try SetAside.undecodable(connection))
        defer { reader.close() }
        let lanes = owners.map { lane($0, keeper) }
        defer { for lane in lanes { lane.close() } }
        do {
            // Lanes hear of it also when nothing came: each renews its lease when that is due.
            while goesOn {
                let records = try reader.next(waitMilliseconds: Self.waitMilliseconds)
                for lane in lanes { try lane.add(records) }
            }
        } catch is Superseded {
            return
        }
    }

    /// A connection of an owner's own.
    private func folding() throws -> Connection {
        let connection = try Connection(conninfo, applicationName: "davtari projections")
        // A commit that is lost with the server is folded again from the log, so none has to wait for the disk.
        try connection.execute("SET synchronous_commit TO off")
        return connection
    }

    /// Another version serves.
    struct Superseded: Error {}

    /// Folds and commits what it is given, and renews the lease between.
    private func lane(_ owner: Owner, _ keeper: LeaseKeeper) -> FoldLane {
        nonisolated(unsafe) let owner = owner
        nonisolated(unsafe) var renewed = ContinuousClock.now
        return FoldLane(name: "projections \(owner.model.name)") { records in
            if !records.isEmpty { try owner.process(records) }
            keeper.getOn()
            guard ContinuousClock.now - renewed > Self.renewing else { return }
            renewed = .now
            guard try owner.renew() else { throw Superseded() }
        }
    }

    /// Writes the error beside the read models, where the dashboard shows it.
    private func note(_ error: any Error) {
        guard let connection = try? Connection(conninfo, applicationName: "davtari projections") else { return }
        _ = try? connection.execute("UPDATE davtari.read_model SET last_error = \("\(error)") WHERE serving")
    }
}
