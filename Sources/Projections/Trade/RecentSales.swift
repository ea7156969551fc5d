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
    /// Ascending by day, none of them 0.
    private(set) var days: [Sold] = []

    init() {}
    init(lastDay: Int32?, days: [Sold]) { (self.lastDay, self.days) = (lastDay, days) }

    mutating func sawOriginal(on day: CalendarDay) {
        guard lastDay == nil || day.daysSince1970 > lastDay! else { return }
        lastDay = day.daysSince1970
        let floor = day.daysSince1970 - Self.window
        guard let first = days.first, first.day <= floor else { return }
        days.removeFirst(days.firstIndex { $0.day > floor } ?? days.count)
    }

    /// Adds what was sold (or takes it back).
    mutating func add(_ quantity: Int64, on day: CalendarDay) {
        let day = day.daysSince1970
        if let lastDay, day <= lastDay - Self.window { return }
        let place = days.lastIndex { $0.day <= day }
        if let place, days[place].day == day {
            days[place].quantity &+= quantity
            if days[place].quantity == 0 { days.remove(at: place) }
        } else if quantity != 0 {
            days.insert(Sold(day: day, quantity: quantity), at: (place ?? -1) + 1)
        }
    }

    /// Sold in the four weeks that end with the last day on which any was sold.
    var soldInRateDays: Int64 {
        guard let last = days.last?.day else { return 0 }
        return days.reduce(0) { $1.day > last - Self.rateDays ? $0 &+ $1.quantity : $0 }
    }
}
