/// Which numbers of a writer's book were folded: a prefix 1…n and, rarely, islands behind it.
package struct SequenceSet: Equatable, Sendable {
    /// Closed ranges, ascending, never touching each other.
    package private(set) var ranges: [ClosedRange<Int64>] = []

    package init() {}

    /// From `[lower, upper, lower, upper, …]`.
    package init(flat: [Int64]) {
        ranges = stride(from: 0, to: flat.count - 1, by: 2).map { flat[$0]...flat[$0 + 1] }
    }

    package var flat: [Int64] { ranges.flatMap { [$0.lowerBound, $0.upperBound] } }

    /// The greatest n with all of 1…n inside; 0 when 1 is missing.
    package var prefix: Int64 { ranges.first.map { $0.lowerBound == 1 ? $0.upperBound : 0 } ?? 0 }
    package var greatest: Int64 { ranges.last?.upperBound ?? 0 }

    /// What is missing below the greatest number, at most `limit` ranges.
    package func gaps(limit: Int = .max) -> [ClosedRange<Int64>] {
        var gaps: [ClosedRange<Int64>] = []
        var next: Int64 = 1
        for range in ranges where gaps.count < limit {
            if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        return gaps
    }

    package func contains(_ number: Int64) -> Bool {
        let place = firstRange(endingAtOrAfter: number)
        return place < ranges.count && ranges[place].contains(number)
    }

    /// Adds a number; false when it was there.
    package mutating func insert(_ number: Int64) -> Bool {
        if let last = ranges.last, number == last.upperBound + 1 {
            ranges[ranges.count - 1] = last.lowerBound...number
            return true
        }
        return !contains(number)
            && {
                insert(number...number)
                return true
            }()
    }

    /// Adds every number of a range.
    package mutating func insert(_ new: ClosedRange<Int64>) {
        var lower = new.lowerBound
        var upper = new.upperBound
        let start = firstRange(endingAtOrAfter: lower - 1)
        var end = start
        while end < ranges.count, ranges[end].lowerBound <= upper + 1 {
            lower = min(lower, ranges[end].lowerBound)
            upper = max(upper, ranges[end].upperBound)
            end += 1
        }
        ranges.replaceSubrange(start..<end, with: [lower...upper])
    }

    private func firstRange(endingAtOrAfter number: Int64) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
