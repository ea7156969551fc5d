/// Where a reader stands: for every partition the next offset to read. Written `0:17,1:4`; partitions at 0 may be left out.
package struct Position: Sendable, Hashable, CustomStringConvertible {
    package var offsets: [Int64]

    package init(offsets: [Int64]) { self.offsets = offsets }
    package init(partitions: Int) { offsets = Array(repeating: 0, count: partitions) }

    /// Reads the written form; nil when it is not one, or names a partition that does not exist.
    package init?(_ text: String, partitions: Int) {
        self.init(partitions: partitions)
        for part in text.split(separator: ",") {
            let numbers = part.split(separator: ":")
            guard numbers.count == 2, let partition = Int(numbers[0]), let offset = Int64(numbers[1]),
                offsets.indices.contains(partition), offset >= 0
            else { return nil }
            offsets[partition] = max(offsets[partition], offset)
        }
    }

    package var description: String {
        offsets.enumerated().filter { $0.element > 0 }.map { "\($0.offset):\($0.element)" }.joined(separator: ",")
    }

    package subscript(_ partition: Int) -> Int64 {
        get { offsets[partition] }
        set { offsets[partition] = newValue }
    }

    /// Whether everything before `other` is also before this.
    package func hasReached(_ other: Position) -> Bool {
        zip(offsets, other.offsets).allSatisfy { $0 >= $1 }
    }

    /// The latest that none of these is before.
    package static func least(_ positions: [Position]) -> Position {
        Position(offsets: positions[0].offsets.indices.map { partition in positions.map { $0[partition] }.min()! })
    }

    /// How many records lie between this and a later position.
    package func distance(to later: Position) -> Int64 {
        zip(offsets, later.offsets).reduce(0) { $0 + max(0, $1.1 - $1.0) }
    }
}
