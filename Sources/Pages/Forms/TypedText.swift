import Events

/// What people write into a form's fields, and what they find in them: figures in their own units, days, times of the clock at
/// home.
enum TypedText {
    /// Figures with so many decimals, smallest units behind: “1250.5”, “1 250,50”. `isExact` keeps zeros at the end, as money has.
    static func figure(_ number: Int64, decimals: Int, isExact: Bool, _ language: Language) -> String {
        let digits = Decimals.digits(of: number.magnitude, places: decimals)
        var fraction = decimals == 0 ? "" : digits.fraction
        while !isExact, fraction.last == "0" { fraction.removeLast() }
        let point = fraction.isEmpty ? "" : language == .ka ? "," : "."
        return (number < 0 ? "-" : "") + digits.whole + point + fraction
    }

    /// nil where it is no such figure.
    static func figure(_ text: String, decimals: Int) -> Int64? {
        let plain = text.filter { !$0.isWhitespace }
        let sign = plain.hasPrefix("-") || plain.hasPrefix("\u{2212}") ? "-" : ""
        let parts = plain.dropFirst(sign.isEmpty ? 0 : 1)
            .split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard let whole = parts.first, !whole.isEmpty else { return nil }
        var fraction = parts.count > 1 ? parts[1] : ""
        while fraction.count > decimals, fraction.last == "0" { fraction.removeLast() }
        let digits = whole + fraction + String(repeating: "0", count: max(decimals - fraction.count, 0))
        guard fraction.count <= decimals, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 })
        else { return nil }
        return Int64(sign + digits)
    }
    static let quantityDecimals = 3
    /// Millionths as percent.
    static let percentDecimals = 4

    /// A day, or a day and a time of the clock at home, as facts say it: “2026-12-01 14:30”. What is neither is left as it is.
    static func moment(_ text: String, _ zone: Zone) -> String {
        let parts = text.split(whereSeparator: { $0.isWhitespace || $0 == "T" })
        guard parts.count == 2, let day = CalendarDay(String(parts[0])) else { return text }
        let clock = parts[1].split(separator: ":").map { $0.count == 2 ? Int64($0) : nil }
        guard clock.count == 2, let hours = clock[0], let minutes = clock[1], hours < 24, minutes < 60 else {
            return text
        }
        let start = zone.start(of: day).milliseconds
        return Instant(milliseconds: start + (hours * 60 + minutes) * 60_000).description
    }

    /// A moment of a fact as people type it; one with seconds stays as the fact has it.
    static func typed(moment text: String, _ zone: Zone) -> String {
        guard let instant = Instant(text) else { return text }
        let typed = "\(zone.day(of: instant)) \(Dates(language: .en).time(instant, zone))"
        return Instant(moment(typed, zone)) == instant ? typed : text
    }
}
