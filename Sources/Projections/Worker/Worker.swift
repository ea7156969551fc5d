import Dispatch
import Foundation
import Log
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
    private let report: @Sendable (String) -> Void
    // @unchecked: what follows is the worker thread's own.
    private let isStopping = Atomic(false)
    private let finished = DispatchSemaphore(value: 0)
    private let hasStarted = Atomic(false)

    /// - Parameter report: told what went wrong, a sentence each.
    package init(_ conninfo: String, _ log: any EventLog, name: String, report: @escaping @Sendable (String) -> Void) {
        (self.conninfo, self.log, self.name, self.report) = (conninfo, log, name, report)
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
                report("projections: \(error); trying again")
                note(error)
                Thread.sleep(forTimeInterval: Self.retrySeconds)
            }
        }
    }

    /// Claims what is free and folds until something goes wrong or another version serves.
    private func follow() throws {
        try Self.prepare(conninfo, log)
        let access = log.access()
        let owners = try ReadModels.all.compactMap { try Owner.claim(try folding(), $0, owner: name, access) }
        defer { for owner in owners { try? owner.release() } }
        guard owners.count == ReadModels.all.count else { return Thread.sleep(forTimeInterval: Self.retrySeconds) }
        for owner in owners { try owner.checkLog(log) }
        let reader = try DecodedReader(log, from: .least(owners.map(\.position)), batch: Self.batch)
        defer { reader.close() }
        let lanes = owners.map(lane)
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
    private struct Superseded: Error {}

    /// Folds and commits what it is given, and renews the lease between.
    private func lane(_ owner: Owner) -> FoldLane {
        nonisolated(unsafe) let owner = owner
        nonisolated(unsafe) var renewed = ContinuousClock.now
        return FoldLane(name: "projections \(owner.model.name)") { [report] records in
            if !records.isEmpty { for notice in try owner.process(records) { report("projections: \(notice)") } }
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
