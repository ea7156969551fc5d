import Dispatch
import Foundation
import Postgres

/// The thread that writes: everything that waits becomes one transaction.
final class Appender: @unchecked Sendable {
    private let conninfo: String
    private let schema: String
    private let queue: AppendQueue
    private let recent: RecentRecords
    // @unchecked: only the appender's own thread touches the connection.
    private var connection: Connection?
    private let finished = DispatchSemaphore(value: 0)

    init(_ conninfo: String, _ schema: String, _ queue: AppendQueue, _ recent: RecentRecords) {
        (self.conninfo, self.schema, self.queue, self.recent) = (conninfo, schema, queue, recent)
    }

    func start() {
        let thread = Thread { [self] in
            while let batch = queue.take() { write(batch) }
            finished.signal()
        }
        thread.name = "log appender"
        thread.start()
    }

    /// Waits until the queue, once closed, is written out.
    func join() { finished.wait() }

    private func write(_ batch: [AppendQueue.Entry]) {
        do {
            let placements = try append(batch)
            for (entry, placement) in zip(batch, placements) { entry.done(.success(placement)) }
        } catch {
            // Whether the commit went through is unknown; the writers repeat and folds remove what is double.
            connection = nil
            recent.clear()
            let failure =
                AppendFunctions.clockAhead ~= error ? LogError.clockAhead("\(error)") : .unavailable("\(error)")
            for entry in batch { entry.done(.failure(failure)) }
        }
    }

    /// From so many bytes on, COPY's rows cost the server less than its second round trip does.
    private static let copyBytes = 256 << 10

    private func append(_ batch: [AppendQueue.Entry]) throws -> [[Placement]] {
        let connection = try connected()
        var runs = Runs(batch)
        let bytes = batch.reduce(0) { $0 + $1.records.reduce(0) { $0 + $1.bytes.count } }
        if bytes < Self.copyBytes {
            try runs.place(connection.prepared("append_\(schema)", appending, runs.reservation + runs.rows(of: batch)))
        } else {
            try connection.transaction {
                try runs.place(connection.prepared("reserve_\(schema)", reserving, runs.reservation))
                try runs.copy(batch, to: connection, "\(schema).log_record")
            }
        }
        recent.add(runs.records(of: batch))
        return runs.placements(of: batch)
    }

    private var reserving: String {
        "SELECT first_offset, recorded_at FROM \(quoteIdentifier(schema)).log_reserve($1::int4[], $2::int8[], $3::int8)"
    }

    private var appending: String {
        """
        SELECT first_offset, recorded_at FROM \(quoteIdentifier(schema)).log_append(
            $1::int4[], $2::int8[], $3::int8, $4::int4[], $5::int8[], $6::text[], $7::bytea[])
        """
    }

    private func connected() throws -> Connection {
        if let connection, connection.isUsable { return connection }
        let fresh = try Connection(conninfo, applicationName: "davtari appender")
        connection = fresh
        return fresh
    }
}
