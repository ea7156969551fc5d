import Foundation
import Log
import Testing

/// One after another: they share a server, and one of them restarts it.
@Suite(.serialized) enum `Contracts` {}

extension Contracts {
    /// What every home of the log keeps to. Each test has a log of its own.
    @Suite struct `A log` {
        static let homes = LogHome.all
    }
}

/// Records with a running number in their bytes.
func numbered(_ numbers: some Sequence<Int>, key: String = "store-1", prefix: String = "") -> [NewRecord] {
    numbers.map { NewRecord(key: key, bytes: Array("\(prefix)\($0)".utf8)) }
}

extension LogRecord {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension EventLog {
    /// A partition from its beginning to its end, page by page.
    func everything(in partition: Int, page: ReadLimit = ReadLimit()) throws -> [LogRecord] {
        var records: [LogRecord] = []
        while true {
            let more = try read(partition, from: Int64(records.count), limit: page)
            if more.isEmpty { return records }
            records += more
        }
    }
}

extension LogReader {
    /// Reads on until `count` records are there, or nothing has come for a while.
    func take(_ count: Int, limit: ReadLimit = ReadLimit(), waitMilliseconds: Int = 5000) throws -> [LogRecord] {
        var records: [LogRecord] = []
        while records.count < count {
            let more = try next(limit: limit, waitMilliseconds: waitMilliseconds)
            if more.isEmpty { break }
            records += more
        }
        return records
    }
}
