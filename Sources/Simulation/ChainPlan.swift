import Events

/// How large a chain, how long and how busy. Everything else follows from the seed and the days.
package struct ChainPlan: Sendable {
    package var seed: UInt64 = 1
    package var stores = 20
    package var tillsPerStore = 2...3
    package var products = 2_000
    package var customers = 5_000
    package var days = 60
    package var lastDay: CalendarDay
    /// Nothing from this moment on has happened yet; nil lets the last day end.
    package var until: Instant?
    /// The average; weekday, hour and the shop's size vary it.
    package var receiptsPerStoreDay = 40
    package var returnsPercent = 2
    package var lateDeliveriesPercent = 3
    package var oneSuspectIn = 2_000
    package var oneTrainingIn = 1_500

    package init(lastDay: CalendarDay) { self.lastDay = lastDay }

    package var firstDay: CalendarDay { lastDay.advanced(by: 1 - days) }

    /// The chain's shops stand in one zone, which has had no summer time since 2005.
    package static let zone = Zone("Asia/Tbilisi")!

    /// Twenty shops over the sixty days that end now.
    package static func demo(now: Instant, seed: UInt64 = 1) -> ChainPlan {
        var plan = ChainPlan(lastDay: zone.day(of: now))
        plan.seed = seed
        plan.until = now
        return plan
    }

    /// The demo chain that opened on a day: how a demo that goes on finds its plan again, whatever the date is now.
    package static func demo(openedOn firstDay: CalendarDay, seed: UInt64 = 1) -> ChainPlan {
        var plan = ChainPlan(lastDay: firstDay)
        plan.seed = seed
        plan.lastDay = firstDay.advanced(by: plan.days - 1)
        return plan
    }

    /// Two shops over five days, with what is rare made frequent: for tests.
    package static func small(seed: UInt64 = 1, lastDay: CalendarDay = CalendarDay("2026-03-31")!) -> ChainPlan {
        var plan = ChainPlan(lastDay: lastDay)
        plan.seed = seed
        plan.stores = 2
        plan.products = 30
        plan.customers = 20
        plan.days = 5
        plan.returnsPercent = 8
        plan.lateDeliveriesPercent = 15
        plan.oneSuspectIn = 50
        plan.oneTrainingIn = 60
        return plan
    }
}
