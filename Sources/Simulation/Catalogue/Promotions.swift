import Events

/// The week's promotions: for one product in thirty 10 to 30 % off, from Monday to Sunday.
enum Promotions {
    /// Millionths off, and the rule's name; a pure function of week and product.
    static func discount(on article: Int, day: CalendarDay, seed: UInt64) -> (percent: Int64, rule: String)? {
        let monday = day.monday
        var random = SeededRandom(seed, "promotion", Int(monday.daysSince1970), article)
        guard random.happens(oneIn: 30) else { return nil }
        return (Int64(random.between(2...6)) * 50_000, "promo-\(monday)")
    }
}
