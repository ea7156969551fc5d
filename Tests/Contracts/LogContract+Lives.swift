import Foundation
import Log
import Testing

extension Contracts.`A log` {
    @Test(arguments: homes)
    func `is one log for two gateways`(_ home: LogHome) throws {
        let opening = LogOpening()
        let (one, other) = (try home.make(opening), try home.make(opening))
        defer {
            one.shutdown()
            other.shutdown()
        }
        #expect(one.identity == other.identity)
        let reader = try other.follow(from: Position(partitions: 8))
        defer { reader.close() }
        #expect(try one.append(numbered([1]), to: 0).map(\.offset) == [0])
        #expect(try other.append(numbered([2]), to: 0).map(\.offset) == [1])
        #expect(try one.append(numbered([3]), to: 0).map(\.offset) == [2])
        #expect(try reader.take(3).map(\.text) == ["1", "2", "3"])
        #expect(try other.everything(in: 0).map(\.text) == ["1", "2", "3"])
        #expect(try one.end() == other.end())
    }

    @Test(arguments: homes)
    func `has one identity when several gateways create it at once`(_ home: LogHome) throws {
        let opening = LogOpening(partitions: 2)
        let made = (0..<4).map { _ in Running { Result { try home.make(opening) } } }
        let logs = try made.map { try #require($0.value(within: 60)).get() }
        defer { for log in logs { log.shutdown() } }
        #expect(Set(logs.map(\.identity.id)).count == 1)
        #expect(logs.allSatisfy { $0.identity.partitions == 2 })
    }

    @Test(arguments: homes)
    func `keeps its identity and its records when it is opened again`(_ home: LogHome) throws {
        var opening = LogOpening(partitions: 5)
        let first = try home.make(opening)
        let placements = try first.append(numbered(0..<10), to: 4)
        first.shutdown()
        opening.partitions = nil
        let second = try home.make(opening)
        defer { second.shutdown() }
        #expect(second.identity == first.identity)
        #expect(second.identity.partitions == 5)
        let records = try second.everything(in: 4)
        #expect(records.map(\.text) == (0..<10).map(String.init))
        #expect(records.map(\.recordedAt) == placements.map(\.recordedAt))
        #expect(try second.append(numbered([10]), to: 4).map(\.offset) == [10])
    }

    @Test(arguments: homes)
    func `has another identity than another log`(_ home: LogHome) throws {
        let (one, other) = (try home.make(LogOpening()), try home.make(LogOpening()))
        defer {
            one.shutdown()
            other.shutdown()
        }
        #expect(one.identity.id != other.identity.id)
        #expect(one.identity.partitions == LogIdentity.defaultPartitions)
    }

    @Test(arguments: homes)
    func `is not opened with another number of partitions`(_ home: LogHome) throws {
        var opening = LogOpening(partitions: 5)
        try home.make(opening).shutdown()
        opening.partitions = 8
        let error = #expect(throws: LogError.self) { try home.make(opening) }
        guard case .wrongLog? = error else {
            Issue.record("refused with \(String(describing: error))")
            return
        }
    }

    @Test(arguments: homes)
    func `makes what it accepted durable at shutdown, and refuses everything after`(_ home: LogHome) throws {
        let opening = LogOpening()
        let log = try home.make(opening)
        let answers = Answers()
        for number in 0..<200 { log.append(numbered([number]), to: 0, done: answers.to(number)) }
        log.shutdown()
        try #require(answers.wait(for: 200))
        #expect(answers.all.values.allSatisfy { if case .success = $0[0] { true } else { false } })
        #expect(throws: LogError.shutDown) { try log.append(numbered([1]), to: 0) }
        #expect(throws: LogError.shutDown) { try log.read(0, from: 0, limit: ReadLimit()) }
        #expect(throws: LogError.shutDown) { try log.end() }
        #expect(throws: LogError.shutDown) { try log.follow(from: Position(partitions: 8)) }
        log.shutdown()
        let again = try home.make(opening)
        defer { again.shutdown() }
        #expect(try again.everything(in: 0).map(\.text) == (0..<200).map(String.init))
    }

    @Test(arguments: homes)
    func `lets go of a waiting follower at shutdown`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        let reading = Running { () -> [Result<[LogRecord], any Error>] in
            guard let reader = try? log.follow(from: Position(partitions: 8)) else { return [] }
            defer { reader.close() }
            return (0..<2).map { _ in Result { try reader.next(limit: ReadLimit(), waitMilliseconds: 25_000) } }
        }
        Thread.sleep(forTimeInterval: 0.5)
        let started = ContinuousClock.now
        log.shutdown()
        let results = try #require(reading.value())
        #expect(ContinuousClock.now - started < .seconds(5))
        try #require(results.count == 2)
        if case .success(let records) = results[0] { #expect(records.isEmpty) }
        #expect(throws: LogError.shutDown) { try results[1].get() }
    }

    @Test(arguments: homes.filter { $0.restart != nil })
    func `goes on after its server was restarted`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        let reader = try log.follow(from: Position(partitions: 8))
        defer { reader.close() }
        _ = try log.append(numbered([1]), to: 0)
        #expect(try reader.take(1).map(\.text) == ["1"])
        try home.restart!()
        // A failed append may have been written all the same: at least once is what is promised.
        _ = try #require(untilAvailable { try log.append(numbered([2]), to: 0) })
        let read = try #require(untilAvailable { try reader.next(limit: ReadLimit(), waitMilliseconds: 10_000) })
        #expect(read.first?.text == "2")
        #expect(try log.everything(in: 0).map(\.text).prefix(2) == ["1", "2"])
    }

    /// Repeats what fails because the log is unavailable; nil when that does not end.
    private func untilAvailable<T>(_ body: () throws -> T) throws -> T? {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let result = Result { try body() }
            guard case .failure(let error) = result, case .unavailable? = error as? LogError else {
                return try result.get()
            }
            Thread.sleep(forTimeInterval: 0.2)
        }
        return nil
    }
}
