extension RandomAccessCollection {
    /// The first place whose element is behind what is looked for, by halving; the end where none is.
    ///
    /// - Parameter isBehind: false of some elements and true of all after them.
    @inline(__always) func firstIndexInOrder(where isBehind: (Element) throws -> Bool) rethrows -> Index {
        var (first, count) = (startIndex, self.count)
        while count > 0 {
            let half = count / 2
            let middle = index(first, offsetBy: half)
            if try isBehind(self[middle]) {
                count = half
            } else {
                first = index(after: middle)
                count -= half + 1
            }
        }
        return first
    }
}
