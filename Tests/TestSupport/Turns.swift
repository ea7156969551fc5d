extension Array {
    /// The elements with each of them first once, and the same backwards: orders in which any two stand either way.
    package var inTurns: [[Element]] {
        var (order, turns): ([Element], [[Element]]) = (self, [])
        for turn in 0..<(count * 2) {
            order.append(order.removeFirst())
            if turn == count { order.reverse() }
            turns.append(order)
        }
        return turns
    }
}
