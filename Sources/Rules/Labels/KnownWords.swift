import Events

/// Words that the house knows of members that take any.
enum KnownWords {
    static let table = PathTable<[String]>([
        ("tenders.kind", Tender.kinds), ("conditions.tenders", Tender.kinds), ("method", ["cash", "card"]),
        ("channel", channels),
        ("channels", channels), ("grants.kind", grants), ("discounts.kind", grants), ("rule", grants),
        ("customerCategory", categories), ("customerCategories", categories), ("customer:category", categories),
        ("consents.kind", ["sms", "email", "call", "profiling"]),
    ])

    private static let channels = [
        "store", "web", "online", "app", "phone", "kiosk", "delivery", "wholesale", "marketplace",
    ]
    /// Categories that every chain has by one of these names.
    private static let categories = ["standard", "silver", "gold"]
    /// How a discount came about.
    private static let grants = [
        "promotion", "customerCategory", "manual", "coupon", "personal", "tier", "compensation", "points", "volume",
        "employee", "other",
    ]
}
