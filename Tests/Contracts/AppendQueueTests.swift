import Testing

@testable import Log

@Suite struct `Appends that wait` {
    private let queue = AppendQueue(limit: 100)

    private func add(_ partitions: Range<Int>) {
        for partition in partitions {
            #expect(queue.add(.init(records: [], partition: partition, done: { _ in })) == nil)
        }
    }

    private func taken() -> [Int]? { queue.take()?.map(\.partition) }

    @Test func `what waits is taken in its order, alone or in numbers, once`() {
        add(0..<1)
        #expect(taken() == [0])
        add(1..<6)
        #expect(taken() == Array(1..<6))
        // They come in numbers now: it may wait for more, and takes what is there when none comes.
        add(6..<7)
        #expect(taken() == [6])
        add(7..<40)
        #expect(taken() == Array(7..<40))
    }

    @Test func `once closed nothing is added, and nothing that waits is left`() {
        add(0..<5)
        #expect(taken()?.count == 5)
        add(5..<7)
        queue.close()
        #expect(queue.add(.init(records: [], partition: 0, done: { _ in })) != nil)
        #expect(taken() == [5, 6])
        #expect(taken() == nil)
    }

    @Test func `more than the limit is refused`() {
        add(0..<100)
        #expect(queue.add(.init(records: [], partition: 0, done: { _ in })) != nil)
        #expect(taken()?.count == 100)
        add(0..<1)
    }
}
