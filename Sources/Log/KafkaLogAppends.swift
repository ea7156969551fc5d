/// The appends whose answer is not yet known: a table without clock, thread or network.
///
/// Every record of an append carries a tag, the append's number and the record's place in it, and is settled by it.
package struct KafkaLogAppends {
    /// The most appends that may wait.
    package let limit: Int
    /// The most bytes that may wait, a record's overhead in the client included.
    package let byteLimit: Int
    private var waiting: [UInt: Waiting] = [:]
    private var bytes = 0
    private var lastNumber: UInt = 0
    private var isClosed = false

    package typealias Done = @Sendable (Result<[Placement], LogError>) -> Void

    /// An append that is settled, and whom to tell.
    package struct Answer {
        package var result: Result<[Placement], LogError>
        package var done: Done
        package func tell() { done(result) }
    }

    private struct Waiting {
        var placements: [Placement]
        var unsettled: Int
        var bytes: Int
        var failure: LogError?
        var done: Done
    }

    /// What a queued message costs librdkafka beside its bytes, roughly.
    private static let overhead = 256
    /// A tag's lower bits: more than an append has records.
    private static let indexBits: UInt = 16

    package init(limit: Int, byteLimit: Int) { (self.limit, self.byteLimit) = (limit, byteLimit) }

    package var count: Int { waiting.count }

    /// Takes an append in, and gives its number; an append that is refused is not told so here.
    package mutating func begin(
        _ records: [NewRecord], in partition: Int, at recordedAt: Int64, done: @escaping Done
    ) throws(LogError) -> UInt {
        if isClosed { throw .shutDown }
        let size = records.reduce(0) { $0 + $1.bytes.count + $1.key.utf8.count + Self.overhead }
        // The first is always taken: a limit below the size of one append would otherwise refuse it for ever.
        guard waiting.isEmpty || (waiting.count < limit && bytes + size <= byteLimit) else {
            throw .busy(waiting: waiting.count, limit: limit)
        }
        lastNumber += 1
        bytes += size
        waiting[lastNumber] = Waiting(
            placements: Array(
                repeating: Placement(partition: partition, offset: nil, recordedAt: recordedAt), count: records.count),
            unsettled: records.count, bytes: size, failure: nil, done: done)
        return lastNumber
    }

    package static func tag(_ number: UInt, _ index: Int) -> UInt { number << indexBits | UInt(index) }

    /// Notes what became of a record; the answer when it was its append's last.
    package mutating func settle(_ tag: UInt, _ outcome: Result<Int64?, LogError>) -> Answer? {
        let (number, index) = (tag >> Self.indexBits, Int(tag & (1 << Self.indexBits - 1)))
        // Taken out and put back, so that the placements are changed where they are and not copied.
        guard var append = waiting.removeValue(forKey: number) else { return nil }
        switch outcome {
        case .success(let offset): append.placements[index].offset = offset
        case .failure(let error): append.failure = append.failure ?? error
        }
        append.unsettled -= 1
        guard append.unsettled == 0 else {
            waiting[number] = append
            return nil
        }
        bytes -= append.bytes
        return Answer(
            result: append.failure.map { .failure($0) } ?? .success(append.placements), done: append.done)
    }

    /// Takes nothing more in, and gives up on whatever still waits.
    package mutating func close(_ error: LogError) -> [Answer] {
        isClosed = true
        defer { (waiting, bytes) = ([:], 0) }
        return waiting.values.map { Answer(result: .failure(error), done: $0.done) }
    }
}
