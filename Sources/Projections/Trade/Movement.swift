import Events

/// Goods going in or out of a pool.
struct Movement {
    enum Kind: Int64 {
        case delivery = 1, sale = 2, `return` = 3
        /// A delivery whose cost cannot be read: it enters at the present average.
        case uncosted = 4
    }

    var key: OrderKey
    var kind: Kind
    /// Thousandths; positive in, negative out.
    var quantity: Int64
    /// What an arrival is worth by itself: a delivery's invoice, or the share of a sale in another pool.
    var value: Int64 = 0
    var cause: Cause?
    /// Corrected: what an issue costs, or what an arrival adds, as known now.
    var cost: Int64 = 0
    /// The same by the store's own partition alone; booked figures are taken from it (docs/RULES.md, Stock and cost).
    var local: Int64 = 0
    /// Whether `cost` rests on a default cost or on nothing.
    var isGuess = false
    var source: RecordSource
    /// What receipts and days have been told of `cost` so far; not kept.
    var published: Int64 = 0

    /// The sale line that a referenced return takes back.
    struct Cause: Equatable {
        var sale: PlainKey
        var isSamePool: Bool
        /// What the line sold, and what earlier returns in the total order have taken of it.
        var sold: Int64
        var returnedBefore: Int64
        /// The same by this store's own returns, which is all that booked figures may know.
        var returnedHereBefore: Int64
    }
}
