import Events

/// What every product costs on a day, and by which fact: the listing, or the chain's last change.
///
/// Each Monday before opening the office changes about one price in a hundred. The list owns the numbers of the chain's
/// book behind the opening, since nothing else is written there.
struct PriceList: Sendable {
    private(set) var amounts: [Int64]
    /// The number in the chain's book of the fact that set the price.
    private(set) var facts: [Int64]
    private var lastNumber: Int64
    private let seed: UInt64

    init(_ articles: [Article], firstListing: Int64, lastNumber: Int64, seed: UInt64) {
        amounts = articles.map(\.listPrice)
        facts = articles.indices.map { firstListing + Int64($0) }
        (self.lastNumber, self.seed) = (lastNumber, seed)
    }

    static func reviews(on day: CalendarDay) -> Bool { day.weekday == 0 }

    /// 08:00, before the shops open.
    static func reviewTime(on day: CalendarDay) -> Instant {
        Instant(milliseconds: ChainPlan.zone.start(of: day).milliseconds + 8 * 3_600_000)
    }

    /// Sets the prices of every review of the plan that lies before `time`, the last of which the shops trade on at.
    ///
    /// - Parameter written: the last number in the chain's book, if known: a review beyond it was never announced.
    mutating func advance(through plan: ChainPlan, until time: Instant, written: Int64?) {
        let end = plan.until.map { min($0, time) } ?? time
        var day = plan.firstDay.advanced(by: 1)
        while day <= plan.lastDay, Self.reviewTime(on: day) < end {
            if Self.reviews(on: day) {
                var next = self
                _ = next.review(on: day)
                if let written, next.lastNumber > written { return }
                self = next
            }
            day = day.advanced(by: 1)
        }
    }

    /// Sets the prices of a Monday; returns which products changed, in the order of the facts.
    mutating func review(on day: CalendarDay) -> [Int] {
        var random = SeededRandom(seed, "prices", Int(day.daysSince1970))
        var changed: [Int] = []
        for _ in 0..<max(1, amounts.count / 100) {
            let article = random.below(amounts.count)
            let before = amounts[article]
            let after = max(10, before * Int64(random.between(92...111)) / 100 / 5 * 5)
            guard after != before, !changed.contains(article) else { continue }
            changed.append(article)
            lastNumber += 1
            (amounts[article], facts[article]) = (after, lastNumber)
        }
        return changed
    }
}

extension CalendarDay {
    /// 0 on Monday.
    var weekday: Int { Int((daysSince1970 % 7 + 10) % 7) }
    var monday: CalendarDay { advanced(by: -weekday) }
}
