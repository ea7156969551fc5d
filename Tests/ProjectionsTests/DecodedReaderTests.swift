import Events
import Foundation
import Log
import Projections
import Synchronization
import TestSupport
import Testing

@Suite struct `Decoding on a thread of its own` {
    /// A log of one partition that gives what it is told to, then fails where it is told to.
    private final class ToldLog: EventLog, LogReader {
        let identity = LogIdentity(id: "told", partitions: 1)
        let home = "The test"
        let patience = Duration.seconds(1)
        private let records: [LogRecord]
        private let failure: LogError?
        private let state = Mutex((next: 0, isClosed: false, largest: 0))

        init(_ count: Int, failure: LogError? = nil) {
            records = (0..<count).map { place in
                let bytes = TestChain.event(
                    "store.opened.v1", ["store": "s"], store: nil, writer: "office", sequence: Int64(place + 1),
                    at: "2026-03-01T12:00:00Z")
                return LogRecord(partition: 0, offset: Int64(place), recordedAt: 1, key: "chain", bytes: bytes)
            }
            self.failure = failure
        }

        var given: Int { state.withLock { $0.next } }
        var isClosed: Bool { state.withLock { $0.isClosed } }
        /// The most records that were asked for at once.
        var largest: Int { state.withLock { $0.largest } }

        func next(limit: ReadLimit, waitMilliseconds: Int) throws(LogError) -> [LogRecord] {
            let some = state.withLock { state in
                var bytes = 0
                let some = records[state.next...].prefix(limit.records).prefix { record in
                    bytes += record.bytes.count
                    return bytes <= limit.bytes
                }
                state.next += some.count
                state.largest = max(state.largest, limit.records)
                return Array(some)
            }
            if some.isEmpty {
                if let failure { throw failure }
                Thread.sleep(forTimeInterval: Double(waitMilliseconds) / 1000)
            }
            return some
        }
        func close() { state.withLock { $0.isClosed = true } }
        func follow(from position: Position) throws(LogError) -> any LogReader {
            state.withLock { $0.next = Int(position[0]) }
            return self
        }
        func append(
            _ records: [NewRecord], to partition: Int, done: @escaping @Sendable (Result<[Placement], LogError>) -> Void
        ) { done(.failure(.shutDown)) }
        func read(_ partition: Int, from offset: Int64, limit: ReadLimit) throws(LogError) -> [LogRecord] {
            Array(records[Int(offset)...].prefix(limit.records))
        }
        func end() throws(LogError) -> Position { Position(offsets: [Int64(records.count)]) }
        func shutdown() {}
    }

    private static let waitMilliseconds = 5_000

    @Test(arguments: [1, 2, 7, 1_000]) func `gives every record once, in the log's order, at most a batch at a time`(
        batch: Int
    ) throws {
        let log = ToldLog(300)
        let reader = try DecodedReader(log, from: Position(offsets: [5]), batch: ReadLimit(records: batch))
        var offsets: [Int64] = []
        while offsets.count < 295 {
            let records = try reader.next(waitMilliseconds: Self.waitMilliseconds)
            #expect((1...batch).contains(records.count))
            #expect(records.allSatisfy { $0.event?.id.sequence == $0.source.offset + 1 && $0.faults != [] })
            offsets += records.map(\.source.offset)
        }
        #expect(offsets == Array(5..<300))
        #expect(try reader.next(waitMilliseconds: 1).isEmpty)
        reader.close()
    }

    @Test func `reads no further ahead than twice a batch`() throws {
        let log = ToldLog(300)
        let reader = try DecodedReader(log, from: Position(offsets: [0]), batch: ReadLimit(records: 10))
        // Whatever time it is given.
        Thread.sleep(forTimeInterval: 0.2)
        #expect((10...20).contains(log.given))
        #expect(log.largest <= 10)
        reader.close()
    }

    @Test func `bounds what waits by its bytes too`() throws {
        let log = ToldLog(300)
        let longest = 300
        let reader = try DecodedReader(
            log, from: Position(offsets: [0]), batch: ReadLimit(records: 300, bytes: 10 * longest))
        Thread.sleep(forTimeInterval: 0.2)
        let given = log.given
        #expect((5...40).contains(given))
        let records = try reader.next(waitMilliseconds: Self.waitMilliseconds)
        #expect(records.reduce(0) { $0 + $1.bytes.count } <= 10 * longest)
        reader.close()
    }

    @Test func `says what went wrong after all that came before it, and again when asked again`() throws {
        let log = ToldLog(25, failure: .outOfRange(partition: 0, offset: 25))
        let reader = try DecodedReader(log, from: Position(offsets: [0]), batch: ReadLimit(records: 10))
        var count = 0
        while count < 25 { count += try reader.next(waitMilliseconds: Self.waitMilliseconds).count }
        for _ in 1...2 {
            #expect(throws: LogError.outOfRange(partition: 0, offset: 25)) {
                try reader.next(waitMilliseconds: Self.waitMilliseconds)
            }
        }
        reader.close()
        #expect(log.isClosed)
    }

    @Test func `closed while it is full, it ends, and closes the log's reader`() throws {
        let log = ToldLog(300)
        let reader = try DecodedReader(log, from: Position(offsets: [0]), batch: ReadLimit(records: 4))
        reader.close()
        #expect(log.isClosed)
        #expect(throws: LogError.shutDown) { try reader.next(waitMilliseconds: 0) }
        reader.close()
    }

    @Test func `ends when it is let go`() throws {
        let log = ToldLog(300)
        _ = try DecodedReader(log, from: Position(offsets: [0]), batch: ReadLimit(records: 4))
        #expect(log.isClosed)
    }

    @Test func `what is no event is a record with its fault`() throws {
        let chain = try TestChain(partitions: 1)
        try chain.append(Array("nonsense".utf8), store: nil)
        try chain.post("store.opened.v1", ["store": "s"], store: nil, writer: "office")
        let reader = try DecodedReader(chain.log, from: Position(partitions: 1), batch: ReadLimit(records: 10))
        var records: [FoldRecord] = []
        while records.count < 2 { records += try reader.next(waitMilliseconds: Self.waitMilliseconds) }
        #expect(records[0].event == nil && records[0].faults.map(\.rule) == ["envelope"])
        #expect(records[1].event?.id.writer == "office")
        chain.log.shutdown()
        #expect(throws: LogError.shutDown) {
            while true { _ = try reader.next(waitMilliseconds: Self.waitMilliseconds) }
        }
        reader.close()
    }
}
