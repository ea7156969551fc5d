import Events
import Testing

@testable import Services

private let noon = Instant("2026-03-01T12:00:00Z")!
private let later = Instant("2026-03-01T12:10:00Z")!

@Suite struct `Redeeming a coupon` {
    private typealias Order = CouponDecider.Order

    private func issue(
        uses: Int64 = 1, customer: String? = nil, from: String? = nil, to: String? = nil, isRuleKnown: Bool = true
    ) -> Order {
        var fact = CouponIssued()
        (fact.coupon, fact.rule, fact.uses, fact.customer) = ("C", "r", uses, customer)
        (fact.from, fact.to) = (from, to)
        return .issue(fact, isRuleKnown: isRuleKnown)
    }

    private func reserve(_ hold: String, until: String? = nil, at now: Instant = noon) -> Order {
        var fact = CouponReserved()
        (fact.coupon, fact.hold, fact.expiresAt) = ("C", hold, until)
        return .reserve(fact, now: now)
    }

    private func redeem(_ hold: String? = nil, customer: String? = nil, at now: Instant = noon) -> Order {
        var fact = CouponRedeemed()
        (fact.coupon, fact.hold, fact.customer) = ("C", hold, customer)
        return .redeem(fact, now: now)
    }

    @Test func `of one use two tills want, one gets it`() {
        let held = Given(CouponDecider.self).after(issue()).after(reserve("t1"))
        held.when(reserve("t2")).thenRefused("coupon.uses", ["left": 0, "uses": 1, "used": 0])
        held.when(redeem()).thenRefused("coupon.uses")
        let used = held.after(redeem("t1"))
        used.when(redeem("t1")).thenRefused("hold.ended")
        used.when(reserve("t2")).thenRefused("coupon.uses", ["left": 0, "used": 1])
        used.thenState { $0.used == 1 && $0.holds.isEmpty }
    }

    @Test func `a hold that was released or ran out gives its use back`() {
        let held = Given(CouponDecider.self).after(issue()).after(reserve("t1", until: "2026-03-01T12:05:00Z"))
        held.after(reserve("t2", at: later)).when(redeem("t1", at: later)).thenRefused("coupon.uses")
        held.when(redeem("t1", at: later)).then("coupon.redeemed.v1")
        var release = CouponReleased()
        (release.coupon, release.hold) = ("C", "t1")
        let released = held.after(.release(release))
        released.thenState { $0.left(at: noon) == 1 }
        released.when(.release(release)).then()
        released.when(reserve("t1")).thenRefused("hold.used")
        release.hold = "t9"
        held.when(.release(release)).thenRefused("hold.unknown")
    }

    @Test func `holds for whom, when and as long as it was issued`() {
        Given(CouponDecider.self).when(redeem()).thenRefused("coupon.unknown")
        Given(CouponDecider.self).when(issue(isRuleKnown: false)).thenRefused("rule.unknown")
        Given(CouponDecider.self).after(issue()).when(issue()).thenRefused("coupon.issued")
        let own = Given(CouponDecider.self).after(issue(customer: "c"))
        own.when(redeem(customer: "d")).thenRefused("coupon.customer")
        own.when(redeem(customer: "c")).then("coupon.redeemed.v1")
        Given(CouponDecider.self).after(issue(from: "2026-03-02")).when(redeem()).thenRefused("coupon.early")
        Given(CouponDecider.self).after(issue(to: "2026-03-01T12:00:00Z")).when(redeem()).thenRefused("coupon.late")
        Given(CouponDecider.self).after(issue(to: "2026-03-02")).when(redeem()).then("coupon.redeemed.v1")
        var cancel = CouponCancelled()
        cancel.coupon = "C"
        let cancelled = Given(CouponDecider.self).after(issue(uses: 2)).after(.cancel(cancel))
        cancelled.when(redeem()).thenRefused("coupon.cancelled")
        cancelled.when(.cancel(cancel)).then()
    }
}

@Suite struct `Spending points` {
    private func earned(
        _ points: Int64, _ number: Int64, expiresOn: String? = nil, program: String? = nil, receipt: String? = nil
    ) -> Said {
        var fact = PointsEarned()
        (fact.customer, fact.points, fact.program, fact.receipt) = ("c", points, program, receipt)
        fact.expiresOn = expiresOn.flatMap { CalendarDay($0) }
        return Said(.pointsEarned(fact), id: FactID(writer: "office", sequence: number))
    }

