import Log
import Testing

@Suite struct `The appends that wait for Kafka` {
    /// The table under test, held so that expectations may change it.
    private final class Table {
        private var appends: KafkaLogAppends
        var count: Int { appends.count }
        init(limit: Int = 10, byteLimit: Int = 1 << 20) {
            appends = KafkaLogAppends(limit: limit, byteLimit: byteLimit)
        }

        func begin(_ count: Int, bytes: Int = 10) -> UInt? {
            let record = NewRecord(key: "k", bytes: Array(repeating: 0, count: bytes))
            return try? appends.begin(Array(repeating: record, count: count), in: 3, at: 77) { _ in }
        }

        func settle(_ number: UInt, _ index: Int, _ outcome: Result<Int64?, LogError>) -> Result<[Placement], LogError>?
        {
            appends.settle(KafkaLogAppends.tag(number, index), outcome)?.result
        }

        func close() -> Int { appends.close(.shutDown).count }
    }

    @Test func `are answered when their last record is settled, in whatever order that happens`() throws {
        let table = Table()
        let number = try #require(table.begin(3))
        #expect(table.settle(number, 2, .success(12)) == nil)
        #expect(table.settle(number, 0, .success(10)) == nil)
        let placements = try #require(table.settle(number, 1, .success(11))).get()
        #expect(placements == [10, 11, 12].map { Placement(partition: 3, offset: $0, recordedAt: 77) })
        #expect(table.count == 0)
    }

    @Test func `fail as a whole, with the first failure, once the last is settled`() throws {
        let table = Table()
        let number = try #require(table.begin(3))
        #expect(table.settle(number, 0, .success(10)) == nil)
        #expect(table.settle(number, 1, .failure(.unavailable("first"))) == nil)
        #expect(table.settle(number, 2, .failure(.unavailable("second"))) == .failure(.unavailable("first")))
    }

    @Test func `may be acknowledged without an offset`() throws {
        let table = Table()
        let number = try #require(table.begin(1))
        #expect(try table.settle(number, 0, .success(nil))?.get().map(\.offset) == [nil])
    }

    @Test func `are refused over the limit, until one is answered`() throws {
        let table = Table(limit: 2)
        let first = try #require(table.begin(1))
        #expect(table.begin(1) != nil)
        #expect(table.begin(1) == nil)
        #expect(table.settle(first, 0, .success(0)) != nil)
        #expect(table.begin(1) != nil)
    }

    @Test func `are refused over the limit of bytes, but one is always taken`() throws {
        let table = Table(limit: 100, byteLimit: 10_000)
        let first = try #require(table.begin(1, bytes: 50_000))
        #expect(table.begin(1) == nil)
        #expect(table.settle(first, 0, .success(0)) != nil)
        #expect(table.begin(1, bytes: 6000) != nil)
        #expect(table.begin(1, bytes: 6000) == nil)
        #expect(table.begin(1, bytes: 1000) != nil)
    }

    @Test func `are not taken any more once the table is closed`() {
        let table = Table()
        #expect(table.close() == 0)
        #expect(table.begin(1) == nil)
    }

    @Test func `are told once, also when a report comes after they were given up`() throws {
        let table = Table()
        let number = try #require(table.begin(1))
        #expect(table.close() == 1)
        #expect(table.settle(number, 0, .success(0)) == nil)
        #expect(table.count == 0)
    }
}
