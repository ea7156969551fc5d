import Events

/// What was sold of a product on each of the last days, for the rate of sale.
///
/// The last day is the latest with a sale that is no more than a day ahead of when the shop's facts were recorded: a clock
/// that ran ahead once must not hide what sells. Days that lie further ahead are kept and wait. Earlier days are let go of
/// some time behind the last one; where a correction takes that back, they are read from the movements again (`lacksDays`).
package struct RecentSales: Equatable {
    /// Days the rate looks at.
    package static let rateDays: Int32 = 28
    /// Days kept behind these, so that a correction seldom needs the movements.
    static let slack: Int32 = 7

    struct Sold: Equatable {
        /// Days since 1970.
        var day: Int32
        /// Thousandths: wide enough for whatever tills write, so that what was added can be taken out again.
        var quantity: Int128
    }

    /// Days after this one lie ahead of when they were recorded.
    private(set) var bound = Int32.min
    /// Every day after this one is here.
    private(set) var floor = Int32.min
    /// The latest day with a quantity. Kept apart, since most products sell on one of the days only; its quantity is 0
    /// when there is none.
    private var latestDay: Int32 = 0
    private var latestQuantity: Int128 = 0
    /// The days before it, ascending, none of them 0.
    private var earlier: [Sold] = []

    init() {}

    /// - Parameter days: ascending by day, none of them 0.
    init(bound: Int32, floor: Int32, days: [Sold]) {
        (self.bound, self.floor) = (bound, floor)
        guard let last = days.last else { return }
        (latestDay, latestQuantity) = (last.day, last.quantity)
        if days.count > 1 { earlier = Array(days.dropLast()) }
    }

    /// All that was ever sold, by its movements.
    init(_ movements: [Movement], recordedUpTo bound: Int32) {
        var sold: [Int32: Int128] = [:]
        for movement in movements where movement.kind == .sale {
            sold[movement.day, default: 0] &-= Int128(movement.quantity)
        }
        let days = sold.filter { $0.value != 0 }.map { Sold(day: $0.key, quantity: $0.value) }
        self.init(bound: bound, floor: .min, days: days.sorted { $0.day < $1.day })
        trim()
    }

    /// Ascending by day, none of them 0.
    var days: [Sold] { latestQuantity == 0 ? [] : earlier + [Sold(day: latestDay, quantity: latestQuantity)] }

    /// The last day on which any was sold, as far as that is no day ahead.
    var lastDay: Int32? {
        if latestQuantity != 0, latestDay <= bound { return latestDay }
        return earlier.last { $0.day <= bound }?.day
    }

    /// The last day of all and the four weeks up to it, wherever it lies: what follows from the facts alone.
    var digestLine: String {
        guard let last = days.last?.day else { return "" }
        return "\(last):\(days.reduce(0) { $1.day > last &- Self.rateDays ? $0 &+ $1.quantity : $0 })"
    }

    /// Whether days are asked for that were let go of.
    var lacksDays: Bool {
        guard floor > .min else { return false }
        return lastDay.map { $0 &- Self.rateDays < floor } ?? true
    }

    /// Sold in the four weeks that end with the last day on which any was sold.
    private var sold: Int128 {
        guard let last = lastDay else { return 0 }
        var sold: Int128 = latestDay <= last ? latestQuantity : 0
        for day in earlier where day.day > last &- Self.rateDays && day.day <= last { sold &+= day.quantity }
        return sold
    }

    /// The same as far as 64 bits reach, as people read it.
    var soldInRateDays: Int64 { Int64(clamping: sold) }

    /// Whole days until a quantity is sold at the rate, rounded down; nil when nothing is there, or nothing sells.
    func daysLeft(of quantity: Int64) -> Int64? {
        let sold = sold
        guard sold > 0, quantity > 0 else { return nil }
        return Int64(clamping: Int128(quantity) * Int128(Self.rateDays) / sold)
    }

    /// Adds what was sold (or takes it back).
    ///
    /// - Parameter recordedAt: of the fact that says so, in milliseconds.
    mutating func add(_ quantity: Int64, on day: CalendarDay, recordedAt: Int64) {
        let quantity = Int128(quantity)
        bound = max(bound, Movement.day(of: recordedAt) + 1)
        let day = day.daysSince1970
        guard quantity != 0, day > floor else { return }
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
        trim()
    }

    private mutating func addEarlier(_ quantity: Int128, on day: Int32) {
        let place = earlier.lastIndex { $0.day <= day }
        if let place, earlier[place].day == day {
            earlier[place].quantity &+= quantity
            if earlier[place].quantity == 0 { earlier.remove(at: place) }
        } else {
            earlier.insert(Sold(day: day, quantity: quantity), at: (place ?? -1) + 1)
        }
    }

    private mutating func trim() {
        guard let last = lastDay, last &- Self.rateDays &- Self.slack > floor else { return }
        floor = last &- Self.rateDays &- Self.slack
        guard let first = earlier.first, first.day <= floor else { return }
        earlier.removeFirst(earlier.firstIndex { $0.day > floor } ?? earlier.count)
    }
}

extension Movement {
    /// The day of a moment in UTC, since 1970.
    static func day(of milliseconds: Int64) -> Int32 {
        let day = milliseconds / 86_400_000
        return Int32(clamping: milliseconds % 86_400_000 < 0 ? day - 1 : day)
    }

    /// A sale's business date, in days since 1970.
    var day: Int32 { Self.day(of: key.own.milliseconds) &+ dayOffset }
}
