import Events

/// What the log has not heard of when the plan ends: one till's missing number, and a till that has been silent since
/// yesterday evening. Both facts exist at their tills, and may arrive later.
struct Silence: Sendable {
    let gap: (shop: Int, till: Int, from: Instant)
    let till: (shop: Int, till: Int, from: Instant)

    init(_ plan: ChainPlan, _ shops: [Shop]) {
        let zone = ChainPlan.zone
        func time(_ daysBefore: Int, _ minutes: Int) -> Instant {
            let start = zone.start(of: plan.lastDay.advanced(by: -daysBefore))
            return Instant(milliseconds: start.milliseconds + Int64(minutes) * 60_000)
        }
        gap = (1 % shops.count, 0, time(2, 14 * 60))
        let quiet = 2 % shops.count
        till = (quiet, shops[quiet].tills - 1, time(1, 20 * 60 + 50))
    }

    func isSilent(_ visit: Visit) -> Bool {
        visit.shop == till.shop && visit.till == till.till && visit.time >= till.from
    }

    /// The first receipt that qualifies is the missing one.
    func mayBeMissing(_ visit: Visit) -> Bool {
        visit.shop == gap.shop && visit.till == gap.till && visit.time >= gap.from
    }
}
