import Foundation
import Synchronization

/// What this process has appended lately, for those of its own threads that follow the log: what was written a moment ago
/// need not be read back.
///
/// Of each partition it has the last run without a gap; where another process has written in between, the run begins anew.
/// It is taken from only soon after an append: a database that was restored from the past meanwhile has other records there,
/// and takes longer than that to come back. Nothing that is audited is read here.
final class RecentRecords: @unchecked Sendable {
    /// Bytes of events a partition: what tills post in the time between two looks of a follower, many times over.
    private static let byteLimit = 1 << 20
    private static let lifetime = Duration.seconds(1)
    /// Records that were let go are cleared away by so many.
    private static let clearedAtOnce = 512

    private struct Run {
        /// The offset of the first of `records`.
        var first: Int64 = 0
        var records: [LogRecord] = []
        /// Those in front that count no more.
        var dropped = 0
        var bytes = 0
        var appendedAt = ContinuousClock.now

        var end: Int64 { first + Int64(records.count) }
    }

    // @unchecked: the runs are read and written under `lock`.
    private let lock = NSLock()
    private var runs: [Run]
    private let followers = Atomic(0)

    init(partitions: Int) { runs = Array(repeating: Run(), count: partitions) }

    func follow() { followers.add(1, ordering: .relaxed) }
    func unfollow() { followers.subtract(1, ordering: .relaxed) }

    /// Takes what was committed, each partition's records in their order.
    func add(_ records: some Sequence<LogRecord>) {
        guard followers.load(ordering: .relaxed) > 0 else { return }
        let now = ContinuousClock.now
        lock.withLock {
            for record in records {
                let place = record.partition
                if runs[place].end != record.offset { runs[place] = Run(first: record.offset) }
                runs[place].records.append(record)
                runs[place].bytes += record.bytes.count
                runs[place].appendedAt = now
                trim(place)
            }
        }
    }

    private func trim(_ place: Int) {
        while runs[place].bytes > Self.byteLimit {
            let oldest = runs[place].dropped
            runs[place].bytes -= runs[place].records[oldest].bytes.count
            // Its place is cleared away later, its memory is let go of now.
            runs[place].records[oldest].bytes = []
            runs[place].dropped += 1
        }
        if runs[place].dropped >= Self.clearedAtOnce {
            runs[place].records.removeFirst(runs[place].dropped)
            runs[place].first += Int64(runs[place].dropped)
            runs[place].dropped = 0
        }
    }

    /// An append failed: whether it was committed is unknown, and so is what comes behind it.
    func clear() { lock.withLock { runs = runs.map { _ in Run() } } }

    /// Records of a partition, at most `limit` but always one; none where the database has to be asked.
    func read(_ partition: Int, from offset: Int64, limit: ReadLimit) -> [LogRecord] {
        lock.withLock {
            let run = runs[partition]
            guard offset >= run.first + Int64(run.dropped), offset < run.end,
                ContinuousClock.now - run.appendedAt < Self.lifetime
            else { return [] }
            var (found, bytes) = ([LogRecord](), 0)
            for record in run.records[Int(offset - run.first)...].prefix(limit.records) {
                bytes += record.bytes.count
                if bytes > limit.bytes, !found.isEmpty { break }
                found.append(record)
            }
            return found
        }
    }
}
