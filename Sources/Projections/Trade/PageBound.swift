import Rules

/// Where a page of a pool begins: with a millisecond, or, where more movements stand at one than a page holds, with one of them.
///
/// As the database keeps it: the millisecond, and what orders keys within it as bytes.
package struct PageBound: Hashable, Comparable {
    package let milliseconds: Int64
    /// Empty where the page begins with its millisecond, as nearly all do.
    package let within: [UInt8]

    /// Before every movement.
    package static let beginning = PageBound(milliseconds: .min, within: [])

    package init(milliseconds: Int64, within: [UInt8]) {
        (self.milliseconds, self.within) = (milliseconds, within)
    }

    /// Right before the movements of a key.
    package init(_ key: PlainKey) { self.init(milliseconds: key.milliseconds, within: key.bytesWithinMillisecond) }

    /// Between two movements that follow each other.
    init(between last: PlainKey, and key: PlainKey) {
        self = last.milliseconds < key.milliseconds ? Self(milliseconds: key.milliseconds, within: []) : Self(key)
    }

    package static func < (one: PageBound, other: PageBound) -> Bool {
        if one.milliseconds != other.milliseconds { return one.milliseconds < other.milliseconds }
        return one.within.lexicographicallyPrecedes(other.within)
    }

    /// Whether a key stands before it.
    func isAfter(_ key: PlainKey) -> Bool {
        if key.milliseconds != milliseconds { return key.milliseconds < milliseconds }
        return !within.isEmpty && key.bytesWithinMillisecond.lexicographicallyPrecedes(within)
    }
}

extension PlainKey {
    /// Before every movement.
    package static let beginning = PlainKey(
        milliseconds: .min, phase: .opening, writer: "", sequence: 0, line: 0, part: 0)

    /// Bytes whose order is that of keys of one millisecond. A writer's name is of ASCII without controls, so its end is told by
    /// a 0, and its bytes are in the order of its characters.
    fileprivate var bytesWithinMillisecond: [UInt8] {
        var bytes: [UInt8] = [UInt8(truncatingIfNeeded: phase.rawValue)]
        bytes.append(contentsOf: writer.utf8)
        bytes.append(0)
        for number in [sequence, line, part] {
            // With the sign turned negative numbers come first.
            let ordered = UInt64(bitPattern: number) ^ (1 << 63)
            withUnsafeBytes(of: ordered.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
