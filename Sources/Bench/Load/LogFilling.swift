import Dispatch
import Foundation
import Log
import Synchronization

/// Fills a log through its port, by as many records an append as it takes and some appends at once.
package final class LogFilling: @unchecked Sendable {
    // @unchecked: everything below but `failure` is the filling thread's.
    private let log: any EventLog
    private var waiting: [[NewRecord]]
    private var waitingBytes: [Int]
    private let window = DispatchSemaphore(value: LogFilling.appendsAtOnce)
    private let failure = Mutex<LogError?>(nil)
    package private(set) var records = 0

    private static let appendsAtOnce = 16
    /// An append is kept far below what a log's transaction or queue takes.
    private static let appendBytes = 1 << 20

    package init(_ log: any EventLog) {
        self.log = log
        waiting = Array(repeating: [], count: log.identity.partitions)
        waitingBytes = Array(repeating: 0, count: log.identity.partitions)
    }

    package func put(_ key: PartitionKey, _ bytes: [UInt8]) throws {
        let partition = log.identity.partition(of: key)
        waiting[partition].append(NewRecord(key: key.text, bytes: bytes))
        waitingBytes[partition] += bytes.count
        records += 1
        if waiting[partition].count == NewRecord.countLimit || waitingBytes[partition] >= Self.appendBytes {
            try send(partition)
        }
    }

    /// Waits until everything is durable.
    package func finish() throws {
        for partition in waiting.indices where !waiting[partition].isEmpty { try send(partition) }
        for _ in 0..<Self.appendsAtOnce { window.wait() }
        for _ in 0..<Self.appendsAtOnce { window.signal() }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private func send(_ partition: Int) throws {
        window.wait()
        if let failure = failure.withLock({ $0 }) {
            window.signal()
            throw failure
        }
        log.append(waiting[partition], to: partition) { [self] result in
            if case .failure(let error) = result { failure.withLock { $0 = $0 ?? error } }
            window.signal()
        }
        waiting[partition] = []
        waitingBytes[partition] = 0
    }
}

/// A file of events, one a line, into a log: in the file's order within each partition.
package enum EventFile {
    package static func fill(_ log: any EventLog, from path: String) throws -> Int {
        guard let file = fopen(path, "r") else { throw BenchError("\(path) cannot be read") }
        defer { fclose(file) }
        let filling = LogFilling(log)
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while true {
            let length = getline(&line, &capacity, file)
            guard length > 0, let line else { break }
            var bytes = [UInt8](UnsafeRawBufferPointer(start: line, count: length))
            while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
            guard !bytes.isEmpty else { continue }
            try filling.put(try key(of: bytes), bytes)
        }
        try filling.finish()
        return filling.records
    }

    /// Whose book an event belongs to, by the source in its envelope: `/stores/STORE/writers/…` or the chain's.
    private static func key(of bytes: [UInt8]) throws -> PartitionKey {
        let store = bytes.withUnsafeBytes { bytes -> String? in
            guard let start = AnswerBytes.find("\"source\":\"/stores/", bytes) else { return nil }
            let rest = bytes[(start + 18)...]
            guard let end = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
            return String(decoding: rest[..<end], as: UTF8.self)
        }
        return store.map { .store($0) } ?? .chain
    }
}
