import Foundation
import Postgres

/// A batch sorted into runs, one a partition and in their order, and where each run came to lie.
struct Runs {
    private struct Run {
        var partition: Int
        var count = 0
        var first: Int64 = 0
        var recordedAt: Int64 = 0
    }

    private var runs: [Run] = []
    /// The run of each entry, and the entry's first place in it.
    private var entries: [(run: Int, start: Int)]

    init(_ batch: [AppendQueue.Entry]) {
        let partitions = Set(batch.map(\.partition)).sorted()
        runs = partitions.map { Run(partition: $0) }
        let places = Dictionary(uniqueKeysWithValues: partitions.enumerated().map { ($0.element, $0.offset) })
        entries = []
        entries.reserveCapacity(batch.count)
        for entry in batch {
            let run = places[entry.partition]!
            entries.append((run, runs[run].count))
            runs[run].count += entry.records.count
        }
    }

    /// What the server reserves by: the partitions in order, how many records each gets, and the time.
    var reservation: [Bind] {
        [
            .int32Array(runs.map { Int32($0.partition) }), .int64Array(runs.map { Int64($0.count) }),
            Bind(Int64(Date().timeIntervalSince1970 * 1000)),
        ]
    }

    /// The records as columns: their run from 1, their place in it, their key, their bytes.
    func rows(of batch: [AppendQueue.Entry]) -> [Bind] {
        var (places, ordinals, keys, bytes) = ([Int32](), [Int64](), [String](), [[UInt8]]())
        for (entry, (run, start)) in zip(batch, entries) {
            for (place, record) in entry.records.enumerated() {
                places.append(Int32(run + 1))
                ordinals.append(Int64(start + place))
                keys.append(record.key)
                bytes.append(record.bytes)
            }
        }
        return [.int32Array(places), .int64Array(ordinals), .textArray(keys), .bytesArray(bytes)]
    }

    func copy(_ batch: [AppendQueue.Entry], to connection: Connection, _ table: String) throws {
        let columns = ["partition", "log_offset", "recorded_at", "key", "bytes"]
        _ = try connection.copyIn(table, columns: columns) { writer in
            for record in records(of: batch) {
                try writer.row(columns.count)
                writer.int32(Int32(record.partition))
                writer.int64(record.offset)
                writer.int64(record.recordedAt)
                writer.text(record.key)
                writer.bytes(record.bytes)
            }
        }
    }

    /// Takes what the server reserved, a row a run, in their order.
    mutating func place(_ rows: Rows) throws {
        guard rows.count == runs.count else { throw LogError.wrongLog("a partition is missing") }
        for (place, row) in rows.enumerated() {
            (runs[place].first, runs[place].recordedAt) = (try row.int64(0), try row.int64(1))
        }
    }

    /// As the log has them, once their runs are placed.
    func records(of batch: [AppendQueue.Entry]) -> some Sequence<LogRecord> {
        zip(batch, entries).lazy.flatMap { entry, place in
            let run = runs[place.run]
            return entry.records.indices.lazy.map {
                LogRecord(
                    partition: run.partition, offset: run.first + Int64(place.start + $0), recordedAt: run.recordedAt,
                    key: entry.records[$0].key, bytes: entry.records[$0].bytes)
            }
        }
    }

    func placements(of batch: [AppendQueue.Entry]) -> [[Placement]] {
        zip(batch, entries).map { entry, place in
            let run = runs[place.run]
            return entry.records.indices.map {
                Placement(
                    partition: run.partition, offset: run.first + Int64(place.start + $0), recordedAt: run.recordedAt)
            }
        }
    }
}
