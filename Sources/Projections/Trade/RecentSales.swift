import Events

/// What was sold of a product on each of the last days, for the rate of sale.
///
/// Only the days near the last sale are kept. The last sale's day is taken from originals alone, since it must never go
/// back: so the same days are kept whatever the order of arrival.
struct RecentSales: Equatable {
    /// Days kept behind the last sale.
    static let window: Int32 = 35
    /// Days the rate looks at.
    static let rateDays: Int32 = 28

    struct Sold: Equatable {
        /// Days since 1970.
        var day: Int32
        /// Thousandths.
        var quantity: Int64
    }

    /// Days since 1970; nil while no original has sold any.
    private(set) var lastDay: Int32?
    /// The latest day with a quantity. Kept apart, since most products sell on one of the days only; its quantity is 0
    /// when there is none.
    private var latestDay: Int32 = 0
    private var latestQuantity: Int64 = 0
    /// The days before it, ascending, none of them 0.
    private var earlier: [Sold] = []

    init() {}

    /// - Parameter days: ascending by day, none of them 0.
    init(lastDay: Int32?, days: [Sold]) {
        self.lastDay = lastDay
        guard let last = days.last else { return }
        (latestDay, latestQuantity) = (last.day, last.quantity)
        if days.count > 1 { earlier = Array(days.dropLast()) }
    }

    /// Ascending by day, none of them 0.
    var days: [Sold] { latest.map { earlier + [$0] } ?? [] }

    /// The latest day with a quantity.
    var latest: Sold? { latestQuantity == 0 ? nil : Sold(day: latestDay, quantity: latestQuantity) }

    mutating func sawOriginal(on day: CalendarDay) {
        guard lastDay.map({ day.daysSince1970 > $0 }) ?? true else { return }
        lastDay = day.daysSince1970
        let floor = day.daysSince1970 - Self.window
        if latestDay <= floor { latestQuantity = 0 }
        guard let first = earlier.first, first.day <= floor else { return }
        earlier.removeFirst(earlier.firstIndex { $0.day > floor } ?? earlier.count)
    }

    /// Whole days until a quantity is sold at the rate, rounded down; nil when nothing is there, or nothing sells.
    func daysLeft(of quantity: Int64) -> Int64? {
        let sold = Int128(soldInRateDays)
        guard sold > 0, quantity > 0 else { return nil }
        return Int64(clamping: Int128(quantity) * Int128(Self.rateDays) / sold)
    }

    /// Adds what was sold (or takes it back).
    mutating func add(_ quantity: Int64, on day: CalendarDay) {
        let day = day.daysSince1970
        if let lastDay, day <= lastDay - Self.window { return }
        guard quantity != 0 else { return }
        if latestQuantity == 0 {
            (latestDay, latestQuantity) = (day, quantity)
        } else if day > latestDay {
            earlier.append(Sold(day: latestDay, quantity: latestQuantity))
            (latestDay, latestQuantity) = (day, quantity)
        } else if day == latestDay {
            latestQuantity &+= quantity
            if latestQuantity == 0, let before = earlier.popLast() {
                (latestDay, latestQuantity) = (before.day, before.quantity)
            }
        } else {
            addEarlier(quantity, on: day)
        }
    }

    private mutating func addEarlier(_ quantity: Int64, on day: Int32) {
        let place = earlier.lastIndex { $0.day <= day }
        if let place, earlier[place].day == day {
            earlier[place].quantity &+= quantity
            if earlier[place].quantity == 0 { earlier.remove(at: place) }
        } else {
            earlier.insert(Sold(day: day, quantity: quantity), at: (place ?? -1) + 1)
        }
    }

    /// Sold in the four weeks that end with the last day on which any was sold.
    var soldInRateDays: Int64 {
        guard let latest else { return 0 }
        let floor = latest.day - Self.rateDays
        return earlier.reduce(latest.quantity) { $1.day > floor ? $0 &+ $1.quantity : $0 }
    }
}
