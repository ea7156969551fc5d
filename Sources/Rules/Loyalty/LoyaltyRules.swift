import Events

/// The rules of gift cards, coupons and points: what is decided moves something, and in the right direction.
enum LoyaltyRules {
    static func faults(ofAmount amount: Int64) -> [Fault] {
        var checks = Checks()
        checks.positive(amount, "amount")
        return checks.faults
    }

    static func faults(ofPoints points: Int64) -> [Fault] {
        var checks = Checks()
        checks.positive(points, "points", "points.positive")
        return checks.faults
    }

    static func faults(of coupon: CouponIssued) -> [Fault] {
        var checks = Checks()
        checks.interval(coupon.from, coupon.to, coupon.circumstances)
        return checks.faults
    }

    static func faults(of earned: PointsEarned) -> [Fault] {
        var checks = Checks()
        checks.must(
            earned.base == nil || earned.currency != nil, "currency", "required", "a base needs its currency")
        return faults(ofPoints: earned.points) + checks.faults
    }

    static func faults(of burned: PointsBurned) -> [Fault] {
        var checks = Checks()
        checks.notNegative(burned.amount, "amount")
        checks.must(
            burned.amount == nil || burned.currency != nil, "currency", "required", "an amount needs its currency")
        check(&checks, burned.spent, of: burned.points)
        return faults(ofPoints: burned.points) + checks.faults
    }

    static func faults(of expired: PointsExpired) -> [Fault] {
        var checks = Checks()
        check(&checks, expired.spent, of: expired.points)
        return faults(ofPoints: expired.points) + checks.faults
    }

    private static func check(_ checks: inout Checks, _ spent: [PointsPart], of points: Int64) {
        guard !spent.isEmpty else { return }
        checks.sum(points, "points", "sum.spent", spent.total(\.points), "the sum of what was spent")
        for (index, part) in spent.enumerated() {
            checks.positive(part.points, "spent[\(index)].points", "points.positive")
        }
    }
}
