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

    /// Days since 1970; nil while no original has sold any.
    private(set) var lastDay: Int32?
    private(set) var days: [Int32] = []
    private(set) var quantities: [Int64] = []

    init() {}
    init(lastDay: Int32?, days: [Int32], quantities: [Int64]) {
        (self.lastDay, self.days, self.quantities) = (lastDay, days, quantities)
    }

    mutating func sawOriginal(on day: CalendarDay) {
        guard lastDay == nil || day.daysSince1970 > lastDay! else { return }
        lastDay = day.daysSince1970
        let floor = day.daysSince1970 - Self.window
        let kept = days.firstIndex { $0 > floor } ?? days.count
        days.removeFirst(kept)
        quantities.removeFirst(kept)
    }

    /// Adds what was sold (or takes it back).
    mutating func add(_ quantity: Int64, on day: CalendarDay) {
        let day = day.daysSince1970
        if let lastDay, day <= lastDay - Self.window { return }
        let place = days.lastIndex { $0 <= day }
        if let place, days[place] == day {
            quantities[place] &+= quantity
            if quantities[place] == 0 {
                days.remove(at: place)
                quantities.remove(at: place)
            }
        } else if quantity != 0 {
            days.insert(day, at: (place ?? -1) + 1)
            quantities.insert(quantity, at: (place ?? -1) + 1)
        }
    }

    /// Sold in the four weeks that end with the last day on which any was sold.
    var soldInRateDays: Int64 {
        guard let last = days.last else { return 0 }
        return zip(days, quantities).reduce(0) { $1.0 > last - Self.rateDays ? $0 &+ $1.1 : $0 }
    }
}
