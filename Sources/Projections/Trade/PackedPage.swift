import Events
import Rules

/// Movements of one pool in their order as bytes, from a moment on.
///
/// This is how the database keeps them and how a fold has most of them in hand: a movement that goes to the end is
/// appended without unpacking what stands before it. Each tells only how it differs from the one before.
package struct PackedPage {
    /// `PageBound.beginning` for the first.
    let from: PageBound
    /// What the pool held when the page began; nil is an empty pool that knows no average.
    let start: PageStart?
    private(set) var bytes: [UInt8] = []
    private(set) var count: Int32 = 0
    /// Where the last movement is folded; in its own fields, since there are hundreds of thousands of pages.
    var last: PlainKey? {
        count == 0
            ? nil
            : PlainKey(
                milliseconds: lastMilliseconds, phase: lastPhase, writer: lastWriter, sequence: Int64(lastSequence),
                line: lastLine, part: Int64(lastPart))
    }
    private(set) var lastMilliseconds: Int64 = 0
    private var lastLine: Int64 = 0
    private var lastWriter = ""
    /// A number of a book is at most `Envelope.sequenceLimit`, a part at most the lines of an event.
    private var lastSequence: Int32 = 0
    private var lastPart: Int32 = 0
    private var lastPhase = PlainKey.Phase.opening
    /// Whether it is folded there as a displaced return, behind movements of the same place.
    private(set) var isLastDisplaced = false
    private var lastRecorded: Int64 = 0

    init(from: PageBound, start: PageStart?) { (self.from, self.start) = (from, start) }

    /// Whether something was owed when it began, so that it cannot be costed without what comes before.
    var beginsOwing: Bool { start.map { $0.pair.corrected.quantity < 0 || $0.pair.local.quantity < 0 } ?? false }

    /// Whether a movement of this key belongs behind everything here.
    // Inlined: a call would copy the page for every line of every receipt.
    @inline(__always) func isBehind(_ key: PlainKey) -> Bool {
        if lastMilliseconds < key.milliseconds, count > 0 { return true }
        // One whose movements were all taken out still begins where it began.
        return last.map { $0 < key } ?? !from.isAfter(key)
    }

    private struct Flags: OptionSet {
        let rawValue: UInt8
        static let isGuess = Flags(rawValue: 1)
        static let isDisplaced = Flags(rawValue: 2)
        static let hasCause = Flags(rawValue: 4)
        /// Written by the writer of the movement before.
        static let sameWriter = Flags(rawValue: 8)
        static let hasValue = Flags(rawValue: 16)
        /// `local` is not `cost`.
        static let hasLocal = Flags(rawValue: 32)
        static let hasPart = Flags(rawValue: 64)
        /// From the partition of the movement before.
        static let samePartition = Flags(rawValue: 128)
    }

    /// Beside a movement's phase: `Movement.isFollowed`.
    private static let followed: UInt8 = 8
    /// In the place of a sale's kind: its business date is not its day in UTC.
    private static let offsetSale: Int64 = 11

    private var lastPartition: Int32 = -1
    /// What a movement takes at most, but for few.
    private static let usualBytes = 40

    mutating func append(_ movement: Movement) {
        append(
            movement.kind, movement.key.at, quantity: movement.quantity, value: movement.value, cost: movement.cost,
            local: movement.local, movement.source, dayOffset: movement.dayOffset,
            rare: movement.key.after == nil && movement.cause == nil && !movement.isGuess && !movement.isFollowed
                && !movement.kind.isDocument ? nil : movement)
    }

    /// - Parameter rare: the whole movement, where it is displaced, refers to another, is followed, rests on a guess or is a
    ///   document's.
    mutating func append(
        _ kind: Movement.Kind, _ key: PlainKey, quantity: Int64, value: Int64, cost: Int64, local: Int64,
        _ source: RecordSource, dayOffset: Int32 = 0, rare: Movement? = nil
    ) {
        var flags: Flags = []
        if let rare {
            if rare.isGuess { flags.insert(.isGuess) }
            if rare.key.after != nil { flags.insert(.isDisplaced) }
            if rare.cause != nil { flags.insert(.hasCause) }
        }
        if lastWriter == key.writer { flags.insert(.sameWriter) }
        if value != 0 { flags.insert(.hasValue) }
        if local != cost { flags.insert(.hasLocal) }
        if key.part != 0 { flags.insert(.hasPart) }
        if Int(lastPartition) == source.partition { flags.insert(.samePartition) }

        var pack = PackWriter(continuing: &bytes)
        pack.reserve(Self.usualBytes)
        let isOffset = kind == .sale && dayOffset != 0
        pack.byte(
            UInt8(truncatingIfNeeded: (isOffset ? Self.offsetSale : kind.rawValue) << 4 | key.phase.rawValue)
                | (rare?.isFollowed == true ? Self.followed : 0))
        pack.byte(flags.rawValue)
        pack.int(key.milliseconds &- lastMilliseconds)
        if !flags.contains(.sameWriter) { pack.text(key.writer) }
        pack.int(key.sequence)
        pack.int(key.line)
        if flags.contains(.hasPart) { pack.int(key.part) }
        if isOffset { pack.int(dayOffset) }
        if let after = rare?.key.after { pack.key(after) }
        pack.int(quantity)
        if flags.contains(.hasValue) { pack.int(value) }
        if let cause = rare?.cause { pack.cause(cause) }
        pack.int(cost)
        if flags.contains(.hasLocal) { pack.int(local) }
        if !flags.contains(.samePartition) { pack.int(Int64(source.partition)) }
        pack.int(source.offset)
        pack.int(source.recordedAt &- lastRecorded)
        if kind.isDocument { pack.document(rare?.stated) }
        pack.end(&bytes)

        count += 1
        note(key)
        isLastDisplaced = flags.contains(.isDisplaced)
        lastRecorded = source.recordedAt
        lastPartition = Int32(truncatingIfNeeded: source.partition)
    }

    private mutating func note(_ key: PlainKey) {
        (lastMilliseconds, lastPhase, lastWriter) = (key.milliseconds, key.phase, key.writer)
        (lastSequence, lastLine) = (Int32(truncatingIfNeeded: key.sequence), key.line)
        lastPart = Int32(truncatingIfNeeded: key.part)
    }

    // MARK: Unpacking

    func movements() throws -> [Movement] { try Self.movements(bytes) }

    package static func movements(_ bytes: [UInt8]) throws -> [Movement] {
        var pack = PackReader(bytes)
        var movements: [Movement] = []
        var last: Movement?
        while !pack.isAtEnd {
            let movement = try Self.movement(&pack, after: last)
            movements.append(movement)
            last = movement
        }
        return movements
    }

    private static func movement(_ pack: inout PackReader, after last: Movement?) throws -> Movement {
        let head = try pack.byte()
        let flags = Flags(rawValue: try pack.byte())
        let isOffset = Int64(head >> 4) == offsetSale
        guard let kind = isOffset ? .sale : Movement.Kind(rawValue: Int64(head >> 4)),
            let phase = PlainKey.Phase(rawValue: Int64(head & 7))
        else { throw PackReader.Broken() }
        let milliseconds = (last?.key.at.milliseconds ?? 0) &+ (try pack.int())
        let writer = flags.contains(.sameWriter) ? last?.key.at.writer ?? "" : try pack.text()
        var key = OrderKey(
            PlainKey(
                milliseconds: milliseconds, phase: phase, writer: writer, sequence: try pack.int(),
                line: try pack.int(), part: flags.contains(.hasPart) ? try pack.int() : 0))
        let dayOffset = isOffset ? Int32(truncatingIfNeeded: try pack.int()) : 0
        if flags.contains(.isDisplaced) { key.after = try pack.plainKey() }
        let quantity = try pack.int()
        let value = flags.contains(.hasValue) ? try pack.int() : 0
        let cause = flags.contains(.hasCause) ? try pack.cause() : nil
        let cost = try pack.int()
        let local = flags.contains(.hasLocal) ? try pack.int() : cost
        let partition = flags.contains(.samePartition) ? last?.source.partition ?? 0 : Int(try pack.int())
        let source = RecordSource(
            partition: partition, offset: try pack.int(),
            recordedAt: (last?.source.recordedAt ?? 0) &+ (try pack.int()))
        var movement = Movement(
            key: key, kind: kind, quantity: quantity, value: value, cause: cause, cost: cost, local: local,
            isGuess: flags.contains(.isGuess), source: source, dayOffset: dayOffset, published: cost)
        movement.isFollowed = head & followed != 0
        if kind.isDocument { movement.stated = try pack.stated() }
        return movement
    }

    // MARK: Head

    /// What is not in the movements' bytes, so that a page can be continued without unpacking them.
    @inline(__always) func packHead(_ pack: inout PackWriter) {
        pack.int(Int64(count))
        pack.optional(start.map(\.pair)) { pack, start in
            for number in start.corrected.flat + start.local.flat { pack.int(number) }
            pack.int(start.isGuess ? 1 : 0)
        }
        pack.optional(last) { $0.key($1) }
        pack.int(isLastDisplaced ? 1 : 0)
        pack.int(lastRecorded)
        pack.int(Int64(lastPartition))
    }

    init(from: PageBound, head pack: inout PackReader, bytes: [UInt8]) throws {
        self.from = from
        self.bytes = bytes
        count = Int32(try pack.int())
        start = try pack.optional { pack in
            // cannot trap: as many as are read
            let flat = try (0..<8).map { _ in try pack.int() }
            return PageStart(
                corrected: CostState(flat: Array(flat[..<4])), local: CostState(flat: Array(flat[4...])),
                isGuess: try pack.int() == 1)
        }
        if let last = try pack.optional({ try $0.plainKey() }) { note(last) }
        isLastDisplaced = try pack.int() == 1
        lastRecorded = try pack.int()
        lastPartition = Int32(try pack.int())
    }
}

/// What a pool held when a page began. A class, since most pools have one page, which begins with nothing.
final class PageStart {
    let pair: (corrected: CostState, local: CostState, isGuess: Bool)

    /// - Parameter isGuess: whether an earlier page rests on a guess.
    init(corrected: CostState, local: CostState, isGuess: Bool) { pair = (corrected, local, isGuess) }
}

extension PackWriter {
    mutating func cause(_ cause: Movement.Cause) {
        key(cause.sale)
        int(cause.isSamePool ? 1 : 0)
        int(cause.sold)
        int(cause.returnedBefore)
        int(cause.returnedHereBefore)
        optional(cause.currency) { $0.text($1) }
    }
}

extension PackReader {
    mutating func cause() throws -> Movement.Cause {
        Movement.Cause(
            sale: try plainKey(), isSamePool: try int() == 1, sold: try int(), returnedBefore: try int(),
            returnedHereBefore: try int(), currency: try optional { try $0.text() })
    }
}

extension CostState {
    var flat: [Int64] { [quantity, value, averageQuantity, averageValue] }
    // cannot trap: four are given to it, above
    init(flat: [Int64]) {
        self.init(quantity: flat[0], value: flat[1], averageQuantity: flat[2], averageValue: flat[3])
    }
}
