import Dispatch
import Foundation
import Postgres

/// The thread that writes: everything that waits becomes one transaction.
final class Appender: @unchecked Sendable {
    private let conninfo: String
    private let schema: String
    private let queue: AppendQueue
    // @unchecked: only the appender's own thread touches the connection.
    private var connection: Connection?
    private let finished = DispatchSemaphore(value: 0)

    init(_ conninfo: String, _ schema: String, _ queue: AppendQueue) {
        (self.conninfo, self.schema, self.queue) = (conninfo, schema, queue)
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
            for entry in batch { entry.done(.failure(.unavailable("\(error)"))) }
        }
    }

    private func append(_ batch: [AppendQueue.Entry]) throws -> [[Placement]] {
        let connection = try connected()
        let order = batch.indices.sorted { (batch[$0].partition, $0) < (batch[$1].partition, $1) }
        var placements = [[Placement]](repeating: [], count: batch.count)
        var rows = Columns()
        try connection.transaction {
            var start = 0
            while start < order.count {
                let partition = batch[order[start]].partition
                let end = order[start...].firstIndex { batch[$0].partition != partition } ?? order.count
                let count = order[start..<end].reduce(0) { $0 + batch[$1].records.count }
                var (offset, recordedAt) = try reserve(connection, partition, count)
                for index in order[start..<end] {
                    for record in batch[index].records {
                        rows.add(partition, offset, recordedAt, record)
                        placements[index].append(
                            Placement(partition: partition, offset: offset, recordedAt: recordedAt))
                        offset += 1
                    }
                }
                start = end
            }
            _ = try connection.prepared(
                "append_\(schema)",
                """
                INSERT INTO \(quoteIdentifier(schema)).log_record (partition, log_offset, recorded_at, key, bytes)
                SELECT * FROM unnest($1::int4[], $2::int8[], $3::int8[], $4::text[], $5::bytea[])
                """,
                [
                    .int32Array(rows.partitions), .int64Array(rows.offsets), .int64Array(rows.recordedAt),
                    .textArray(rows.keys), .bytesArray(rows.bytes),
                ])
        }
        return placements
    }

    /// Moves a partition's end under its row lock; returns the first offset and the time stamped, which never goes back.
    private func reserve(_ connection: Connection, _ partition: Int, _ count: Int) throws -> (Int64, Int64) {
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let rows = try connection.prepared(
            "reserve_\(schema)",
            """
            UPDATE \(quoteIdentifier(schema)).log_partition
            SET next_offset = next_offset + $2, last_recorded_at = greatest(last_recorded_at, $3)
            WHERE partition = $1 RETURNING next_offset - $2, last_recorded_at
            """, [Bind(Int32(partition)), Bind(Int64(count)), Bind(now)])
        guard let row = rows.first else { throw LogError.wrongLog("partition \(partition) is missing") }
        return (try row.int64(0), try row.int64(1))
    }

    private func connected() throws -> Connection {
        if let connection, connection.isUsable { return connection }
        let fresh = try Connection(conninfo, applicationName: "davtari appender")
        connection = fresh
        return fresh
    }

    private struct Columns {
        var partitions: [Int32] = []
        var offsets: [Int64] = []
        var recordedAt: [Int64] = []
        var keys: [String] = []
        var bytes: [[UInt8]] = []

        mutating func add(_ partition: Int, _ offset: Int64, _ recordedAt: Int64, _ record: NewRecord) {
            partitions.append(Int32(partition))
            offsets.append(offset)
            self.recordedAt.append(recordedAt)
            keys.append(record.key)
            bytes.append(record.bytes)
        }
    }
}
