import Foundation
import Log
import Testing

extension Contracts.`A log` {
    @Test(arguments: homes)
    func `reads a partition from any offset`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        _ = try log.append(numbered(0..<100), to: 5)
        for offset in [0, 1, 37, 99] {
            let records = try log.read(5, from: Int64(offset), limit: ReadLimit(records: 3))
            #expect(records.map(\.text) == (offset..<min(offset + 3, 100)).map(String.init))
            #expect(records.allSatisfy { $0.partition == 5 })
        }
    }

    @Test(arguments: homes)
    func `gives to who follows what it gives to who reads`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        let reader = try log.follow(from: Position(partitions: 8))
        defer { reader.close() }
        _ = try log.append(numbered(0..<40), to: 3)
        let followed = try reader.take(40)
        _ = try log.append(numbered(40..<60), to: 3)
        let all = try followed + reader.take(20)
        let read = try log.read(3, from: 0, limit: ReadLimit())
        #expect(all.map(\.text) == (0..<60).map(String.init))
        #expect(all.map(\.offset) == read.map(\.offset))
        #expect(all.map(\.recordedAt) == read.map(\.recordedAt))
        #expect(all.map(\.key) == read.map(\.key))
        #expect(all.map(\.bytes) == read.map(\.bytes))
    }

    @Test(arguments: homes)
    func `has nothing at its end and past it`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        #expect(try log.read(0, from: 0, limit: ReadLimit()).isEmpty)
        _ = try log.append(numbered(0..<3), to: 0)
        #expect(try log.read(0, from: 3, limit: ReadLimit()).isEmpty)
        #expect(try log.read(0, from: 1_000_000, limit: ReadLimit()).isEmpty)
        #expect(try log.read(0, from: 0, limit: ReadLimit(records: 0)).isEmpty)
        #expect(try log.read(1, from: 0, limit: ReadLimit()).isEmpty)
    }

    @Test(arguments: homes)
    func `knows the end of every partition`(_ home: LogHome) throws {
        let log = try home.make(LogOpening(partitions: 4))
        defer { log.shutdown() }
        #expect(try log.end() == Position(offsets: [0, 0, 0, 0]))
        _ = try log.append(numbered(0..<7), to: 1)
        _ = try log.append(numbered(0..<2), to: 3)
        #expect(try log.end() == Position(offsets: [0, 7, 0, 2]))
    }

    @Test(arguments: homes)
    func `is followed from a position, each partition in its order`(_ home: LogHome) throws {
        let log = try home.make(LogOpening(partitions: 3))
        defer { log.shutdown() }
        for partition in 0..<3 { _ = try log.append(numbered(0..<200), to: partition) }
        let start = Position(offsets: [0, 150, 200])
        let reader = try log.follow(from: start)
        defer { reader.close() }
        let records = try reader.take(250)
        #expect(records.count == 250)
        for partition in 0..<3 {
            let mine = records.filter { $0.partition == partition }
            #expect(mine.map(\.offset) == Array(start[partition]..<200))
            #expect(mine.map(\.text) == (Int(start[partition])..<200).map(String.init))
        }
        #expect(try reader.next(limit: ReadLimit(), waitMilliseconds: 50).isEmpty)
    }

    @Test(arguments: homes)
    func `gives a follower nothing after its wait, and then goes on`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        let reader = try log.follow(from: try log.end())
        defer { reader.close() }
        let started = ContinuousClock.now
        #expect(try reader.next(limit: ReadLimit(), waitMilliseconds: 200).isEmpty)
        #expect(ContinuousClock.now - started > .milliseconds(150))
        _ = try log.append(numbered([1]), to: 0)
        #expect(try reader.take(1).map(\.text) == ["1"])
    }

    @Test(arguments: homes)
    func `wakes a waiting follower for an append from another thread`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        let reading = Running { () -> Result<[LogRecord], any Error> in
            Result { try log.follow(from: Position(partitions: 8)).next(limit: ReadLimit(), waitMilliseconds: 20_000) }
        }
        Thread.sleep(forTimeInterval: 0.5)
        let appended = ContinuousClock.now
        _ = try log.append(numbered([7]), to: 6)
        let records = try #require(reading.value()).get()
        #expect(records.map(\.text) == ["7"])
        #expect(ContinuousClock.now - appended < .seconds(5))
    }

    @Test(arguments: homes)
    func `reads no more records than it is asked for, and misses none`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        _ = try log.append(numbered(0..<100), to: 0)
        #expect(try log.read(0, from: 0, limit: ReadLimit(records: 7)).count == 7)
        let reader = try log.follow(from: Position(partitions: 8))
        defer { reader.close() }
        var read: [String] = []
        while read.count < 100 {
            let some = try reader.next(limit: ReadLimit(records: 7), waitMilliseconds: 5000)
            try #require((1...7).contains(some.count))
            read += some.map(\.text)
        }
        #expect(read == (0..<100).map(String.init))
    }

    @Test(arguments: homes)
    func `reads no more bytes than it is asked for, but at least one record`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        let thousand = NewRecord(key: "k", bytes: Array(repeating: 65, count: 1000))
        _ = try log.append(Array(repeating: thousand, count: 20), to: 0)
        #expect(try log.read(0, from: 0, limit: ReadLimit(bytes: 3500)).count == 3)
        #expect(try log.read(0, from: 0, limit: ReadLimit(bytes: 10)).count == 1)
        let reader = try log.follow(from: Position(partitions: 8))
        defer { reader.close() }
        var count = 0
        while count < 20 {
            let some = try reader.next(limit: ReadLimit(bytes: 3500), waitMilliseconds: 5000)
            try #require((1...3).contains(some.count))
            #expect(some.map(\.offset) == (count..<count + some.count).map(Int64.init))
            count += some.count
        }
    }

    @Test(arguments: homes)
    func `serves point reads of many threads at once`(_ home: LogHome) throws {
        let log = try home.make(LogOpening(partitions: 2))
        defer { log.shutdown() }
        _ = try log.append(numbered(0..<300), to: 0)
        _ = try log.append(numbered(0..<300, prefix: "b"), to: 1)
        let running = (0..<10).map { thread in
            Running {
                Result {
                    try (0..<10).map {
                        try log.read(thread % 2, from: Int64(17 * $0 + thread), limit: ReadLimit(records: 2))
                    }
                }
            }
        }
        for (thread, reads) in running.enumerated() {
            for (index, records) in try #require(reads.value()).get().enumerated() {
                let first = 17 * index + thread
                #expect(records.map(\.text) == [first, first + 1].map { thread % 2 == 0 ? "\($0)" : "b\($0)" })
            }
        }
    }
}
