import Events

/// Someone comes to a till.
struct Visit: Sendable {
    var shop: Int
    var till: Int
    var time: Instant
    var day: CalendarDay
    /// Everything about the visit is drawn from this, so that leaving one out changes no other.
    var seed: UInt64
}

/// When people come: by weekday, by hour, by the size of the shop.
struct Rhythm: Sendable {
    let plan: ChainPlan
    let shops: [Shop]
    private let sizes: Int

    /// Opening hours on the shop's clock.
    static let opens = 9
    static let closes = 22
    /// Percent of an average day, from Monday.
    private static let weekdays = [88, 90, 92, 97, 115, 124, 94]
    /// From the hour in which the shops open.
    private static let hours = [3, 4, 5, 6, 7, 7, 6, 6, 8, 11, 12, 9, 5]
    /// People do not go to the second till before there is a queue at the first.
    private static let tills = [50, 32, 18, 10, 6]
    /// One receipt takes a till at least this long.
    private static let servingMilliseconds: Int64 = 20_000

    init(_ plan: ChainPlan, _ shops: [Shop]) {
        (self.plan, self.shops) = (plan, shops)
        sizes = shops.reduce(0) { $0 + $1.size }
    }

    /// Receipts of an average day, in thousandths.
    func averageReceipts(of shop: Int) -> Int {
        plan.receiptsPerStoreDay * 1_000 * shops.count * shops[shop].size / sizes
    }

    /// A shop's visits of a day, in time order.
    func visits(of shop: Int, on day: CalendarDay) -> [Visit] {
        var random = SeededRandom(plan.seed, "day", shop, Int(day.daysSince1970))
        let average = averageReceipts(of: shop) * Self.weekdays[day.weekday] / 100
        let count = (average * random.between(82...118) / 100 + 500) / 1_000
        let midnight = ChainPlan.zone.start(of: day).milliseconds
        var times = (0..<count).map { _ in
            let hour = Self.opens + random.pick(weights: Self.hours)
            return midnight + Int64(hour * 3_600_000 + random.below(3_590_000))
        }
        times.sort()
        var free = [Int64](repeating: 0, count: shops[shop].tills)
        return times.map { time in
            let till = pickTill(of: shop, &random)
            let served = max(time, free[till])
            free[till] = served + Self.servingMilliseconds
            return Visit(shop: shop, till: till, time: Instant(milliseconds: served), day: day, seed: random.next())
        }.sorted { ($0.time, $0.till) < ($1.time, $1.till) }
    }

    /// One visit at a given time, whatever the hour: for a demonstration that must not wait for the morning.
    func visit(at time: Instant, number: Int) -> Visit {
        var random = SeededRandom(plan.seed, "visit", Int(time.milliseconds), number)
        let shop = random.pick(weights: shops.map(\.size))
        return Visit(
            shop: shop, till: pickTill(of: shop, &random), time: time, day: ChainPlan.zone.day(of: time),
            seed: random.next())
    }

    private func pickTill(of shop: Int, _ random: inout SeededRandom) -> Int {
        let count = shops[shop].tills
        return count <= Self.tills.count ? random.pick(weights: Array(Self.tills[..<count])) : random.below(count)
    }
}
