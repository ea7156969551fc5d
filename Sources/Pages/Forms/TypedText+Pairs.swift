import Events
import JSON

/// Figures that facts say as two numbers, and people as one: a price for a unit, and how many units make another.
extension TypedText {
    /// More digits than a price is written with.
    private static let finest = 4

    /// “5.20”, “0.0125” (finer than the currency’s smallest unit), or “10 / 3” for three units; nil where it is none of these.
    static func unitAmount(_ text: String, _ currency: String) -> JSON? {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard let first = parts.first else { return nil }
        let places = Currency.decimals(of: currency)
        if parts.count == 2 {
            guard let amount = figure(first, decimals: places),
                let per = figure(parts[1], decimals: quantityDecimals), per > 0
            else { return nil }
            return ["amount": .int(amount), "per": .int(per)]
        }
        var per: Int64 = 1_000
        for finer in 0...finest {
            if let amount = figure(first, decimals: places + finer) {
                return ["amount": .int(amount), "per": .int(per)]
            }
            per *= 10
        }
        return nil
    }

    /// The same back; with “/” only where no decimal says it.
    static func typed(unitAmount json: JSON?, _ currency: String, _ language: Language) -> String {
        guard let amount = json?["amount"]?.int, let per = json?["per"]?.int, per > 0 else { return "" }
        let places = Currency.decimals(of: currency)
        var scale: Int64 = 1
        for finer in 0...finest {
            let (scaled, overflow) = amount.multipliedReportingOverflow(by: scale * 1_000)
            if !overflow, scaled.isMultiple(of: per) {
                return figure(scaled / per, decimals: places + finer, isExact: true, language)
            }
            scale *= 10
        }
        let units = figure(per, decimals: quantityDecimals, isExact: false, language)
        return "\(figure(amount, decimals: places, isExact: true, language)) / \(units)"
    }

    /// “12”, “0.5” or “1/3”; nil where it is none of these, or not above 0.
    static func ratio(_ text: String) -> JSON? {
        let parts = text.split(separator: "/", maxSplits: 1).map { figure(String($0), decimals: finest) }
        guard case let first?? = parts.first, first > 0 else { return nil }
        let unit = figure("1", decimals: finest) ?? 1
        guard parts.count == 2 else { return reduced(first, unit) }
        guard let second = parts[1], second > 0 else { return nil }
        return reduced(first, second)
    }

    static func typed(ratio json: JSON?, _ language: Language) -> String {
        guard let numerator = json?["numerator"]?.int, let denominator = json?["denominator"]?.int, denominator > 0
        else {
            return ""
        }
        let (scaled, overflow) = numerator.multipliedReportingOverflow(by: 10_000)
        guard !overflow, scaled.isMultiple(of: denominator) else { return "\(numerator)/\(denominator)" }
        return figure(scaled / denominator, decimals: finest, isExact: false, language)
    }

    private static func reduced(_ numerator: Int64, _ denominator: Int64) -> JSON {
        var (one, other) = (numerator, denominator)
        while other != 0 { (one, other) = (other, one % other) }
        return ["numerator": .int(numerator / one), "denominator": .int(denominator / one)]
    }
}
