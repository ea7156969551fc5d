import Events

extension EntityShape {
    /// What a discount rule may ask for; how often it was used stands with commands.
    package static let coupon = EntityShape(
        "coupon", path: "coupons", one: Title(ka: "კუპონი", en: "Coupon"), many: Title(ka: "კუპონები", en: "Coupons"),
        area: .selling, CouponIssued.self, isFixed: true, ending: Title(ka: "გაუქმება", en: "Cancel"),
        endsForEver: true, without: ["receipt", "version"], searched: ["rule"], personal: ["customer"]
    ) { $0.toldOfCoupon }

    /// A gift card, or store credit; what is left on it stands with commands.
    package static let giftCard = EntityShape(
        "giftCard", id: "serial", path: "gift-cards", one: Title(ka: "სასაჩუქრე ბარათი", en: "Gift card"),
        many: Title(ka: "სასაჩუქრე ბარათები", en: "Gift cards"), area: .money, GiftCardIssued.self, isFixed: true,
        isCodeSaid: true, without: ["receipt", "receiptLine"], personal: ["customer"], presets: ["kind": "giftCard"]
    ) { $0.toldOfGiftCard }
}

extension Fact {
    package var toldOfCoupon: Told<CouponIssued>? {
        switch self {
        case .couponIssued(let coupon): .said(id: coupon.coupon, coupon)
        case .couponCancelled(let coupon): .ended(id: coupon.coupon)
        default: nil
        }
    }

    package var toldOfGiftCard: Told<GiftCardIssued>? {
        if case .giftCardIssued(let card) = self { .said(id: card.serial, card) } else { nil }
    }
}
