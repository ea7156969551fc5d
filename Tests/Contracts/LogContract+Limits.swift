import Log
import Testing

extension Contracts.`A log` {
    @Test(arguments: homes)
    func `keeps the longest event whole`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        var random = SystemRandomNumberGenerator()
        // Bytes that no compression makes smaller.
        let longest = (0..<3).map { _ in
            NewRecord(
                key: "store-1", bytes: (0..<NewRecord.byteLimit).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        }
        let placements = try log.append(longest, to: 4)
        #expect(placements.map(\.offset) == [0, 1, 2])
        let read = try log.everything(in: 4).map(\.bytes)
        #expect(read == longest.map(\.bytes))
        let followed = try log.follow(from: Position(partitions: 8)).take(3).map(\.bytes)
        #expect(followed == read)
    }

    @Test(arguments: homes)
    func `refuses an event over the limit with its size, and its whole append with it`(_ home: LogHome) throws {
        let log = try home.make(LogOpening())
        defer { log.shutdown() }
        let tooLong = NewRecord(key: "store-1", bytes: Array(repeating: 65, count: NewRecord.byteLimit + 1))
        #expect(throws: LogError.tooLarge(bytes: NewRecord.byteLimit + 1, limit: NewRecord.byteLimit)) {
            try log.append(numbered([1]) + [tooLong] + numbered([2]), to: 0)
        }
        #expect(try log.end() == Position(partitions: 8))
        #expect(try log.append(numbered([3]), to: 0).map(\.offset) == [0])
    }

    @Test(arguments: homes)
    func `is busy when too many appends wait, and takes more after that`(_ home: LogHome) throws {
        let log = try home.make(LogOpening(queueLimit: 4))
        defer { log.shutdown() }
        let answers = Answers()
        for number in 0..<2000 { log.append(numbered([number]), to: 0, done: answers.to(number)) }
        try #require(answers.wait(for: 2000))
        var taken: [Int] = []
        var refused = 0
        for (number, answer) in answers.all {
            switch answer[0] {
            case .success: taken.append(number)
            case .failure(.busy(let waiting, let limit)):
                #expect(waiting >= 4 && limit == 4)
                refused += 1
            case .failure(let error): Issue.record(error)
            }
        }
        #expect(refused > 0)
        #expect(try log.everything(in: 0).map(\.text) == taken.sorted().map(String.init))
        #expect(try log.append(numbered([1]), to: 0).count == 1)
    }
}
