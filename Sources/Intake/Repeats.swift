import Log
import Synchronization

/// What was lately made durable, by writer and number, so that a repeat is answered from memory.
///
/// It is a courtesy and no guard: folds remove repeats by themselves. Forgetting one costs a record in the log; so what
/// is kept is bounded, and a restart may lose all of it.
final class Repeats: Sendable {
    /// Numbers remembered of one writer: a till that posts a day's receipts again is known by all of them.
    static let numbersPerWriter = 4096
    /// Writers remembered; the one that has been silent longest goes first. A hundred shops with their tills and
    /// offices fit, and all of them full take 64 MiB.
    static let writerLimit = 512

    struct Known: Sendable {
        var hash: UInt64
        var placement: Placement
    }

    private let state = Mutex(State())
    private let writerLimit: Int

    init(writerLimit: Int = Repeats.writerLimit) { self.writerLimit = writerLimit }

    /// What is known of these numbers, number by number.
    func known(_ sequences: [Int64], of writer: String) -> [Known?] {
        state.withLock { state in
            guard let place = state.books.index(forKey: writer) else {
                return Array(repeating: nil, count: sequences.count)
            }
            state.clock += 1
            state.books.values[place].lastUse = state.clock
            return sequences.map { state.books.values[place][$0] }
        }
    }

    /// Remembers what is durable; of two versions of a number the earlier in the log stays.
    func remember(_ news: [(sequence: Int64, known: Known)], of writer: String) {
        state.withLock { state in
            state.clock += 1
            state.books[writer, default: BookOfNumbers()].lastUse = state.clock
            for (sequence, known) in news { state.books[writer]?.add(known, at: sequence) }
            if state.books.count > writerLimit,
                let oldest = state.books.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.books[oldest.key] = nil
            }
        }
    }

    /// The partition in which the writer's book lies, as this process saw it made durable.
    func partition(of writer: String) -> Int? { state.withLock { $0.books[writer]?.partition } }

    func highest(of writer: String) -> Int64? { state.withLock { $0.books[writer]?.highest } }

    private struct State {
        var books: [String: BookOfNumbers] = [:]
        var clock = 0
    }
}

/// One writer's last numbers, in a ring: number n lies at n modulo the size, and a writer's numbers are contiguous, so
/// the ring holds just the latest. It starts small, since most writers write little between two restarts.
struct BookOfNumbers: Sendable {
    var lastUse = 0
    private(set) var highest: Int64 = 0
    private(set) var partition: Int?
    private var slots = [Slot](repeating: Slot(), count: 16)

    private struct Slot {
        /// 0: empty, as numbers count from 1.
        var sequence: Int32 = 0
        var partition: Int32 = 0
        var hash: UInt64 = 0
        /// −1 where the log did not say.
        var offset: Int64 = 0
        var recordedAt: Int64 = 0
    }

    subscript(_ sequence: Int64) -> Repeats.Known? {
        let slot = slots[Int(sequence) % slots.count]
        guard sequence > 0, slot.sequence == sequence else { return nil }
        let offset = slot.offset < 0 ? nil : slot.offset
        let placement = Placement(partition: Int(slot.partition), offset: offset, recordedAt: slot.recordedAt)
        return Repeats.Known(hash: slot.hash, placement: placement)
    }

    mutating func add(_ known: Repeats.Known, at sequence: Int64) {
        highest = max(highest, sequence)
        partition = partition ?? known.placement.partition
        while slots.count < Repeats.numbersPerWriter, isTakenByAnother(sequence) { grow() }
        let place = Int(sequence) % slots.count
        let new = Slot(
            sequence: Int32(sequence), partition: Int32(known.placement.partition), hash: known.hash,
            offset: known.placement.offset ?? -1, recordedAt: known.placement.recordedAt)
        let old = slots[place]
        // An older number must not push out a newer one: the end of the book is what is asked for again.
        if old.sequence > new.sequence { return }
        if old.sequence == new.sequence, new.offset < 0 || old.offset <= new.offset { return }
        slots[place] = new
    }

    private func isTakenByAnother(_ sequence: Int64) -> Bool {
        let slot = slots[Int(sequence) % slots.count]
        return slot.sequence != 0 && slot.sequence != sequence
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        for slot in old where slot.sequence != 0 { slots[Int(slot.sequence) % slots.count] = slot }
    }
}
