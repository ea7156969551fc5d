import Foundation

/// Texts by number, so that a fold compares and looks up small integers.
///
/// Two texts are the same when their UTF-8 bytes are: ids that Unicode calls equivalent but that were written with other
/// bytes are other ids (docs/RULES.md, Time and order).
final class Names {
    private(set) var texts: ContiguousArray<String> = []
    /// By hash: the hash in the upper half, the number + 1 in the lower; 0 is empty. A power of two, at most half full.
    private var slots: ContiguousArray<UInt64>

    /// The numbers in the order of their texts, as far as that was asked for, and each one's place in it.
    private var order: [Int32] = []
    private var ranksInOrder: [Int32] = []

    private static let firstSize = 1024

    init() { slots = ContiguousArray(repeating: 0, count: Self.firstSize) }

    subscript(_ number: Int32) -> String { texts[Int(number)] }

    func number(of text: String) -> Int32 { number(of: text, Self.hash(text)) }

    /// Each text's number. The slots of all of them are read side by side before one is looked at.
    func numbers(of texts: [String]) -> [Int32] {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: texts.count) { hashes in
            var read: UInt64 = 0
            for place in texts.indices {
                hashes[place] = Self.hash(texts[place])
                read &+= slots[Int(hashes[place]) & (slots.count &- 1)]
            }
            ReadAhead.keep(read)
            return texts.indices.map { number(of: texts[$0], hashes[$0]) }
        }
    }

    private func number(of text: String, _ hash: UInt32) -> Int32 {
        let mask = slots.count &- 1
        var slot = Int(hash) & mask
        while true {
            let found = slots[slot]
            if found == 0 { break }
            if UInt32(found >> 32) == hash {
                let number = Int(UInt32(truncatingIfNeeded: found)) &- 1
                if Self.isSame(texts[number], text) { return Int32(truncatingIfNeeded: number) }
            }
            slot = (slot &+ 1) & mask
        }
        texts.append(text)
        slots[slot] = UInt64(hash) << 32 | UInt64(texts.count)
        if texts.count * 2 > slots.count { grow() }
        return Int32(texts.count - 1)
    }

    /// Each number's place in the order of the texts' UTF-8 bytes (`COLLATE "C"`).
    ///
    /// Asked for with every batch, while hardly a name is new: the order is kept, and the new ones are put into it.
    func ranks() -> [Int32] {
        guard order.count < texts.count else { return ranksInOrder }
        let fresh = (order.count..<texts.count).map { Int32($0) }.sorted { precedes($0, $1) }
        var merged: [Int32] = []
        merged.reserveCapacity(texts.count)
        var taken = 0
        for number in fresh {
            let place = place(of: number, from: taken)
            merged += order[taken..<place]
            merged.append(number)
            taken = place
        }
        merged += order[taken...]
        order = merged
        ranksInOrder = [Int32](repeating: 0, count: texts.count)
        for (rank, number) in order.enumerated() { ranksInOrder[Int(number)] = Int32(rank) }
        return ranksInOrder
    }

    /// Where in the order a number that is not in it belongs, not before a place.
    private func place(of number: Int32, from first: Int) -> Int {
        var (low, high) = (first, order.count)
        while low < high {
            let middle = (low + high) / 2
            if precedes(order[middle], number) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func precedes(_ one: Int32, _ other: Int32) -> Bool {
        var (one, other) = (texts[Int(one)], texts[Int(other)])
        return one.withUTF8 { a in
            other.withUTF8 { b in
                let count = min(a.count, b.count)
                // cannot trap: a buffer with bytes has an address
                let shared = count == 0 ? 0 : memcmp(a.baseAddress!, b.baseAddress!, count)
                return shared == 0 ? a.count < b.count : shared < 0
            }
        }
    }

    private func grow() {
        let old = slots
        slots = ContiguousArray(repeating: 0, count: old.count * 2)
        let mask = slots.count - 1
        for taken in old where taken != 0 {
            var slot = Int(taken >> 32) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = taken
        }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        // Nearly all are the same value, down to where a long text lies; then so are its bytes.
        if unsafeBitCast(one, to: (UInt64, UInt64).self) == unsafeBitCast(other, to: (UInt64, UInt64).self) {
            return true
        }
        var (one, other) = (one, other)
        return one.withUTF8 { a in other.withUTF8 { b in a.count == b.count && a.elementsEqual(b) } }
    }

    /// FNV-1a over eight bytes at a time; keys come from the chain's own catalogue, and a bad one only costs a longer look.
    private static func hash(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            var place = 0
            while place &+ 8 <= bytes.count {
                hash = (hash ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 29
                place &+= 8
            }
            while place < bytes.count {
                hash = (hash ^ UInt64(bytes[place])) &* 0x0000_0100_0000_01b3
                place &+= 1
            }
            hash = (hash ^ (hash >> 32)) &* 0x9E37_79B9_7F4A_7C15
            return UInt32(truncatingIfNeeded: hash >> 32)
        }
    }
}
