/// What stands against a hold: a part of a card, of points or of a coupon's uses that is kept for one till.
extension Refusal {
    static func holdUsed(_ hold: String) -> Refusal {
        Refusal(.conflict, "hold.used", "the hold “\(hold)” was taken before")
    }

    /// - Parameter isEnded: whether it was there once.
    static func holdGone(_ hold: String, isEnded: Bool) -> Refusal {
        Refusal(.conflict, isEnded ? "hold.ended" : "hold.unknown", "there is no hold “\(hold)” any more")
    }

    /// A till frees and takes what its own shop holds; the office may for any.
    static func holdElsewhere(_ hold: String) -> Refusal {
        Refusal(.forbidden, "hold.elsewhere", "the hold “\(hold)” is another shop’s")
    }

    static func holdMissing(_ hold: String) -> Refusal {
        Refusal(.missing, "hold.unknown", "there is no hold “\(hold)”")
    }
}
