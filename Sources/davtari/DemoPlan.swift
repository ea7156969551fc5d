import Events
import Simulation

/// Which demo chain a log holds: enough to make every fact of it again, byte for byte.
struct DemoPlan: Equatable {
    /// Two shops and few products, for tests.
    var isSmall = false
    var days: Int
    var lastDay: CalendarDay
    /// What came before this was loaded; what comes after is trading.
    var until: Instant

    /// The chain whose last day is today.
    init(isSmall: Bool, days: Int?, now: Instant) {
        self.isSmall = isSmall
        lastDay = ChainPlan.zone.day(of: now)
        until = now
        let usual = isSmall ? ChainPlan.small() : ChainPlan.demo(now: now)
        self.days = days ?? usual.days
    }

    init(isSmall: Bool, days: Int, lastDay: CalendarDay, until: Instant) {
        (self.isSmall, self.days, self.lastDay, self.until) = (isSmall, days, lastDay, until)
    }

    var chain: SimulatedChain {
        var plan = isSmall ? ChainPlan.small(lastDay: lastDay) : ChainPlan(lastDay: lastDay)
        plan.days = days
        plan.until = until
        return SimulatedChain(plan)
    }
}