    private func taking(_ points: Int64) -> PointsAdjusted {
        var fact = PointsAdjusted()
        (fact.customer, fact.points) = ("c", 0 - points)
        return fact
    }

    @Test func `a return undoes no more than its sale earned or burned, however many returns there are`() {
        func undo(_ kind: String, _ points: Int64, _ receipt: String, of original: String?) -> PointsDecider.Order {
            var fact = PointsReversed()
            (fact.customer, fact.kind, fact.points) = ("c", kind, points)
            (fact.receipt, fact.original) = (receipt, original)
            return .reverse(fact)
        }
        var burned = PointsBurned()
        (burned.customer, burned.points, burned.receipt) = ("c", 10, "S:1")
        let given = Given(PointsDecider.self, [earned(30, 1, receipt: "S:1"), Said(.pointsBurned(burned))])
        given.when(undo("burned", 999, "S:2", of: "NOSUCH:1")).thenRefused(
            "points.original", ["left": 0, "asked": 999])
        given.when(undo("burned", 5, "S:2", of: nil)).thenRefused("required")
        given.when(undo("burned", 11, "S:2", of: "S:1")).thenRefused("points.original", ["left": 10])
        let once = given.after(undo("burned", 6, "S:2", of: "S:1"))
        once.when(undo("burned", 10, "S:3", of: "S:1")).thenRefused("points.original", ["left": 4])
        once.after(undo("burned", 4, "S:3", of: "S:1")).thenState { $0.purse(nil).balance == 30 }
        given.when(undo("earned", 31, "S:2", of: "S:1")).thenRefused("points.original", ["left": 30])
        given.after(undo("earned", 30, "S:2", of: "S:1")).thenState { $0.purse(nil).balance == -10 }
    }

    @Test(arguments: ["earned", "burned"])
    func `what others say was undone counts no further than the receipt moved, in any order`(_ kind: String) {
        func undone(_ points: Int64, _ number: Int64, of original: String?) -> Said {
            var fact = PointsReversed()
            (fact.customer, fact.kind, fact.points, fact.original) = ("c", kind, points, original)
            return Said(.pointsReversed(fact), id: FactID(writer: "import", sequence: number))
        }
        var burned = PointsBurned()
        (burned.customer, burned.points, burned.receipt) = ("c", 20, "S:1")
        let moved =
            kind == "earned"
            ? earned(20, 9, receipt: "S:1") : Said(.pointsBurned(burned), id: FactID(writer: "office", sequence: 9))
        let facts = [
            moved, undone(15, 1, of: "S:1"), undone(15, 2, of: "S:1"), undone(999, 3, of: "NOSUCH:1"),
            undone(999, 4, of: nil),
        ]
        for first in facts.indices {
            let order = Array(facts[first...] + facts[..<first])
            for order in [order, order.reversed()] {
                let given = Given(PointsDecider.self, [earned(100, 8)] + order)
                given.thenState { $0.purse(nil).balance == 100 && $0.undoable(kind, "S:1", nil) == 0 }
            }
        }
    }

    private func reserve(_ hold: String, _ points: Int64, until: String? = nil, program: String? = nil)
        -> PointsDecider.Order
    {
        var fact = PointsReserved()
        (fact.customer, fact.hold, fact.points, fact.program) = ("c", hold, points, program)
        fact.expiresAt = until
        return .reserve(fact, now: noon)
    }

    private func burn(_ points: Int64, hold: String? = nil, at now: Instant = noon) -> PointsDecider.Order {
        var fact = PointsBurned()
        (fact.customer, fact.points, fact.hold) = ("c", points, hold)
        return .burn(fact, now: now)
    }

    private func spent(_ outcome: [Decided]) -> [String] {
        guard case .pointsBurned(let fact)? = outcome.first?.fact else { return [] }
        return fact.spent.map { "\($0.earning) \($0.points)" }
    }

