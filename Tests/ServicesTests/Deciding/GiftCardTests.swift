import Events
import Testing

@testable import Services

@Suite struct `Paying with a gift card` {
    private typealias Order = GiftCardDecider.Order
    private let noon = Instant("2026-03-01T12:00:00Z")!

    private func issue(_ amount: Int64, expiresOn: CalendarDay? = nil) -> Order {
        var fact = GiftCardIssued()
        (fact.serial, fact.amount, fact.currency, fact.expiresOn) = ("G", amount, "GEL", expiresOn)
        return .issue(fact)
    }

    private func reserve(_ hold: String, _ amount: Int64, until: String? = nil, at now: Instant? = nil) -> Order {
        var fact = GiftCardReserved()
        (fact.serial, fact.hold, fact.amount, fact.currency) = ("G", hold, amount, "GEL")
        fact.expiresAt = until
        return .reserve(fact, now: now ?? noon)
    }

    private func captured(_ amount: Int64, hold: String? = nil, receipt: String? = nil) -> GiftCardCaptured {
        var fact = GiftCardCaptured()
        (fact.serial, fact.amount, fact.currency, fact.hold) = ("G", amount, "GEL", hold)
        if let receipt { (fact.receipt, fact.tender) = (receipt, 1) }
        return fact
    }

    private func capture(_ amount: Int64, hold: String? = nil, at now: Instant? = nil) -> Order {
        .capture(captured(amount, hold: hold), now: now ?? noon)
    }

    /// Golden vector 23.
    @Test func `of 100 two tills want 60 each: one 60 is captured, the other till is offered 40`() {
        let held = Given(GiftCardDecider.self).after(issue(100)).after(reserve("t1", 60))
        held.when(reserve("t2", 60)).thenRefused("giftCard.balance", ["left": 40, "asked": 60])
        held.after(capture(60, hold: "t1")).when(reserve("t2", 60)).thenRefused("giftCard.balance", ["left": 40])
        held.after(reserve("t2", 40)).after(capture(60, hold: "t1")).after(capture(40, hold: "t2")).thenState {
            $0.balance == 0 && $0.holds.isEmpty
        }
    }

    @Test func `a hold is captured once, up to its amount, and what is left of it is free`() {
        let held = Given(GiftCardDecider.self).after(issue(100)).after(reserve("t1", 60))
        held.when(capture(61, hold: "t1")).thenRefused("giftCard.balance", ["left": 60, "asked": 61])
        let paid = held.after(capture(50, hold: "t1"))
        paid.when(capture(10, hold: "t1")).thenRefused("hold.ended")
        paid.when(reserve("t1", 10)).thenRefused("hold.used")
        paid.thenState { $0.left(at: noon) == 50 }
        held.when(capture(1, hold: "t9")).thenRefused("hold.unknown")
    }

    @Test func `a hold that ran out or was released gives its money back`() {
        let later = Instant("2026-03-01T12:10:00Z")!
        let held = Given(GiftCardDecider.self).after(issue(100)).after(reserve("t1", 60, until: "2026-03-01T12:05:00Z"))
        held.when(reserve("t2", 60)).thenRefused("giftCard.balance")
        let other = held.after(reserve("t2", 60, at: later))
        // Late, it may take what nobody else has taken meanwhile.
        other.when(capture(60, hold: "t1", at: later)).thenRefused("giftCard.balance", ["left": 40])
        other.when(capture(40, hold: "t1", at: later)).then("giftCard.captured.v1")
        var release = GiftCardReleased()
        (release.serial, release.hold) = ("G", "t1")
        let released = held.after(.release(release))
        released.thenState { $0.left(at: noon) == 100 }
        released.when(.release(release)).then()
    }

    @Test func `what a till took offline is recorded, whatever is left, and once`() {
        let taken = captured(80, receipt: "S01-t1:7")
        let card = Given(GiftCardDecider.self).after(issue(100)).after(reserve("t1", 60))
        let decided = card.when(.record(taken)).then("giftCard.captured.v1")
        if case .giftCardCaptured(let fact)? = decided.first?.fact { #expect(fact.offline) }
        card.after(.record(taken)).thenState { $0.balance == 20 && $0.left(at: noon) == -40 }
        card.after(.record(taken)).when(.record(taken)).then()
        card.after(.record(taken)).when(reserve("t2", 1)).thenRefused("giftCard.balance", ["left": 0])
        // Even a card that nobody knows.
        Given(GiftCardDecider.self).after(.record(taken)).thenState { $0.balance == -80 && !$0.isIssued }
    }

    @Test func `the receipt captures the hold that it names, unless a command has`() {
        let held = Given(GiftCardDecider.self).after(issue(100)).after(reserve("t1", 60))
        let receipt = captured(60, hold: "t1", receipt: "S01-t1:7")
        let decided = held.when(.record(receipt)).then("giftCard.captured.v1")
        if case .giftCardCaptured(let fact)? = decided.first?.fact { #expect(fact.hold == "t1" && !fact.offline) }
        held.after(capture(60, hold: "t1")).when(.record(receipt)).then()
    }

    @Test func `a card that is blocked, over, foreign or nobody's does not pay`() {
        var block = GiftCardBlocked()
        block.serial = "G"
        let card = Given(GiftCardDecider.self).after(issue(100))
        card.after(.block(block)).when(reserve("t", 1)).thenRefused("giftCard.blocked")
        card.after(.block(block)).after(.unblock(block)).when(reserve("t", 1)).then("giftCard.reserved.v1")
        Given(GiftCardDecider.self).when(reserve("t", 1)).thenRefused("giftCard.unknown")
        Given(GiftCardDecider.self).after(issue(100, expiresOn: CalendarDay("2026-02-01")))
            .when(reserve("t", 1)).thenRefused("giftCard.expired")
        var foreign = GiftCardReserved()
        (foreign.serial, foreign.hold, foreign.amount, foreign.currency) = ("G", "t", 1, "USD")
        card.when(.reserve(foreign, now: noon)).thenRefused("giftCard.currency")
        card.when(issue(1)).thenRefused("giftCard.issued")
    }
}
