import Events

/// Numbers as each language writes them (Unicode CLDR's patterns for ka and en).
struct Numbers {
    let language: Language

    /// No-break, so that a number never falls apart at a line's end.
    private static let space = "\u{A0}"
    private static let minus = "\u{2212}"

    private var grouping: String { language == .ka ? Self.space : "," }
    private var point: String { language == .ka ? "," : "." }

    func count(_ number: Int64) -> String { sign(number) + grouped(String(number.magnitude)) }
    func count(_ number: Int) -> String { count(Int64(number)) }

    /// Minor units as money, with the currency's sign.
    func money(_ minor: Int64, _ currency: String) -> String {
        let symbol = Self.symbols[currency]
        let shown = magnitude(minor, decimals: Currency.decimals(of: currency))
        switch (language, symbol) {
        case (.ka, _): return sign(minor) + shown + Self.space + (symbol ?? currency)
        case (.en, let symbol?): return sign(minor) + symbol + shown
        case (.en, nil): return sign(minor) + currency + Self.space + shown
        }
    }

    /// Minor units as money in a column that names the currency.
    func amount(_ minor: Int64, _ currency: String) -> String {
        sign(minor) + magnitude(minor, decimals: Currency.decimals(of: currency))
    }

    /// Thousandths, without the zeros behind.
    func quantity(_ thousandths: Int64) -> String {
        let digits = Decimals.digits(of: thousandths.magnitude, places: 3)
        var decimals = digits.fraction
        while decimals.last == "0" { decimals.removeLast() }
        return sign(thousandths) + grouped(digits.whole) + (decimals.isEmpty ? "" : point + decimals)
    }

    /// A share of a whole as percent with one decimal; a dash where there is no whole.
    func percent(_ part: Int64, of whole: Int64) -> String {
        guard whole != 0 else { return "–" }
        return decimal(Double(part) / Double(whole) * 100, decimals: 1) + "%"
    }

    /// Half away from zero.
    func decimal(_ number: Double, decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = (number * scale).rounded(.toNearestOrAwayFromZero)
        guard abs(scaled) < 9e15 else { return "–" }
        return sign(Int64(scaled)) + magnitude(Int64(scaled), decimals: decimals)
    }

    func symbol(_ currency: String) -> String { Self.symbols[currency] ?? currency }

    private static let symbols = ["GEL": "₾", "USD": "$", "EUR": "€", "GBP": "£"]

    private func sign(_ number: Int64) -> String { number < 0 ? Self.minus : "" }

    private func magnitude(_ number: Int64, decimals: Int) -> String {
        let digits = Decimals.digits(of: number.magnitude, places: decimals)
        return grouped(digits.whole) + (decimals > 0 ? point + digits.fraction : "")
    }

    private func grouped(_ digits: some StringProtocol) -> String {
        let utf8 = digits.utf8
        var (grouped, start) = ("", digits.startIndex)
        var end = utf8.index(start, offsetBy: utf8.count > 3 ? (utf8.count - 1) % 3 + 1 : utf8.count)
        while end < digits.endIndex {
            grouped += digits[start..<end]
            grouped += grouping
            (start, end) = (end, utf8.index(end, offsetBy: 3))
        }
        return grouped + digits[start...]
    }
}