    @Test func `takes the oldest first, and never more than there are`() {
        let given = Given(PointsDecider.self, [earned(30, 1), earned(50, 2)])
        #expect(spent(given.when(burn(40)).then("points.burned.v1")) == ["office:1 30", "office:2 10"])
        given.after(burn(40)).thenState { $0.purse(nil).balance == 40 && $0.purse(nil).lots.count == 1 }
        given.when(burn(81)).thenRefused("points.balance", ["left": 80, "asked": 81])
        given.after(burn(80)).when(burn(1)).thenRefused("points.balance", ["left": 0])
    }

    @Test func `of 100 held by two tills neither gets what the other holds`() {
        let held = Given(PointsDecider.self, [earned(100, 1)]).after(reserve("t1", 60))
        held.when(reserve("t2", 60)).thenRefused("points.balance", ["left": 40, "asked": 60])
        held.when(burn(61, hold: "t1")).thenRefused("points.balance", ["left": 60])
        let burned = held.after(burn(50, hold: "t1"))
        burned.when(burn(1, hold: "t1")).thenRefused("hold.ended")
        burned.when(reserve("t2", 50)).then("points.reserved.v1")
        var release = PointsReleased()
        (release.customer, release.hold) = ("c", "t1")
        held.after(.release(release)).thenState { $0.purse(nil).left(at: noon) == 100 }
        held.after(.release(release)).when(.release(release)).then()
        release.hold = "t9"
        held.when(.release(release)).thenRefused("hold.unknown")
    }

    @Test func `programmes are purses of their own, and a release finds its own`() {
        let given = Given(PointsDecider.self, [earned(100, 1, program: "gold"), earned(5, 2)])
        given.when(burn(6)).thenRefused("points.balance", ["left": 5])
        var release = PointsReleased()
        (release.customer, release.hold) = ("c", "g")
        given.after(reserve("g", 90, program: "gold")).after(.release(release)).thenState {
            $0.purse("gold").left(at: noon) == 100 && $0.purse(nil).left(at: noon) == 5
        }
    }

    @Test func `what has expired cannot be spent, and is told once`() {
        let given = Given(PointsDecider.self, [earned(30, 1, expiresOn: "2026-02-01"), earned(50, 2)])
        given.when(burn(51)).thenRefused("points.balance", ["left": 50])
        var expire = PointsExpired()
        expire.customer = "c"
        let told = given.when(.expire(expire, now: noon)).then("points.expired.v1")
        guard case .pointsExpired(let fact)? = told.first?.fact else { return }
        #expect(fact.points == 30 && fact.spent.map(\.earning) == ["office:1"])
        given.after(.expire(expire, now: noon)).when(.expire(expire, now: noon)).then()
        given.after(.expire(expire, now: noon)).thenState { $0.purse(nil).balance == 50 }
    }

    @Test func `a return may take back what is spent already: the next points pay for it`() {
        var reversed = PointsReversed()
        (reversed.customer, reversed.kind, reversed.points) = ("c", "earned", 30)
        let spent = Given(PointsDecider.self, [earned(30, 1)]).after(burn(30))
        spent.thenState { $0.purse(nil).balance == 0 }
        var burned = PointsBurned()
        (burned.customer, burned.points) = ("c", 30)
        let after = Given(
            PointsDecider.self,
            [earned(30, 1), Said(.pointsBurned(burned)), Said(.pointsReversed(reversed)), earned(50, 2)])
        after.thenState { $0.purse(nil).balance == 20 && $0.purse(nil).owed == 0 }
        (reversed.receipt, reversed.original) = ("S01-t1:9", "S01-t1:1")
        let undone = Given(
            PointsDecider.self,
            [earned(30, 1, receipt: "S01-t1:1"), Said(.pointsBurned(burned)), earned(50, 2), earned(20, 3)]
        ).after(.adjust(taking(50), now: noon)).after(.reverse(reversed))
        undone.thenState { $0.purse(nil).balance == -10 }
        undone.when(.reverse(reversed)).thenRefused("points.reversed")
        var taken = PointsAdjusted()
        (taken.customer, taken.points) = ("c", -21)
        after.when(.adjust(taken, now: noon)).thenRefused("points.balance", ["left": 20, "asked": 21])
        taken.points = 0
        after.when(.adjust(taken, now: noon)).thenRefused("points.none")
    }
}
