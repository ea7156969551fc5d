import Dispatch
import Foundation
import Log
import Postgres
import Synchronization

/// Folds the log into the read models, on a thread of its own, until told to stop.
///
/// Several workers may run: each read model has one owner at a time, the others wait for its lease.
package final class Worker: @unchecked Sendable {
    /// One batch; a transaction of this many small facts takes milliseconds.
    private static let batch = ReadLimit(records: 2_000, bytes: 8 << 20)
    /// How long it waits for something new before it looks whether it should stop.
    private static let waitMilliseconds = 100
    private static let renewSeconds = 2.0
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
        let connection = try Connection(conninfo, applicationName: "davtari projections")
        // A commit that is lost with the server is folded again from the log, so none has to wait for the disk.
        try connection.execute("SET synchronous_commit TO off")
        try Versions.prepare(connection, log.identity)
        let access = log.access()
        let owners = try ReadModels.all.compactMap { try Owner.claim(connection, $0, owner: name, access) }
        guard owners.count == ReadModels.all.count else {
            for owner in owners { try owner.release() }
            Thread.sleep(forTimeInterval: Self.retrySeconds)
            return
        }
        defer { if connection.isUsable { for owner in owners { try? owner.release() } } }
        for owner in owners { try owner.checkLog(log) }
        var start = owners[0].position
        for owner in owners.dropFirst() {
            start = Position(offsets: zip(start.offsets, owner.position.offsets).map { min($0, $1) })
        }
        let reader = try log.follow(from: start)
        defer { reader.close() }
        let decoder = Decoder()
        var renewed = Date()
        while goesOn {
            let records = try reader.next(limit: Self.batch, waitMilliseconds: Self.waitMilliseconds)
            if !records.isEmpty {
                let decoded = decoder.decode(records)
                for owner in owners { try owner.process(decoded) }
            }
            guard Date().timeIntervalSince(renewed) > Self.renewSeconds else { continue }
            renewed = Date()
            for owner in owners where try !owner.renew() { return }
        }
    }

    /// Writes the error beside the read models, where the dashboard shows it.
    private func note(_ error: any Error) {
        guard let connection = try? Connection(conninfo, applicationName: "davtari projections") else { return }
        _ = try? connection.execute("UPDATE davtari.read_model SET last_error = \("\(error)") WHERE serving")
    }
}
