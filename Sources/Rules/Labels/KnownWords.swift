/// Words that the house knows of members that take any.
enum KnownWords {
    static let table = PathTable<[String]>([
        ("tenders.kind", tenders), ("conditions.tenders", tenders), ("method", ["cash", "card"]), ("channel", channels),
        ("channels", channels), ("grants.kind", grants), ("discounts.kind", grants), ("rule", grants),
    ])

    private static let tenders = ["cash", "card", "giftCard", "storeCredit", "coupon", "account"]
    private static let channels = [
        "store", "web", "online", "app", "phone", "kiosk", "delivery", "wholesale", "marketplace",
    ]
    /// How a discount came about.
    private static let grants = [
        "promotion", "customerCategory", "manual", "coupon", "personal", "tier", "compensation", "points", "volume",
        "employee", "other",
    ]
}
