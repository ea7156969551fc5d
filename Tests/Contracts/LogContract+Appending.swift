import Foundation
import Log
import Testing

extension Contracts.`A log` {
    @Test(arguments: homes)
    func `answers an append with where the record lies and when it was recorded`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        let before = KafkaLog.now()
        let placements = try log.append(numbered([1]), to: 3)
        let record = try #require(try log.everything(in: 3).first)
        #expect(placements == [Placement(partition: 3, offset: 0, recordedAt: record.recordedAt)])
        #expect((before - 60_000...KafkaLog.now() + 60_000).contains(record.recordedAt))
        #expect(record.text == "1")
    }

    @Test(arguments: homes)
    func `keeps the order of the records in an append`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        let first = try log.append(numbered(0..<600), to: 0)
        let second = try log.append(numbered(600..<1200), to: 0)
        let records = try log.everything(in: 0)
        #expect(records.map(\.text) == (0..<1200).map(String.init))
        #expect(records.map(\.offset) == (0..<1200).map(Int64.init))
        #expect((first + second).map(\.offset) == (0..<1200).map(Int64.init))
        #expect((first + second).map(\.recordedAt) == records.map(\.recordedAt))
    }

    @Test(arguments: homes)
    func `keeps the order of appends from one thread that waits for none of them`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        let answers = Answers()
        for number in 0..<500 { log.append(numbered([number]), to: 2, done: answers.to(number)) }
        try #require(answers.wait(for: 500))
        #expect(try log.everything(in: 2).map(\.text) == (0..<500).map(String.init))
    }

    @Test(arguments: homes)
    func `takes an append of nothing`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        #expect(try log.append([], to: 0) == [])
        #expect(try log.end() == Position(partitions: 8))
    }

    @Test(arguments: homes)
    func `refuses a partition that it does not have`(_ home: LogHome) throws {
        let log = try home.make(LogOpening(partitions: 2))
        defer { log.shutdown() }
        #expect(throws: LogError.self) { try log.append(numbered([1]), to: 2) }
        #expect(throws: LogError.self) { try log.append(numbered([1]), to: -1) }
        #expect(try log.end() == Position(partitions: 2))
    }

    @Test(arguments: homes)
    func `gives back every byte and every key`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        let georgian = Array(#"{"name":"ხაჭაპური","price":"12,50 ₾"}"#.utf8)
        let sent = [
            NewRecord(key: "chain", bytes: Array(0...255)), NewRecord(key: "თბილისი-7", bytes: georgian),
            NewRecord(key: "37", bytes: [0, 0, 0]), NewRecord(key: "37", bytes: [0xFF, 0xFE, 0x00, 0x0A, 0x0D]),
            NewRecord(key: "37", bytes: Array("\\x00' OR 1=1 --\t\n".utf8)), NewRecord(key: "37", bytes: [0x7B]),
        ]
        _ = try log.append(sent, to: 1)
        let read = try log.everything(in: 1)
        #expect(read.map(\.bytes) == sent.map(\.bytes))
        #expect(read.map(\.key) == sent.map(\.key))
        let followed = try log.follow(from: Position(partitions: 8)).take(sent.count)
        #expect(followed.map(\.bytes) == sent.map(\.bytes))
        #expect(followed.map(\.key) == sent.map(\.key))
        #expect(followed.map(\.recordedAt) == read.map(\.recordedAt))
    }

    @Test(arguments: homes)
    func `acknowledges concurrent appends, each once and in its thread's order`(_ home: LogHome) throws {
        let log = try home.make(LogOpening(partitions: 3))
        defer { log.shutdown() }
        let (threads, appends) = (8, 60)
        let running = (0..<threads).map { thread in
            Running {
                (0..<appends).map { number in
                    Result { try log.append(numbered([2 * number, 2 * number + 1], key: "\(thread)"), to: thread % 3) }
                }
            }
        }
        var told: [Int: Set<Int64>] = [:]
        for (thread, answers) in running.enumerated() {
            for answer in try #require(answers.value()) {
                for placement in try answer.get() {
                    let isNew = told[thread % 3, default: []].insert(try #require(placement.offset)).inserted
                    #expect(isNew, "two records were told to lie at \(placement)")
                }
            }
        }
        for partition in 0..<3 {
            let records = try log.everything(in: partition)
            #expect(Set(records.map(\.offset)) == told[partition])
            for (key, mine) in Dictionary(grouping: records, by: \.key) {
                #expect(mine.map(\.text) == (0..<2 * appends).map(String.init), "thread \(key)")
            }
        }
    }

    @Test(arguments: homes)
    func `answers each append exactly once`(_ home: LogHome) throws {
        let log = try home.make(LogOpening(queueLimit: 50))
        let answers = Answers()
        for number in 0..<300 { log.append(numbered(0..<3), to: number % 8, done: answers.to(number)) }
        log.append(numbered([1]), to: 99, done: answers.to(300))
        log.append([NewRecord(key: "k", bytes: Array(repeating: 0, count: 1_000_001))], to: 0, done: answers.to(301))
        log.shutdown()
        log.append(numbered([1]), to: 0, done: answers.to(302))
        try #require(answers.wait(for: 303))
        Thread.sleep(forTimeInterval: 0.2)
        #expect(answers.all.count == 303)
        #expect(answers.all.values.allSatisfy { $0.count == 1 })
        #expect(answers.all[302] == [.failure(.shutDown)])
    }
}
